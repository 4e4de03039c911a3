"""Opening and changing collections, extensions, and who has returned what (M1, W8, W9, F5, G1)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from factories.collections_due import DUE, ON, OPENS, Q1, make_collection, make_members, make_return
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from authorities.programme.membership import leave_programme
from authorities.programme.models import Programme
from authorities.register.models import Authority
from core.access import SYSTEM
from core.audit import AuditEvent
from core.quarters import Quarter
from outcomes.collection.due.completeness import Share
from outcomes.collection.due.defaults import default_days, default_items
from outcomes.collection.due.errors import AlreadyOpenError, CollectionError
from outcomes.collection.due.expected import asked_of, list_expected, list_items
from outcomes.collection.due.extend import end_extension, grant_extension
from outcomes.collection.due.models import Collection, Extension
from outcomes.collection.due.open import edit_collection, open_collection, set_collects_until, set_items
from outcomes.collection.due.standing import overview_of
from outcomes.collection.due.timeliness import Punctuality
from outcomes.collection.due.window import Lock
from outcomes.collection.due.windows import find_extension, window_of
from outcomes.collection.submission.freeze import freeze_completeness, freeze_timeliness
from outcomes.collection.submission.states import State

AT = datetime(2025, 9, 1, 9, 0, tzinfo=UTC)
REASON = "Their case system was replaced in August."


def test_a_collection_asks_for_what_falls_due_with_its_quarter(session: Session) -> None:
    make_members(session)
    collection = make_collection(session)
    codes = list_items(session, collection)
    assert codes == default_items(Q1)
    assert "REREF_PCT" in codes
    assert "CLA_SDQ_MEAN" not in codes
    assert "CIN_PA_PCT" not in codes


def test_annual_figures_are_asked_for_once_a_year() -> None:
    asked = {number: set(default_items(Quarter(2025, number))) for number in (1, 2, 3, 4)}
    assert asked[1] == asked[3]
    assert asked[2] - asked[1] == {"CIN_PA_PCT", "CLA_PA_PCT", "CIN_UNAUTH_PCT"}
    assert len(asked[4] - asked[1]) == 6
    assert len(asked[1] | asked[2] | asked[4]) == 40


@pytest.mark.parametrize(
    ("quarter", "opens", "due"),
    [
        (Quarter(2025, 1), date(2025, 7, 1), date(2025, 9, 8)),
        (Quarter(2025, 2), date(2025, 10, 1), date(2025, 12, 9)),
        (Quarter(2026, 2), date(2026, 10, 1), date(2026, 12, 9)),
    ],
)
def test_it_opens_the_day_after_the_quarter_and_is_due_ten_weeks_after_it(
    quarter: Quarter, opens: date, due: date
) -> None:
    days = default_days(quarter)
    assert (days.opens_on, days.due_on) == (opens, due)


def test_a_stated_number_of_working_days_skips_weekends_and_bank_holidays() -> None:
    """The fourth quarter ends before Easter: Good Friday and Easter Monday of 2026 are no working days."""
    assert default_days(Quarter(2025, 4), working_days=3).due_on == date(2026, 4, 7)


def test_a_second_collection_of_a_quarter_is_refused_on_its_field(session: Session) -> None:
    make_members(session)
    make_collection(session)
    with pytest.raises(AlreadyOpenError, match="has a collection already") as refused:
        make_collection(session)
    assert refused.value.field == "quarter"


@pytest.mark.parametrize(
    ("opens", "due", "closes", "field"),
    [
        (date(2025, 6, 30), DUE, None, "opens_on"),
        (OPENS, date(2025, 6, 30), None, "due_on"),
        (OPENS, DUE, date(2025, 9, 7), "closes_on"),
        (OPENS, date(2035, 1, 5), None, "due_on"),
    ],
)
def test_days_that_contradict_each_other_are_refused_on_the_right_box(
    session: Session, opens: date, due: date, closes: date | None, field: str
) -> None:
    make_members(session)
    with pytest.raises(CollectionError) as refused:
        open_collection(session, by=SYSTEM, quarter=Q1, opens_on=opens, due_on=due, closes_on=closes, on=ON)
    assert refused.value.field == field


def test_a_change_of_days_leaves_before_and_after_in_the_audit(session: Session) -> None:
    make_members(session)
    collection = make_collection(session)
    later = DUE + timedelta(days=7)
    edit_collection(session, by=SYSTEM, collection=collection, opens_on=OPENS, due_on=later, closes_on=None, on=ON)
    session.flush()
    told = session.scalars(select(AuditEvent).where(AuditEvent.deed == "collection.changed")).one()
    assert told.before is not None
    assert told.after is not None
    assert (told.before["due_on"], told.after["due_on"]) == (DUE.isoformat(), later.isoformat())


def test_indicators_are_chosen_and_the_choice_reads_back(session: Session) -> None:
    member, *_ = make_members(session)
    collection = make_collection(session)
    assert set_items(session, by=SYSTEM, collection=collection, codes={"CPP_RATE", "REF_RATE"}, on=ON) == [
        "REF_RATE",
        "CPP_RATE",
    ]
    assert [each.indicator for each in asked_of(session, member, collection)] == ["REF_RATE", "CPP_RATE"]
    with pytest.raises(CollectionError, match="at least one"):
        set_items(session, by=SYSTEM, collection=collection, codes=[], on=ON)
    with pytest.raises(CollectionError, match="CHILDREN_0_17"):
        set_items(session, by=SYSTEM, collection=collection, codes=["CHILDREN_0_17"], on=ON)
    set_items(session, by=SYSTEM, collection=collection, codes=default_items(Q1), on=ON)
    assert list_items(session, collection) == default_items(Q1)


def test_expected_returns_follow_dated_membership(session: Session) -> None:
    first, second, _ = make_members(session)
    programme = session.scalars(select(Programme)).one()
    told: dict[str, Any] = {"by": SYSTEM, "on": date(2026, 1, 2), "programme": programme, "reason": "By its own wish"}
    leave_programme(session, **told, authority=first, left_on=date(2025, 4, 1))
    leave_programme(session, **told, authority=second, left_on=date(2025, 4, 2))
    names = [each.name for each in list_expected(session, make_collection(session))]
    assert names == ["Council 2", "Council 3"], "who was inside on one day of the quarter owes its return"


def test_a_closed_programme_goes_on_reporting_until_its_day(session: Session) -> None:
    member, *_ = make_members(session)
    collection = make_collection(session)
    programme = session.scalars(select(Programme)).one()
    set_collects_until(session, by=SYSTEM, programme=programme, collects_until=date(2025, 8, 31), on=ON)
    window = window_of(session, member, collection)
    assert window.lock_on(date(2025, 8, 31), State.IN_PROGRESS) is None
    assert window.lock_on(date(2025, 9, 1), State.IN_PROGRESS) is Lock.PROGRAMME_CLOSED
    with pytest.raises(CollectionError) as refused:
        set_collects_until(session, by=SYSTEM, programme=programme, collects_until=date(2019, 3, 31), on=ON)
    assert refused.value.field == "collects_until"


def grant(
    session: Session, member: Authority, collection: Collection, until: date = date(2025, 9, 12), **more: Any
) -> Extension:
    told: dict[str, Any] = {"reason": REASON, "at": AT, "on": AT.date(), **more}
    return grant_extension(session, by=SYSTEM, authority=member, collection=collection, until=until, **told)


def test_an_extension_moves_one_deadline_and_ends_by_itself(session: Session) -> None:
    first, second, _ = make_members(session)
    collection = make_collection(session, closes_on=DUE)
    made = grant(session, first, collection)
    assert window_of(session, first, collection).deadline == made.until
    assert window_of(session, second, collection).deadline == DUE
    window = window_of(session, first, collection)
    assert window.lock_on(made.until, State.IN_PROGRESS) is None
    assert window.lock_on(made.until + timedelta(days=1), State.IN_PROGRESS) is Lock.DEADLINE_PASSED


def test_there_is_one_extension_at_a_time_and_a_lapsed_one_makes_room(session: Session) -> None:
    first, *_ = make_members(session)
    collection = make_collection(session)
    held = grant(session, first, collection)
    with pytest.raises(AlreadyOpenError, match="12 September 2025"):
        grant(session, first, collection, date(2025, 9, 30))
    following = grant(session, first, collection, date(2025, 9, 30), on=date(2025, 9, 15))
    assert held.ended_at is not None
    assert find_extension(session, first, collection) == following


def test_an_extension_can_end_early_once(session: Session) -> None:
    first, *_ = make_members(session)
    collection = make_collection(session)
    made = grant(session, first, collection)
    end_extension(session, by=SYSTEM, extension=made, at=AT)
    session.flush()
    assert window_of(session, first, collection).deadline == DUE
    with pytest.raises(CollectionError, match="ended already"):
        end_extension(session, by=SYSTEM, extension=made, at=AT)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"until": DUE}, "until"),
        ({"until": date(2025, 9, 12), "on": date(2025, 9, 13)}, "until"),
        ({"until": date(2035, 1, 5)}, "until"),
        ({"reason": "because"}, "reason"),
    ],
)
def test_an_extension_needs_a_later_day_and_a_reason(session: Session, more: dict[str, Any], field: str) -> None:
    first, *_ = make_members(session)
    with pytest.raises(CollectionError) as refused:
        grant(session, first, make_collection(session), **more)
    assert refused.value.field == field


def test_an_extension_never_unlocks_an_approved_return(session: Session) -> None:
    first, second, _ = make_members(session)
    collection = make_collection(session, closes_on=DUE)
    make_return(session, first, collection, State.APPROVED)
    with pytest.raises(CollectionError, match="would not unlock it"):
        grant(session, first, collection)
    grant(session, second, collection)
    window = window_of(session, second, collection)
    assert window.lock_on(date(2025, 9, 10), State.APPROVED) is Lock.APPROVED
    assert window.lock_on(date(2025, 9, 10), State.SUBMITTED) is Lock.IN_REVIEW


def test_a_later_due_date_does_not_rewrite_the_past(session: Session) -> None:
    first, *_ = make_members(session)
    collection = make_collection(session)
    submission = make_return(session, first, collection, State.SUBMITTED)
    late = datetime(2025, 9, 11, 12, 0, tzinfo=UTC)
    freeze_timeliness(submission, window=window_of(session, first, collection), at=late)
    freeze_completeness(submission, answered=Share(4, 4))
    assert (submission.timeliness, submission.days_late) == ("late", 3)
    edit_collection(
        session, by=SYSTEM, collection=collection, opens_on=OPENS, due_on=date(2025, 12, 1), closes_on=None, on=ON
    )
    freeze_timeliness(submission, window=window_of(session, first, collection), at=late + timedelta(days=30))
    session.flush()
    (row, *_) = [r for r in overview_of(session, collection, date(2025, 9, 20)).rows if r.authority == first]
    assert row.punctuality is Punctuality.LATE
    assert row.timing == "3 days late"
    assert submission.due_on_then == DUE
    set_items(session, by=SYSTEM, collection=collection, codes=default_items(Q1), on=ON)
    (row, *_) = [r for r in overview_of(session, collection, date(2025, 9, 20)).rows if r.authority == first]
    assert row.complete == Share(4, 4), "what is asked for later does not make an earlier answer incomplete"


def test_the_overview_counts_in_its_first_sentence(session: Session) -> None:
    members = make_members(session, 6)
    collection = make_collection(session)
    states = (State.SUBMITTED, State.RESUBMITTED, State.APPROVED, State.IN_PROGRESS, State.RETURNED)
    for member, state in zip(members, states, strict=False):
        make_return(session, member, collection, state)
    assert overview_of(session, collection, date(2025, 8, 26)).sentence == (
        "6 authorities. 2025-26 Q1 closes in 9 working days: 3 submitted, 1 in progress, 1 sent back, 1 not started."
    )
    assert "closes today" in overview_of(session, collection, DUE).sentence
    late = overview_of(session, collection, date(2025, 9, 10))
    assert "was due 2 working days ago" in late.sentence
    assert [row.state for row in late.rows[:3]] == [State.IN_PROGRESS, State.RETURNED, State.NOT_STARTED]


def test_completeness_comes_from_what_the_current_version_answers(session: Session) -> None:
    first, *_ = make_members(session)
    collection = make_collection(session)
    set_items(session, by=SYSTEM, collection=collection, codes=["REF_RATE", "REREF_PCT", "CPP_RATE"], on=ON)
    required = sum(each.required for each in asked_of(session, first, collection))
    figures = {"REF_RATE": ("ok", ""), "REREF_PCT": ("x", "System changed"), "CPP_RATE": ("x", "")}
    make_return(session, first, collection, State.IN_PROGRESS, figures)
    overview = overview_of(session, collection, ON)
    shares = {row.authority.code: row.complete for row in overview.rows}
    assert shares == {"Z001": Share(2, required), "Z002": Share(0, required), "Z003": Share(0, required)}
    assert overview.complete == Share(2, 3 * required)
    assert overview.submitted == Share(0, 3)


def test_the_overview_asks_as_many_queries_for_thirty_as_for_three(session: Session) -> None:
    make_members(session, 3)
    collection = make_collection(session)
    few = _queries(session, lambda: overview_of(session, collection, ON))
    members = make_members(session, 27, first=4)
    for member in members:
        make_return(session, member, collection, State.SUBMITTED, {"REF_RATE": ("ok", "")})
    session.flush()
    assert _queries(session, lambda: overview_of(session, collection, ON)) == few
    assert few <= 8


def _queries(session: Session, read: Callable[[], object]) -> int:
    seen: list[str] = []
    connection = session.connection()

    def count(_c: object, _cur: object, statement: str, *_: object) -> None:
        seen.append(statement)

    session.expire_all()
    session.scalars(select(Programme)).all()
    event.listen(connection, "before_cursor_execute", count)
    try:
        read()
    finally:
        event.remove(connection, "before_cursor_execute", count)
    return len(seen)
