"""Pure: invented councils with their leaders, quarterly figures and published statistics, in the import formats.

`docs/simulation.md` says what is assumed and where each figure comes from.
"""
