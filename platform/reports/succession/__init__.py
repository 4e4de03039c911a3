"""The programme's succession report: every post once, gaps first, kept with what it was made from (W15)."""
