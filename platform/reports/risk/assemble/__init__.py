"""From what was stored and what was known at the landmark to the content of a report."""
