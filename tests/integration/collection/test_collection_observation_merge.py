"""The merge: what says the same stays, what changed supersedes, past days read as they were, two approvals are one."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from factories.lead_returns import AT, GOOD, ON, QUARTER, make_due
from factories.reviewed_returns import Desk, hand_in, make_desk
from fixtures.databases import Clone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import SYSTEM, Identity
from core.errors import ConflictError
from core.process import Process
from core.quarters import Quarter
from core.scope import Scope
from outcomes.catalogue.indicators import list_indicators
from outcomes.collection.observation.merge import COLUMNS, FIRST_PART, Given, Merged, merge
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import by_definition, known, list_figures, list_of_authority, list_quarters
from outcomes.collection.review.approve import approve
from outcomes.collection.review.queue import list_waiting
from outcomes.collection.submission.models import Submission

DAYS = [date(2026, 1, 5) + timedelta(days=7 * week) for week in range(4)]
CODES = ["REREF_PCT", "CLA_RATE", "CIN_RATE"]
Q1 = Quarter(2025, 1)


def given_figure(authority: Authority, code: str = "REREF_PCT", value: str | None = "20", **told: object) -> Given:
    made = Given(
        authority_id=authority.id,
        indicator_code=code,
        quarter=Q1,
        definition=1,
        status="ok" if value is not None else "c",
        value=None if value is None else Decimal(value),
        numerator=None,
        denominator=None,
        source_file="figures.csv",
        source_line=2,
        source_sheet=None,
        source_cell=None,
        version_id=None,
        known_on=DAYS[0],
    )
    return made._replace(**told)


def merged(session: Session, *figures: Given) -> Merged:
    return merge(session, by=SYSTEM, given=figures, at=AT)


@pytest.fixture
def authority(session: Session) -> Authority:
    return make_due(session).authority


def test_the_same_again_changes_nothing(session: Session, authority: Authority):
    figures = [given_figure(authority, code) for code in CODES]
    assert merged(session, *figures) == Merged(3, 0, 0)
    before = session.execute(select(Observation.id, Observation.recorded_at).order_by(Observation.id)).all()
    again = [each._replace(source_line=9, known_on=DAYS[2], value=Decimal("20.00")) for each in figures]
    assert merged(session, *again) == Merged(0, 0, 3)
    assert session.execute(select(Observation.id, Observation.recorded_at).order_by(Observation.id)).all() == before
    assert merged(session) == Merged(0, 0, 0)


@pytest.mark.parametrize(
    "told",
    [
        {"value": Decimal("20.1")},
        {"value": None, "status": "c"},
        {"definition": 2},
        {"numerator": Decimal(1), "denominator": Decimal(5)},
    ],
)
def test_what_differs_supersedes(session: Session, authority: Authority, told: dict[str, object]):
    merged(session, given_figure(authority))
    assert merged(session, given_figure(authority, known_on=DAYS[1], **told)) == Merged(0, 1, 0)
    old, new = session.scalars(select(Observation).order_by(Observation.id)).all()
    assert (old.superseded_at, old.superseded_on) == (AT, DAYS[1])
    assert (new.superseded_at, new.known_on) == (None, DAYS[1])


VALUES = st.one_of(st.none(), st.sampled_from(["0", "1.5", "20"]))
HISTORY = st.lists(st.dictionaries(st.sampled_from(CODES), VALUES, min_size=1), min_size=1, max_size=len(DAYS))


@given(history=HISTORY)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_past_day_reads_as_a_plain_dictionary_would(
    session: Session, authority: Authority, history: list[dict[str, str | None]]
):
    """Against the simplest model there is: a dictionary that each merge updates, kept for each day."""
    with session.begin_nested() as savepoint:
        expected: dict[str, str | None] = {}
        snapshots = []
        for day, figures in zip(DAYS, history, strict=False):
            merged(session, *(given_figure(authority, code, value, known_on=day) for code, value in figures.items()))
            expected = {**expected, **figures}
            snapshots.append((day, expected))
        for day, then in snapshots:
            assert read_as_at(session, authority, day) == _decimals(then)
            assert read_as_at(session, authority, day + timedelta(days=6)) == _decimals(then)
        assert read_as_at(session, authority, DAYS[0] - timedelta(days=1)) == {}
        assert read_as_at(session, authority, None) == _decimals(expected)
        savepoint.rollback()


def read_as_at(session: Session, authority: Authority, day: date | None) -> dict[str, Decimal | None]:
    return {
        code: row.value for (code, _), row in list_of_authority(session, authority_id=authority.id, as_at=day).items()
    }


def _decimals(figures: dict[str, str | None]) -> dict[str, Decimal | None]:
    return {code: None if value is None else Decimal(value) for code, value in figures.items()}


def many_figures(authority: Authority, value: str = "20") -> list[Given]:
    """More than are stored at a time."""
    figures = [
        given_figure(authority, each.code, value, quarter=Q1.plus(-n)) for each in list_indicators() for n in range(64)
    ]
    assert len(figures) > 2 * FIRST_PART
    return figures


def test_many_figures_are_stored_in_parts_and_counted_as_one(session: Session, authority: Authority):
    figures = many_figures(authority)
    before = figures[::3]
    assert merged(session, *before) == Merged(len(before), 0, 0)
    now = [
        each._replace(value=Decimal(21), known_on=DAYS[1]) if place % 9 == 0 else each
        for place, each in enumerate(figures)
    ]
    changed = len(figures[::9])
    assert merged(session, *now) == Merged(len(figures) - len(before), changed, len(before) - changed)
    rows = list_of_authority(session, authority_id=authority.id)
    assert {key: row.value for key, row in rows.items()} == {
        (each.indicator_code, each.quarter): each.value for each in now
    }
    assert session.scalar(select(func.count()).select_from(Observation)) == len(figures) + changed
    # Of an old file that is sent again nothing is stored in parts; what has joined it at the end is new all the same.
    one_more = given_figure(authority, quarter=Q1.plus(1))
    assert merged(session, *now, one_more) == Merged(1, 0, len(now))
    assert merged(session, *many_figures(authority, "22")) == Merged(0, len(figures), 0)


def test_figures_that_come_to_a_stop_half_way_can_be_taken_back(session: Session, authority: Authority):
    def until_a_fault() -> Iterator[Given]:
        yield from many_figures(authority)
        raise ConflictError("A later return of the file has a fault.")

    merged(session, given_figure(authority))
    with pytest.raises(ConflictError), session.begin_nested():
        merge(session, by=SYSTEM, given=until_a_fault(), at=AT)
    assert session.scalar(select(func.count()).select_from(Observation)) == 1
    assert merged(session, given_figure(authority)) == Merged(0, 0, 1)


def test_one_figure_that_is_given_twice_is_refused(session: Session, authority: Authority):
    figures = many_figures(authority)
    with pytest.raises(IntegrityError), session.begin_nested():
        merged(session, *figures, figures[0]._replace(value=Decimal(1)))
    with pytest.raises(IntegrityError), session.begin_nested():
        merged(session, figures[0], figures[0])
    assert session.scalar(select(func.count()).select_from(Observation)) == 0


def test_figures_of_two_definitions_are_two_lines(session: Session, authority: Authority):
    merged(
        session,
        *(given_figure(authority, quarter=Q1.plus(n), definition=1 if n < 2 else 2) for n in range(4)),
    )
    rows = list_figures(session, authority_ids=[authority.id], indicator_code="REREF_PCT")[authority.id]
    lines = by_definition(rows)
    assert {definition: [row.quarter for row in line] for definition, line in lines.items()} == {
        1: [Q1, Q1.plus(1)],
        2: [Q1.plus(2), Q1.plus(3)],
    }
    assert list_quarters(session, authority_ids=[authority.id]) == [Q1.plus(n) for n in range(4)]
    assert list_quarters(session, authority_ids=[authority.id], as_at=DAYS[0] - timedelta(days=1)) == []


def test_a_session_of_one_authority_cannot_merge_for_another(clone: Clone):
    """COPY goes past the walls into a temporary table; what leaves it does not."""
    with clone.session() as session:
        due = make_due(session)
        session.commit()
    with clone.session(Scope.of(due.authority.id), Process.WEB) as session:
        merge(session, by=SYSTEM, given=[given_figure(due.authority)], at=AT)
        session.commit()
        with pytest.raises(Exception, match="row-level security"):
            merge(session, by=SYSTEM, given=[given_figure(due.other)], at=AT)
        session.rollback()
    with clone.session() as session:
        assert session.scalars(select(Observation.authority_id)).all() == [due.authority.id]


@pytest.fixture
def waiting(clone: Clone) -> tuple[Clone, Desk]:
    with clone.session() as session:
        desk = make_desk(session)
        hand_in(session, desk, GOOD)
        session.commit()
    return clone, desk


def test_of_two_approvals_at_once_one_wins_and_the_other_is_told(waiting: tuple[Clone, Desk]):
    clone, desk = waiting
    gate = threading.Barrier(2)
    said: dict[str, str] = {}

    def try_to(by: Identity, name: str) -> None:
        with clone.session() as session:
            submission = session.scalars(select(Submission)).one()
            gate.wait()
            try:
                approve(session, by=by, submission=submission, at=AT, on=ON, version=1)
                session.commit()
                said[name] = "approved"
            except ConflictError as refused:
                session.rollback()
                said[name] = refused.sentence

    threads = [
        threading.Thread(target=try_to, args=(by, name))
        for by, name in ((desk.reviewer, "reviewer"), (desk.colleague, "colleague"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert max(said.values()) == "approved"
    assert "\u201cApproved\u201d" in min(said.values())
    with clone.session() as session:
        assert session.scalar(select(func.count()).select_from(Observation)) == len(GOOD)
        assert session.scalar(select(func.count()).select_from(Observation).where(known(None))) == len(GOOD)


def test_pages_take_as_many_statements_for_many_as_for_few(session: Session):
    desk = make_desk(session)
    few = statements(session, lambda: list_waiting(session))
    hand_in(session, desk, GOOD)
    other = replace(desk, due=replace(desk.due, authority=desk.due.other))
    hand_in(session, other, GOOD, by=desk.colleague)
    assert statements(session, lambda: list_waiting(session)) == few == 1
    authority = desk.due.authority
    merged(session, given_figure(authority))
    one = statements(session, lambda: list_of_authority(session, authority_id=authority.id))
    everything = [
        given_figure(authority, each.code, quarter=QUARTER.plus(-n)) for each in list_indicators() for n in range(8)
    ]
    merged(session, *everything)
    assert statements(session, lambda: list_of_authority(session, authority_id=authority.id)) == one == 1
    assert statements(session, lambda: merged(session, *everything)) < 8


def statements(session: Session, work: Callable[[], object]) -> int:
    """How many statements the work sends."""
    session.flush()
    seen: list[str] = []
    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", listener := (lambda *told: seen.append(told[2])))
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", listener)
    return len(seen)


def test_a_figure_has_its_fields_in_the_order_of_the_copy():
    assert Given._fields == COLUMNS


def test_the_moment_of_a_merge_is_the_callers(session: Session, authority: Authority):
    moment = datetime(2026, 1, 5, 12, tzinfo=UTC)
    merge(session, by=SYSTEM, given=[given_figure(authority)], at=moment)
    row = session.scalars(select(Observation)).one()
    assert (row.recorded_at, row.approved_at, row.approved_by_id) == (moment, None, None)
