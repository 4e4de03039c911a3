"""Who leads each council: decisions to leave, departures, successions, and the log of what was known when."""
