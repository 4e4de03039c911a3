"""Which reminder is due on which working day, and who owes (W10, J1 to J3, J5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authorities.register.models import Authority
from core.quarters import Quarter
from core.working_days import add_working_days, is_working_day, working_days_between
from outcomes.collection.due.window import Window
from outcomes.collection.remind.continuity import DueReturn, first_gap
from outcomes.collection.remind.kinds import Due, Kind, due_notices, schedule
from outcomes.collection.remind.recipients import Recipient
from outcomes.collection.submission.states import State

# Monday 8 September 2025; the August bank holiday (25 August) lies within ten working days before it.
DUE = date(2025, 9, 8)
OPENS = date(2025, 7, 1)
WINDOW = Window(OPENS, DUE)
DEADLINES = st.dates(date(2021, 1, 1), date(2029, 6, 30))
OWING = [State.NOT_STARTED, State.IN_PROGRESS, State.RETURNED]


def on(day: date, state: State = State.NOT_STARTED, window: Window = WINDOW) -> tuple[Due, ...]:
    return due_notices(window, state, day)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2025, 8, 22), Kind.REMINDER),
        (date(2025, 9, 1), Kind.REMINDER),
        (DUE, Kind.DUE_TODAY),
        (date(2025, 9, 9), Kind.OVERDUE),
        (date(2025, 9, 15), Kind.OVERDUE),
        (date(2025, 9, 22), Kind.OVERDUE),
        (date(2025, 9, 29), Kind.OVERDUE),
    ],
)
def test_the_offsets_are_working_days_that_skip_the_bank_holiday(day: date, kind: Kind) -> None:
    assert on(day) == (Due(kind, day),)


def test_ten_working_days_before_lies_a_day_earlier_for_the_bank_holiday() -> None:
    assert working_days_between(date(2025, 8, 22), DUE) == 10


def test_christmas_and_new_year_are_skipped() -> None:
    """From 31 December 2025 back: 26 and 25 December are bank holidays, 27 and 28 a weekend."""
    days = [due.scheduled_on for due in schedule(date(2025, 12, 31), until=date(2026, 1, 12))]
    assert days == [
        date(2025, 12, 15),
        date(2025, 12, 22),
        date(2025, 12, 31),
        date(2026, 1, 2),
        date(2026, 1, 8),
    ]


@pytest.mark.parametrize("day", [date(2025, 8, 25), date(2025, 8, 23), date(2025, 9, 13), date(2025, 12, 25)])
def test_there_is_no_notice_on_a_day_off(day: date) -> None:
    assert on(day) == ()
    late = Window(OPENS, day)
    assert on(day, window=late) == ()


def test_a_deadline_on_a_saturday_is_reminded_of_on_the_friday() -> None:
    window = Window(OPENS, date(2025, 9, 6))
    assert on(date(2025, 9, 5), window=window) == (Due(Kind.DUE_TODAY, date(2025, 9, 5)),)
    assert on(date(2025, 9, 8), window=window) == (Due(Kind.OVERDUE, date(2025, 9, 8)),)


@pytest.mark.parametrize("state", [state for state in State if state not in OWING])
def test_only_those_who_owe_are_reminded(state: State) -> None:
    assert all(on(DUE + timedelta(days=offset), state) == () for offset in range(-60, 60))


def test_an_extension_moves_the_whole_schedule() -> None:
    extended = Window(OPENS, DUE, extended_to=date(2025, 9, 15))
    assert on(date(2025, 9, 10), window=extended) == (), "not overdue by the old deadline"
    assert on(date(2025, 9, 8), window=extended) == (Due(Kind.REMINDER, date(2025, 9, 8)),), "five days before"
    assert on(date(2025, 9, 16), window=extended) == (Due(Kind.OVERDUE, date(2025, 9, 16)),)


def test_nobody_is_chased_for_what_is_not_taken_any_more() -> None:
    assert on(date(2025, 9, 9), window=Window(OPENS, DUE, closes_on=DUE)) == ()
    assert on(date(2025, 9, 9), window=Window(OPENS, DUE, collects_until=DUE)) == ()


def test_nothing_is_due_before_it_opens() -> None:
    late_opening = Window(date(2025, 9, 3), DUE)
    assert on(date(2025, 9, 2), window=late_opening) == ()
    assert on(date(2025, 9, 3), window=late_opening) == ()
    assert on(DUE, window=late_opening) == (Due(Kind.DUE_TODAY, DUE),)


def test_a_missed_morning_is_made_up_for_on_the_next_working_day_under_its_own_key() -> None:
    assert on(date(2025, 9, 2)) == (Due(Kind.REMINDER, date(2025, 9, 1)),)
    assert on(date(2025, 9, 3)) == ()


@given(deadline=DEADLINES, offset=st.integers(-40, 120), state=st.sampled_from(State))
def test_any_day_has_one_notice_at_most_on_a_working_day_and_within_a_day_of_its_schedule(
    deadline: date, offset: int, state: State
) -> None:
    day = deadline + timedelta(days=offset)
    window = Window(deadline - timedelta(days=60), deadline)
    for due in due_notices(window, state, day):
        assert state in OWING
        assert is_working_day(day)
        assert is_working_day(due.scheduled_on)
        assert 0 <= working_days_between(due.scheduled_on, day) <= 1
        assert (due.kind is Kind.OVERDUE) == (due.scheduled_on > deadline)
    assert len(due_notices(window, state, day)) <= 1


@given(deadline=DEADLINES)
def test_every_offset_is_noticed_by_somebody_who_asks_every_day(deadline: date) -> None:
    window = Window(deadline - timedelta(days=60), deadline)
    last = deadline if is_working_day(deadline) else add_working_days(deadline, -1)
    seen = {
        due.scheduled_on
        for offset in range(-30, 40)
        for due in due_notices(window, State.IN_PROGRESS, deadline + timedelta(days=offset))
    }
    assert {add_working_days(last, offset) for offset in (-10, -5, 1, 5, 10, 15)} | {last} <= seen


def lead(leaves_on: date | None) -> Recipient:
    return Recipient(1, "Lena Lead", "lena@ashmere.example", leaves_on)


ASHMERE = Authority(code="Z001", name="Ashmere")
Q1, Q2 = DueReturn(Quarter(2025, 1), DUE), DueReturn(Quarter(2025, 2), date(2025, 12, 9))


@pytest.mark.parametrize(
    ("leads", "missed"),
    [
        ([None], None),
        ([date(2025, 9, 30), None], None),
        ([date(2025, 12, 9)], None),
        ([date(2025, 12, 8)], Q2),
        ([date(2025, 9, 7), date(2025, 12, 8)], Q2),
        ([date(2025, 9, 7)], Q1),
    ],
)
def test_a_gap_is_the_first_return_for_which_no_lead_stays(leads: list[date | None], missed: DueReturn | None) -> None:
    gap = first_gap(ASHMERE, [Q1, Q2], [lead(day) for day in leads])
    assert (gap.due if gap else None) == missed
