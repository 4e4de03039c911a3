"""What is known from outside: published figures and comparators; later the curve, control charts and effects."""
