"""Punctuality is measured in London at the moment of submission; no rate exceeds 100% (W9, G1)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.catalogue.status import Status
from outcomes.collection.check.context import Asked
from outcomes.collection.due.completeness import Share, completeness, share_answered
from outcomes.collection.due.timeliness import Punctuality, due_instant, timeliness
from outcomes.collection.figure import Figure

LONDON = ZoneInfo("Europe/London")
DUE = date(2025, 9, 8)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  (its signature)
CODES = st.sampled_from(["A", "B", "C", "D", "E", "F"])


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (london(2025, 9, 8, 23, 59, 59), (Punctuality.ON_TIME, 0)),
        (datetime(2025, 9, 8, 23, 30, tzinfo=UTC), (Punctuality.LATE, 1)),
        (datetime(2025, 9, 8, 22, 59, 59, tzinfo=UTC), (Punctuality.ON_TIME, 0)),
        (london(2025, 9, 9, 0, 0), (Punctuality.ON_TIME, 0)),
        (london(2025, 9, 9, 0, 0, 1), (Punctuality.LATE, 1)),
        (london(2025, 9, 9, 17, 0), (Punctuality.LATE, 1)),
        (london(2025, 9, 15, 9, 0), (Punctuality.LATE, 7)),
    ],
)
def test_the_day_ends_in_london_not_in_greenwich(at: datetime, expected: tuple[Punctuality, int]) -> None:
    assert timeliness(DUE, None, at) == expected


def test_an_extension_makes_a_class_of_its_own_and_moves_the_start_of_late() -> None:
    until = date(2025, 9, 12)
    assert timeliness(DUE, until, london(2025, 9, 8, 12, 0)) == (Punctuality.ON_TIME, 0)
    assert timeliness(DUE, until, london(2025, 9, 12, 23, 59)) == (Punctuality.EXTENDED, 0)
    assert timeliness(DUE, until, london(2025, 9, 14, 12, 0)) == (Punctuality.LATE, 2)


def test_an_extension_never_brings_the_deadline_forward() -> None:
    assert timeliness(DUE, date(2025, 9, 1), london(2025, 9, 8, 12, 0)) == (Punctuality.ON_TIME, 0)


@pytest.mark.parametrize(
    ("day", "hours", "end_in_utc"),
    [
        (date(2025, 3, 30), 23, datetime(2025, 3, 30, 23, 0, tzinfo=UTC)),
        (date(2025, 10, 26), 25, datetime(2025, 10, 27, 0, 0, tzinfo=UTC)),
        (date(2025, 3, 29), 24, datetime(2025, 3, 30, 0, 0, tzinfo=UTC)),
        (date(2025, 10, 25), 24, datetime(2025, 10, 25, 23, 0, tzinfo=UTC)),
    ],
)
def test_days_on_which_the_clocks_change_end_at_midnight_too(day: date, hours: int, end_in_utc: datetime) -> None:
    end = due_instant(day)
    assert end.astimezone(UTC) == end_in_utc
    start = due_instant(day - timedelta(days=1))
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)
    assert timeliness(day, None, end_in_utc) == (Punctuality.ON_TIME, 0)
    assert timeliness(day, None, end_in_utc + timedelta(seconds=1)) == (Punctuality.LATE, 1)


@given(due=DAYS, extended=st.none() | DAYS, at=MOMENTS)
def test_late_has_days_and_the_other_classes_have_none(due: date, extended: date | None, at: datetime) -> None:
    kind, days = timeliness(due, extended, at)
    assert (days >= 1) == (kind is Punctuality.LATE)
    if kind is Punctuality.EXTENDED:
        assert extended is not None
        assert extended > due


@given(due=DAYS, at=MOMENTS, later=st.integers(0, 400))
def test_nobody_becomes_later_by_a_later_deadline(due: date, at: datetime, later: int) -> None:
    assert timeliness(due + timedelta(days=later), None, at)[1] <= timeliness(due, None, at)[1]


def figure(code: str, status: Status, comment: str = "") -> Figure:
    return Figure(code, status, comment=comment)


def test_a_symbol_with_a_reason_is_an_answer_a_bare_one_and_an_empty_cell_are_not() -> None:
    asked = [Asked(code, required=True) for code in "ABCD"] + [Asked("E", required=False)]
    figures = {
        "A": figure("A", Status.OK),
        "B": figure("B", Status.NOT_AVAILABLE, "The system changed in May"),
        "C": figure("C", Status.NOT_AVAILABLE, "  "),
        "E": figure("E", Status.OK),
    }
    assert completeness(asked, figures) == Share(2, 4)


@given(
    asked=st.lists(st.builds(Asked, CODES, st.booleans())),
    figures=st.dictionaries(CODES, st.tuples(st.sampled_from(Status), st.sampled_from(["", " ", "A reason"]))),
)
def test_completeness_never_exceeds_what_is_required(
    asked: list[Asked], figures: dict[str, tuple[Status, str]]
) -> None:
    share = completeness(asked, {code: figure(code, *said) for code, said in figures.items()})
    assert 0 <= share.part <= share.whole == len({each.indicator for each in asked if each.required})
    assert share.percent is None or 0 <= share.percent <= 100
    assert (share.percent == 100) == (share.part == share.whole > 0)


def test_a_share_above_its_whole_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        Share(3, 2)


def test_what_is_asked_twice_or_not_at_all_counts_once_or_not() -> None:
    twice = [Asked("A", required=True), Asked("A", required=True)]
    assert share_answered(twice, ["A", "B"]) == Share(1, 1)
    assert share_answered([], ["A"]).percent is None
