"""A leader's profile as a file to take to a coach."""
