"""A document once, as PDF and as Word file: what a panel, a new director or a coach takes with them."""
