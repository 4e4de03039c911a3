"""The quarters of a file: read from a form, said in words, and written into the file's name."""

from datetime import date

import pytest

from core.quarters import Quarter
from outcomes.collection.export.names import file_name
from outcomes.collection.export.span import EVERY_QUARTER, Span, SpanError, read_span

Q1, Q4 = Quarter(2025, 1), Quarter(2025, 4)


@pytest.mark.parametrize(
    ("first", "last", "span", "words"),
    [
        ("", "", EVERY_QUARTER, ""),
        (" 2025-26-Q1 ", "", Span(Q1), "from 2025-26 Q1"),
        ("", "2025-26-q4", Span(None, Q4), "up to 2025-26 Q4"),
        ("2025-26-q1", "2025-26-q4", Span(Q1, Q4), "2025-26 Q1 to 2025-26 Q4"),
        ("2025-26-q1", "2025-26-q1", Span(Q1, Q1), "2025-26 Q1 to 2025-26 Q1"),
    ],
)
def test_a_form_says_which_quarters(first: str, last: str, span: Span, words: str) -> None:
    assert read_span(first, last) == span
    assert span.words == words


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2025-27-q1", "", r"first quarter \(from\) must be written like"),
        ("", "Q1", r"last quarter \(to\) must be written like"),
        ("2025-26-q4", "2025-26-q1", "must not be before the first"),
    ],
)
def test_what_cannot_be_meant_is_refused(first: str, last: str, says: str) -> None:
    with pytest.raises(SpanError, match=says):
        read_span(first, last)


def test_the_name_of_a_file_tells_of_its_quarters() -> None:
    day = date(2026, 11, 28)
    assert file_name("Z001", day, "csv") == "figures-z001-2026-11-28.csv"
    assert file_name(None, day, "xlsx", Span(Q1, Q4)) == (
        "figures-programme-from-2025-26-q1-to-2025-26-q4-2026-11-28.xlsx"
    )
