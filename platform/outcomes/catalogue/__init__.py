"""The indicators of the programme: 40 of them, and the population that is the base of every rate. Pure."""
