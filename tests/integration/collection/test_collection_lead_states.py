"""Every state, role and deed (W7): what the table allows happens, the rest is 409, and events rebuild the state."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from factories.lead_returns import AT, GOOD, ON, Due, csv_file, lead_of, make_due, signatory_of, supporter
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.access import Identity, Membership, Role
from core.errors import ConflictError
from outcomes.collection.check.confirm import confirm
from outcomes.collection.check.make import make_check
from outcomes.collection.due.expected import asked_of
from outcomes.collection.due.models import Extension
from outcomes.collection.due.window import Lock
from outcomes.collection.submission.find import find_submission, list_events
from outcomes.collection.submission.locks import LockedError, lock_words
from outcomes.collection.submission.may import May, may, standing_of
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.move import WrongStateError, record_event
from outcomes.collection.submission.setting import set_sign_off
from outcomes.collection.submission.sign_off import SignOffError, decline, sign_off
from outcomes.collection.submission.states import IN_REVIEW, MOVES, OPEN, Deed, State, replay
from outcomes.collection.submission.submit import NotReadyError, submit

NEVER_STARTED = State.NOT_STARTED
REASONS: dict[Deed, dict[str, Any]] = {
    Deed.SEND_BACK: {"reason": "Check the referrals", "sections": ["demand"]},
    Deed.DECLINE: {"reason": "Check the referrals"},
    Deed.REOPEN: {"reason": "An error was found", "snapshot": {"figures": []}},
}
# How each state is reached, by deeds alone.
WAYS: dict[State, tuple[Deed, ...]] = {
    State.NOT_STARTED: (),
    State.IN_PROGRESS: (Deed.CONFIRM,),
    State.SUBMITTED: (Deed.CONFIRM, Deed.SUBMIT),
    State.RETURNED: (Deed.CONFIRM, Deed.SUBMIT, Deed.SEND_BACK),
    State.RESUBMITTED: (Deed.CONFIRM, Deed.SUBMIT, Deed.SEND_BACK, Deed.SUBMIT),
    State.APPROVED: (Deed.CONFIRM, Deed.SUBMIT, Deed.APPROVE),
    State.REOPENED: (Deed.CONFIRM, Deed.SUBMIT, Deed.APPROVE, Deed.REOPEN),
}


@pytest.fixture
def due(session: Session) -> Due:
    return make_due(session)


def begun(session: Session, due: Due) -> Submission:
    """A return with a first version."""
    check = make_check(
        session,
        by=lead_of(due.authority),
        authority=due.authority,
        collection=due.collection,
        content=csv_file(GOOD),
        file_name="a.csv",
        at=AT,
        on=ON,
    )
    confirm(
        session,
        by=lead_of(due.authority),
        check_id=check.id,
        authority=due.authority,
        ticked_clearings=(),
        at=AT,
        on=ON,
    )
    found = find_submission(session, due.authority, due.collection)
    assert found is not None
    return found


def brought_to(session: Session, due: Due, state: State) -> Submission:
    """A return that deeds have brought to a state."""
    if state is State.NOT_STARTED:
        made = Submission(authority_id=due.authority.id, collection_id=due.collection.id, state=state.value, version=0)
        session.add(made)
        session.flush()
        return made
    submission = begun(session, due)
    for deed in WAYS[state][1:]:
        record_event(session, by=supporter(), submission=submission, deed=deed, at=AT, **REASONS.get(deed, {}))
    assert submission.state == state
    return submission


@pytest.mark.parametrize(("state", "deed"), list(product(State, Deed)))
def test_every_deed_from_every_state(session: Session, due: Due, state: State, deed: Deed):
    submission = brought_to(session, due, state)
    events = [event.kind for event in list_events(session, due.authority, submission)]
    if (state, deed) in MOVES:
        record_event(session, by=supporter(), submission=submission, deed=deed, at=AT, **REASONS.get(deed, {}))
        assert submission.state == MOVES[state, deed]
        events.append(deed.event)
    else:
        with pytest.raises(WrongStateError) as refused:
            record_event(session, by=supporter(), submission=submission, deed=deed, at=AT, **REASONS.get(deed, {}))
        assert refused.value.status == 409
        assert refused.value.state is state
        assert state.words in refused.value.sentence
    found = [event.kind for event in list_events(session, due.authority, submission)]
    assert found == events
    assert replay(found) == submission.state


# What each role may do in each state, written out: no sign-off switched on, within the window.
NOTHING = May(confirm=False, sign_off=False, submit=False, send_back=False, approve=False, reopen=False)
WRITES = {State.NOT_STARTED: {"confirm"}, **{state: {"confirm", "submit"} for state in OPEN}}
REVIEWS = {**{state: {"send_back", "approve"} for state in IN_REVIEW}, State.APPROVED: {"reopen"}}
ROLES: dict[str, tuple[Callable[[Due], Identity], bool, bool]] = {
    "lead": (lambda due: lead_of(due.authority), True, False),
    "lead of another": (lambda due: lead_of(due.other), False, False),
    "support": (lambda _: supporter(), True, True),
    "signatory": (lambda due: signatory_of(due.authority), False, False),
    "risk reader": (lambda due: _only(Role.RISK_READER, due), False, False),
    "leader": (lambda due: _only(Role.LEADER, due), False, False),
    "DfE viewer": (lambda _: Identity(None, "V", frozenset({Membership(Role.DFE_VIEWER)})), False, False),
    "nobody": (lambda _: Identity(None, "N", frozenset()), False, False),
}


def _only(role: Role, due: Due) -> Identity:
    return Identity(None, "X", frozenset({Membership(role, due.authority.id, due.authority.code)}))


@pytest.mark.parametrize(("state", "role"), list(product(State, ROLES)))
def test_what_every_role_may_do_in_every_state(session: Session, due: Due, state: State, role: str):
    brought_to(session, due, state)
    identity, writes, reviews = ROLES[role]
    allowed = (WRITES.get(state, set()) if writes else set()) | (REVIEWS.get(state, set()) if reviews else set())
    found = may(identity(due), due.authority, standing_of(session, due.authority, due.collection, ON))
    assert {deed for deed in asdict(NOTHING) if getattr(found, deed)} == allowed


def test_sign_off_stands_before_submitting(session: Session, due: Due):
    submission = begun(session, due)
    where = {"authority": due.authority, "collection": due.collection, "at": AT, "on": ON}
    # Nobody asked for a signature: there is none to give, and none to refuse.
    with pytest.raises(SignOffError, match="does not ask for a sign-off"):
        sign_off(session, by=signatory_of(due.authority), version=1, **where)
    with pytest.raises(SignOffError, match="does not ask for a sign-off"):
        decline(session, by=signatory_of(due.authority), version=1, reason="Look at referrals again", **where)
    set_sign_off(session, by=lead_of(due.authority), authority=due.authority, wanted=True, at=AT, on=ON)

    def may_of(identity: Identity) -> May:
        return may(identity, due.authority, standing_of(session, due.authority, due.collection, ON))

    assert (may_of(signatory_of(due.authority)).sign_off, may_of(lead_of(due.authority)).submit) == (True, False)
    with pytest.raises(NotReadyError, match="Ask your director"):
        submit(session, by=lead_of(due.authority), version=1, **where)
    decline(session, by=signatory_of(due.authority), version=1, reason="Look at referrals again", **where)
    assert may_of(signatory_of(due.authority)).sign_off
    sign_off(session, by=signatory_of(due.authority), version=1, **where)
    assert (may_of(signatory_of(due.authority)).sign_off, may_of(lead_of(due.authority)).submit) == (False, True)
    # Sent back, the signature is used up even though the figures are the same.
    submit(session, by=lead_of(due.authority), version=1, **where)
    record_event(session, by=supporter(), submission=submission, deed=Deed.SEND_BACK, at=AT, **REASONS[Deed.SEND_BACK])
    assert (may_of(signatory_of(due.authority)).sign_off, may_of(lead_of(due.authority)).submit) == (True, False)


def required_of(session: Session, due: Due) -> int:
    return sum(each.required for each in asked_of(session, due.authority, due.collection))


def submitted(session: Session, due: Due, at: datetime) -> Submission:
    day = at.date()
    return submit(
        session, by=lead_of(due.authority), authority=due.authority, collection=due.collection, version=1, at=at, on=day
    )


@pytest.mark.parametrize(
    ("at", "extended", "frozen"),
    [
        (datetime(2026, 11, 27, 23, 59, tzinfo=UTC), None, ("on_time", 0, date(2026, 11, 27))),
        (datetime(2026, 11, 28, 0, 1, tzinfo=UTC), None, ("late", 1, date(2026, 11, 27))),
        (datetime(2026, 12, 2, 9, 0, tzinfo=UTC), date(2026, 12, 4), ("extended", 0, date(2026, 12, 4))),
        (datetime(2026, 12, 9, 9, 0, tzinfo=UTC), date(2026, 12, 4), ("late", 5, date(2026, 12, 4))),
    ],
)
def test_punctuality_is_frozen_once(
    session: Session, due: Due, at: datetime, extended: date | None, frozen: tuple[str, int, date]
):
    submission = begun(session, due)
    if extended is not None:
        session.add(
            Extension(authority_id=due.authority.id, collection_id=due.collection.id, until=extended, reason="Flood")
        )
        session.flush()
    submitted(session, due, at)
    assert (submission.timeliness, submission.days_late, submission.due_on_then) == frozen
    assert submission.answered_then == submission.required_then == required_of(session, due)
    # A later deadline, a resubmission: nothing rewrites the past.
    due.collection.due_on = date(2027, 1, 31)
    record_event(session, by=supporter(), submission=submission, deed=Deed.SEND_BACK, at=at, **REASONS[Deed.SEND_BACK])
    submitted(session, due, at + timedelta(days=1))
    assert submission.state == State.RESUBMITTED
    assert (submission.timeliness, submission.days_late, submission.due_on_then) == frozen
    assert submission.first_submitted_at == at


def test_submitting_the_wrong_version_or_twice_is_409(session: Session, due: Due):
    begun(session, due)
    with pytest.raises(ConflictError, match="Version 1 has been stored"):
        submit(
            session,
            by=lead_of(due.authority),
            authority=due.authority,
            collection=due.collection,
            version=0,
            at=AT,
            on=ON,
        )
    submitted(session, due, AT)
    with pytest.raises(LockedError) as refused:
        submitted(session, due, AT)
    assert refused.value.lock is Lock.IN_REVIEW


def test_nothing_is_submitted_before_anything_is_stored(session: Session, due: Due):
    with pytest.raises(WrongStateError):
        submitted(session, due, AT)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED])
def test_locks_are_told_apart_and_approval_outranks_the_deadline(session: Session, due: Due, state: State):
    brought_to(session, due, state)
    due.collection.closes_on = date(2026, 12, 31)
    session.flush()
    standing = standing_of(session, due.authority, due.collection, date(2027, 6, 1))
    said = lock_words(session, standing)
    assert said is not None
    assert said.startswith("Approved on 10 November 2026" if state is State.APPROVED else "With the programme support")


def test_every_lock_says_which_it_is(session: Session, due: Due):
    begun(session, due)
    due.collection.closes_on = date(2026, 12, 31)
    session.flush()
    told = {}
    for day in (date(2026, 9, 1), ON, date(2027, 1, 1)):
        standing = standing_of(session, due.authority, due.collection, day)
        told[standing.lock] = lock_words(session, standing)
    assert told[None] is None
    assert "from 1 October 2026" in str(told[Lock.PERIOD_NOT_OPEN])
    assert "was 31 December 2026" in str(told[Lock.DEADLINE_PASSED])
    session.execute(text("UPDATE programme SET collects_until = '2026-11-01'"))
    session.expire_all()
    standing = standing_of(session, due.authority, due.collection, ON)
    assert standing.lock is Lock.PROGRAMME_CLOSED
    assert "last returns on 1 November 2026" in str(lock_words(session, standing))


def test_required_figures_must_be_there_to_submit(session: Session, due: Due):
    submission = begun(session, due)
    check = make_check(
        session,
        by=lead_of(due.authority),
        authority=due.authority,
        collection=due.collection,
        content=csv_file(GOOD, CLA_RATE=("", "", "", "")),
        file_name="a.csv",
        at=AT,
        on=ON,
    )
    by = lead_of(due.authority)
    confirm(session, by=by, check_id=check.id, authority=due.authority, ticked_clearings=["CLA_RATE"], at=AT, on=ON)
    with pytest.raises(NotReadyError, match="for CLA_RATE"):
        submit(session, by=by, authority=due.authority, collection=due.collection, version=2, at=AT, on=ON)
    assert submission.state == State.IN_PROGRESS
