"""The days of the worlds that these tests look at."""

from datetime import date

END = date(2026, 11, 21)
UNTIL = date(2024, 7, 1)
