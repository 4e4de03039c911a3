"""Quarters and working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quarters import Quarter
from core.working_days import (
    add_working_days,
    bank_holidays,
    first_working_day,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
QUARTERS = st.builds(Quarter, st.integers(min_value=1990, max_value=2090), st.integers(min_value=1, max_value=4))
KNOWN_DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2025-26 Q1", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025-26 Q2", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-26 Q3", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025-26 Q4", date(2026, 1, 1), date(2026, 3, 31)),
        ("1999-00 Q4", date(2000, 1, 1), date(2000, 3, 31)),
    ],
)
def test_a_quarter_is_of_the_financial_year(label: str, first: date, last: date) -> None:
    quarter = Quarter.parse(label)
    assert (quarter.starts_on, quarter.ends_on) == (first, last)
    assert str(quarter) == label


@given(DAYS)
def test_every_day_is_in_exactly_its_quarter(day: date) -> None:
    quarter = Quarter.containing(day)
    assert quarter.starts_on <= day <= quarter.ends_on
    assert Quarter.containing(quarter.starts_on) == Quarter.containing(quarter.ends_on) == quarter


@given(QUARTERS)
def test_a_label_names_one_quarter(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.parse(f"  {quarter} ") == quarter


@given(QUARTERS)
def test_quarters_follow_without_a_gap(quarter: Quarter) -> None:
    assert quarter.next().starts_on == quarter.ends_on + timedelta(days=1)
    assert quarter < quarter.next()
    assert quarter.ends_on < quarter.next().ends_on


@given(QUARTERS, st.integers(min_value=-200, max_value=200), st.integers(min_value=-200, max_value=200))
def test_steps_add_up(quarter: Quarter, one: int, other: int) -> None:
    assert quarter.plus(one).plus(other) == quarter.plus(one + other)
    assert quarter.plus(one).plus(-one) == quarter


@given(QUARTERS, QUARTERS)
def test_quarters_are_in_the_order_of_their_days(one: Quarter, other: Quarter) -> None:
    assert (one < other) == (one.starts_on < other.starts_on)
    assert (one == other) == (one.starts_on == other.starts_on)
    assert (hash(one) == hash(other)) or one != other


@pytest.mark.parametrize(
    "label",
    ["", "2025-26", "2025-26 Q5", "2025-26 Q0", "2025-27 Q1", "2025/26 Q1", "Q1 2025-26", "2025-26 q1", "25-26 Q1"],
)
def test_what_is_no_quarter_is_refused_with_an_example(label: str) -> None:
    with pytest.raises(ValueError, match="2025-26 Q1, which is April to June 2025"):
        Quarter.parse(label)


@pytest.mark.parametrize("number", [0, 5, -1])
def test_there_are_four_quarters(number: int) -> None:
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        Quarter(2025, number)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2022, 6, 2), False),  # moved for the Platinum Jubilee
        (date(2022, 9, 19), False),  # the Queen's funeral
        (date(2023, 5, 8), False),  # the coronation
        (date(2020, 5, 8), False),  # early May holiday moved to VE Day
        (date(2020, 5, 4), True),
        (date(2021, 12, 27), False),  # Christmas Day on a Saturday
        (date(2021, 12, 28), False),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 12, 28), False),  # Boxing Day on a Saturday
        (date(2026, 12, 26), False),
        (date(2026, 12, 29), True),
        (date(2026, 11, 30), True),  # Saint Andrew's Day is Scotland's
        (date(2026, 3, 17), True),  # Saint Patrick's Day is Northern Ireland's
        (date(2030, 12, 25), False),
        (date(2030, 12, 31), True),
    ],
)
def test_offices_are_closed_on_englands_bank_holidays(day: date, open_: bool) -> None:
    assert is_working_day(day) is open_


@pytest.mark.parametrize("year", range(2019, 2031))
def test_a_year_has_its_eight_bank_holidays_or_an_occasion_more(year: int) -> None:
    held = [day for day in bank_holidays() if day.year == year]
    assert len(held) == {2022: 10, 2023: 9}.get(year, 8)
    assert all(day.weekday() < 5 for day in held)


def test_a_year_that_is_not_known_is_refused_rather_than_guessed() -> None:
    with pytest.raises(ValueError, match="31 December 2030"):
        is_working_day(date(2031, 1, 1))
    with pytest.raises(ValueError, match=r"bank_holidays_england\.csv"):
        add_working_days(date(2030, 12, 31), 1)


@pytest.mark.parametrize(
    ("year", "month", "first"),
    [(2026, 1, 2), (2026, 4, 1), (2026, 7, 1), (2026, 8, 3), (2024, 4, 2), (2029, 4, 3), (2027, 5, 4)],
)
def test_the_first_working_day_of_a_month(year: int, month: int, first: int) -> None:
    assert first_working_day(year, month) == date(year, month, first)


@given(KNOWN_DAYS, st.integers(min_value=1, max_value=40))
def test_adding_days_is_undone_by_taking_them_away(day: date, number: int) -> None:
    day = min(day, date(2030, 9, 1))
    later = add_working_days(day, number)
    assert is_working_day(later)
    assert working_days_between(day, later) == number
    if is_working_day(day):
        assert add_working_days(later, -number) == day


@given(st.dates(min_value=date(2019, 1, 1), max_value=date(2030, 12, 20)))
def test_no_days_move_a_day_off_to_the_next_open_one(day: date) -> None:
    moved = add_working_days(day, 0)
    assert is_working_day(moved)
    assert (moved == day) == is_working_day(day)
    assert not any(is_working_day(day + timedelta(days=offset)) for offset in range((moved - day).days))


@given(KNOWN_DAYS, KNOWN_DAYS)
def test_days_between_count_alike_in_both_directions(one: date, other: date) -> None:
    assert working_days_between(one, other) == -working_days_between(other, one)
