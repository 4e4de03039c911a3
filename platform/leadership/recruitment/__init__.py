"""Recruitment packs: the five attributes in all that finds the next holder of a post (risk-and-analysis 9, 15.1)."""
