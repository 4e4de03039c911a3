"""The quarters of a file: read from a form, said in words, and written into the file's name and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quarters import Quarter
from outcomes.collection.export.names import file_name
from outcomes.collection.export.span import EVERY_QUARTER, Span, SpanError, read_span, span_in

Q1, Q4 = Quarter(2025, 1), Quarter(2025, 4)
QUARTERS = st.builds(Quarter, st.integers(1990, 2098), st.integers(1, 4))


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


@given(
    span=st.tuples(st.none() | QUARTERS, st.none() | QUARTERS).filter(lambda both: None in both or both[0] <= both[1]),
    code=st.none() | st.from_regex(r"\A[A-Z0-9]{3,4}\Z"),
    kind=st.sampled_from(["csv", "xlsx"]),
)
def test_the_name_of_a_file_tells_of_its_quarters(
    span: tuple[Quarter | None, Quarter | None], code: str | None, kind: str
) -> None:
    assert span_in(file_name(code, date(2026, 11, 28), kind, Span(*span))) == Span(*span)


def test_a_file_that_was_asked_for_before_names_told_of_quarters_is_of_every_one() -> None:
    assert span_in(None) == EVERY_QUARTER
    assert span_in("figures-z001-2026-11-28.csv") == EVERY_QUARTER
