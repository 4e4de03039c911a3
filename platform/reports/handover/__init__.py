"""A handover pack with what the product knows beside it: as a page, printed, and as PDF."""
