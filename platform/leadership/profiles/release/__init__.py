"""The one place that decides what may be shown of ratings (risk-and-analysis 14.2). Pure: ratings in, figures out."""
