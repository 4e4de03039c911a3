"""Reading a day in three boxes or in one piece."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.written_days import DayError, day_from_parts, read_day

SUBJECT = "The last day in post"


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (["28", "11", "2026"], date(2026, 11, 28)),
        ([" 8 ", "nov", "2026"], date(2026, 11, 8)),
        (["8", "September", "2026"], date(2026, 9, 8)),
        (["29", "2", "2024"], date(2024, 2, 29)),
        (["", " ", ""], None),
        ([], None),
    ],
)
def test_days_are_read(parts, day) -> None:
    assert day_from_parts(parts, SUBJECT) == day


@pytest.mark.parametrize(
    ("parts", "sentence", "wrong"),
    [
        (["28", "", "2026"], "The last day in post must include a month", ("month",)),
        (["", "", "2026"], "The last day in post must include a day and a month", ("day", "month")),
        (["28", "11", "26"], "The year of the last day in post must have 4 digits, such as 2026", ("year",)),
        (
            ["31", "11", "2026"],
            "The last day in post must be a real date, such as 28 11 2026",
            ("day", "month", "year"),
        ),
        (["x", "11", "2026"], "The last day in post must be a real date, such as 28 11 2026", ("day", "month", "year")),
        (
            ["1", "novembre!", "2026"],
            "The last day in post must be a real date, such as 28 11 2026",
            ("day", "month", "year"),
        ),
        (
            ["1", "\u0661", "2026"],
            "The last day in post must be a real date, such as 28 11 2026",
            ("day", "month", "year"),
        ),
        (["1", "1", "0001"], "The year of the last day in post must lie between 1900 and 2100", ("year",)),
        (["31", "12", "9999"], "The year of the last day in post must lie between 1900 and 2100", ("year",)),
        (["28", "11"], "The last day in post must have a day, a month and a year", ("day", "month", "year")),
    ],
)
def test_what_cannot_be_read_names_place_and_remedy(parts, sentence, wrong) -> None:
    with pytest.raises(DayError) as refused:
        day_from_parts(parts, SUBJECT)
    assert str(refused.value) == sentence
    assert refused.value.parts == wrong


@pytest.mark.parametrize("text", ["2026-11-28", "28 November 2026", "28/11/2026", "28.11.2026", " 28 nov 2026 "])
def test_a_day_in_one_piece(text) -> None:
    assert read_day(text) == date(2026, 11, 28)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11", "11/28/2026", "2026-02-30", "28-11-26"])
def test_a_piece_that_is_no_day_is_refused_in_words(text) -> None:
    with pytest.raises(DayError, match="The date"):
        read_day(text)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_can_be_written_and_read_again(day) -> None:
    assert read_day(day.isoformat()) == day
    assert day_from_parts([str(day.day), f"{day:%B}", f"{day.year}"], "The day") == day


@given(st.lists(st.text(max_size=12), max_size=5))
def test_nothing_that_is_sent_breaks_the_reading(parts) -> None:
    day: date | None = None
    with contextlib.suppress(DayError):
        day = day_from_parts(parts, "The day")
    assert day is None or [str(day.day), str(day.year)] == [parts[0].strip().lstrip("0"), parts[2].strip()]
