"""Quarters as people write them: taken where they can mean one, refused where they can mean two (rows 70 to 73)."""

import pytest

from core.quarters import Quarter
from outcomes.collection.layout.quarters import read_quarter

Q1, Q4 = Quarter(2025, 1), Quarter(2025, 4)


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2025-26 Q1", Q1),
        ("2025-26 q1", Q1),
        ("  2025-26   Q1 ", Q1),
        ("2025/26 Q1", Q1),
        ("2025\u201326 Q1", Q1),
        ("2025-2026 Q1", Q1),
        ("2025-26Q1", Q1),
        ("2025-26-q1", Q1),
        ("2025-26, quarter 1", Q1),
        ("202526 Q1", Q1),
        ("Q1 2025-26", Q1),
        ("Q1 2025/26", Q1),
        ("Quarter 1 of 2025-26", Q1),
        ("FY 2025-26 Q1", Q1),
        ("202526 Financial year Q1", Q1),
        ("Apr-Jun 2025", Q1),
        ("April to June 2025", Q1),
        ("Jan\u2013Mar 26", Q4),
        ("31/03/2026", Q4),
        ("30.06.2025", Q1),
        ("2026-03-31", Q4),
        ("2026-01-01", Q4),
        ("2026-03-01", Q4),
        ("Mar-26", Q4),
        ("March 2026", Q4),
        ("1999-00 Q1", Quarter(1999, 1)),
    ],
)
def test_one_meaning_is_taken(text: str, quarter: Quarter):
    assert read_quarter(text) == quarter


@pytest.mark.parametrize(
    "text",
    [
        "", "Q1", "2025", "2025-26", "2025 Q1", "2025Q1", "2026-q1", "Q1 2025", "2026-Q5", "2025-26 Q5", "2025-26 Q0",
        "2025-27 Q1", "2025-2027 Q1", "31/02/2026", "03/31/2026", "04/05/2026", "01/04/2025", "2025-05-17", "Feb-26",
        "May 2025", "Apr-May 2025", "Jul-Jun 2025", "Jan-Jun 2025", "2025-26 Q1 Q2", "2025-26 Q1x", "Q12025-26x", "now",
        "26-Mar", "45747", "2025-06-30 12:00:00",
    ],
)  # fmt: skip
def test_two_meanings_or_none_are_never_guessed(text: str):
    assert read_quarter(text) is None
