"""Approving, sending back, reopening: who may, from which state, what each leaves behind (F1-F3, F7, W7, W11)."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from factories.lead_returns import AT, GOOD, ON, csv_file
from factories.review_deeds import (
    REASON,
    approved,
    checklist,
    current,
    letters,
    reopened,
    sent_back,
)
from factories.reviewed_returns import HIGH, Desk, hand_in, make_desk, store
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.errors import ConflictError
from outcomes.collection.check.models import FigureCheck
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.review.approve import OwnWorkError, UnresolvedError
from outcomes.collection.review.at_hand import ReviewError
from outcomes.collection.review.queue import list_waiting
from outcomes.collection.review.reopen import snapshot_hash
from outcomes.collection.submission.find import list_events
from outcomes.collection.submission.may import may, standing_of
from outcomes.collection.submission.models import (
    Submission,
    SubmissionVersion,
    SubmittedFigure,
)
from outcomes.collection.submission.move import WrongStateError, record_event
from outcomes.collection.submission.queries import list_queries
from outcomes.collection.submission.states import IN_REVIEW, MOVES, Deed, State, replay


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


def in_state(session: Session, desk: Desk, state: State) -> Submission:
    """A return that has come to this state by real deeds."""
    if state is State.NOT_STARTED:
        empty = Submission(
            authority_id=desk.due.authority.id, collection_id=desk.due.collection.id, state=state.value, version=0
        )
        session.add(empty)
        session.flush()
        return empty
    if state is State.IN_PROGRESS:
        return session.get_one(Submission, store(session, desk, csv_file(GOOD)).submission_id)
    submission = hand_in(session, desk, GOOD)
    if state in {State.RETURNED, State.RESUBMITTED}:
        sent_back(session, desk, submission)
    if state is State.RESUBMITTED:
        hand_in(session, desk, {**GOOD, "REREF_PCT": ("", "131", "650", "")})
    if state in {State.APPROVED, State.REOPENED}:
        approved(session, desk, submission)
    if state is State.REOPENED:
        reopened(session, desk, submission)
    session.flush()
    assert submission.state == state
    return submission


DEEDS: dict[Deed, Callable[..., Any]] = {Deed.APPROVE: approved, Deed.SEND_BACK: sent_back, Deed.REOPEN: reopened}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("state", State)
def test_every_deed_of_review_from_every_state(session: Session, desk: Desk, state: State, deed: Deed):
    submission = in_state(session, desk, state)
    events = len(list_events(session, desk.due.authority, submission))
    expected = MOVES.get((state, deed))
    if expected is None:
        with pytest.raises(WrongStateError, match=state.words) as refused:
            DEEDS[deed](session, desk, submission)
        assert refused.value.status == 409
        assert submission.state == state
        assert len(list_events(session, desk.due.authority, submission)) == events
        return
    DEEDS[deed](session, desk, submission)
    session.flush()
    assert submission.state == expected
    told = list_events(session, desk.due.authority, submission)
    assert told[-1].by_id == desk.reviewer.account_id
    assert replay(event.kind for event in told) is expected


@pytest.mark.parametrize("state", IN_REVIEW)
def test_who_submitted_a_version_does_not_approve_it_also_when_acting_for_a_lead(
    session: Session, desk: Desk, state: State
):
    in_state(session, desk, state)
    sent_back(session, desk, session.scalars(select(Submission)).one())
    submission = hand_in(session, desk, {**GOOD, "REREF_PCT": ("", "135", "650", "")}, by=desk.reviewer)
    assert list_events(session, desk.due.authority, submission)[-1].acting_for_lead is True
    with pytest.raises(OwnWorkError) as refused:
        approved(session, desk, submission)
    assert refused.value.status == 409
    standing = standing_of(session, desk.due.authority, desk.due.collection, ON)
    assert may(desk.reviewer, desk.due.authority, standing).approve is False
    assert may(desk.colleague, desk.due.authority, standing).approve is True
    approved(session, desk, submission, by=desk.colleague)
    assert submission.state == State.APPROVED


def test_who_only_confirmed_a_version_does_not_approve_it_either(session: Session, desk: Desk):
    store(session, desk, csv_file(GOOD), by=desk.reviewer)
    submission = hand_in(session, desk, GOOD)
    assert submission.version == 1
    with pytest.raises(OwnWorkError):
        approved(session, desk, submission)
    assert checklist(session, desk, submission).must[0].page == "returns"
    assert checklist(session, desk, submission, by=desk.colleague).clear


def test_a_page_of_an_older_version_cannot_approve_or_send_back(session: Session, desk: Desk):
    submission = hand_in(session, desk, GOOD)
    sent_back(session, desk, submission)
    hand_in(session, desk, {**GOOD, "REREF_PCT": ("", "140", "650", "")})
    for deed in (approved, sent_back):
        with pytest.raises(ConflictError, match="Version 2") as refused:
            deed(session, desk, submission, version=1)
        assert refused.value.status == 409
    assert submission.state == State.RESUBMITTED
    approved(session, desk, submission, version=2)


def test_the_server_draws_the_checklist_up_again(session: Session, desk: Desk):
    """The page may be an hour old: what has turned up since stands in the way."""
    submission = hand_in(session, desk, {**GOOD, "REREF_PCT": HIGH})
    assert checklist(session, desk, submission).clear
    session.execute(text("UPDATE explanation SET version = 99"))
    session.expire_all()
    with pytest.raises(UnresolvedError, match="no explanation") as refused:
        approved(session, desk, submission)
    assert [entry.page for entry in refused.value.checklist.must] == ["review"]
    assert submission.state == State.SUBMITTED
    assert current(session, desk) == {}


def test_the_checklist_names_what_must_be_resolved_each_with_its_place(session: Session, desk: Desk):
    """Confirming lets none of this through; the checklist does not rely on it."""
    version = store(session, desk, csv_file({**GOOD, "REREF_PCT": HIGH}))
    submission = session.get_one(Submission, version.submission_id)
    doubtful_version(session, submission, {"CLA_RATE": None, "CIN_RATE": "x", "REREF_PCT": "80", "REF_RATE": "130"})
    record_event(session, by=desk.lead, submission=submission, deed=Deed.SUBMIT, at=AT)
    session.flush()
    query = list_queries(session, desk.due.authority, submission, ON)[0]
    must = checklist(session, desk, submission).must
    assert [entry.page for entry in must] == ["review", "check", "check", "check", "version", "version"]
    assert must[0].anchor == query.box
    assert must[1].sentence.startswith("Referrals: the file leaves it empty")
    assert "a1b2c3d4" in must[2].sentence
    assert "No history." in must[3].sentence
    assert must[4].sentence == "Children in need: x (not available), without a reason."
    assert must[5].sentence == "Children looked after: there is neither a figure nor a symbol."
    with pytest.raises(UnresolvedError):
        approved(session, desk, submission)


def doubtful_version(session: Session, submission: Submission, figures: dict[str, str | None]) -> None:
    """A version that no confirmation would make, straight into the tables."""
    check = session.scalars(select(FigureCheck)).one()
    result = json.loads(json.dumps(check.result))
    result["ledger"][0].update(outcome="crashed", why="a1b2c3d4")
    result["ledger"][1].update(outcome="not_run", why="No history.", required=True)
    result["ledger"][2].update(outcome="not_run", why="No history.", required=False)
    next(change for change in result["changes"] if change["indicator"] == "REF_RATE")["kind"] = "cleared"
    doubtful = FigureCheck(
        **{name: getattr(check, name) for name in ("authority_id", "upload_id", "collection_id", "rules_version")},
        base_version=1,
        fingerprint="none",
        outcome="queries",
        result=result,
    )
    session.add(doubtful)
    session.flush()
    version = SubmissionVersion(
        authority_id=submission.authority_id,
        submission_id=submission.id,
        number=2,
        check_id=doubtful.id,
        counts={},
        acting_for_lead=False,
    )
    session.add(version)
    session.flush()
    session.add_all(
        SubmittedFigure(
            authority_id=submission.authority_id,
            version_id=version.id,
            indicator_code=code,
            definition=1,
            status="ok" if said.isdecimal() else said,
            value=Decimal(said) if said.isdecimal() else None,
            cell="B2",
            follow_up=False,
        )
        for code, said in figures.items()
        if said is not None
    )
    submission.version = 2
    session.flush()


def test_the_checklist_names_what_may_have_been_forgotten(session: Session, desk: Desk):
    rows = {**GOOD, "REREF_PCT": HIGH, "CIN_RATE": ("", "1700", "50000", "recount in May")}
    late = datetime(2026, 12, 2, 9, tzinfo=UTC)
    submission = hand_in(session, desk, rows, at=late, on=late.date())
    told = [entry.sentence for entry in checklist(session, desk, submission).may]
    assert told[0] == "First submitted 5 days after the deadline."
    assert any("recount in May" in sentence for sentence in told)
    assert told[-1] == "Re-referrals within 12 months: unusual, and explained."
    sent_back(session, desk, submission)
    again = hand_in(session, desk, {**rows, "CLA_RATE": ("", "351", "50000", "")}, at=late, on=late.date())
    assert "carried from version 1" in checklist(session, desk, again).may[-1].sentence


def test_sending_back_names_the_sections_and_the_reason_to_everybody_who_is_told(session: Session, desk: Desk):
    submission = hand_in(session, desk, GOOD)
    event = sent_back(session, desk, submission, sections=["CLA_RATE", "demand"])
    assert (event.reason, event.sections) == (REASON, ["demand", "CLA_RATE"])
    assert letters(session, Kind.SENT_BACK) == 1
    assert current(session, desk) == {}


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({"sections": []}, ["sections"]),
        ({"sections": ["demand", "no such section"]}, ["sections"]),
        ({"sections": ["workforce"]}, ["sections"]),
        ({"reason": "  too  short"}, ["reason"]),
        ({"reason": "long " * 500}, ["reason"]),
        ({"sections": [], "reason": ""}, ["sections", "reason"]),
    ],
)
def test_sending_back_without_section_or_reason_is_refused(
    session: Session, desk: Desk, told: dict[str, Any], fields: list[str]
):
    submission = hand_in(session, desk, GOOD)
    with pytest.raises(ReviewError) as refused:
        sent_back(session, desk, submission, **told)
    assert [each.field for each in refused.value.missing] == fields
    assert submission.state == State.SUBMITTED


def test_reopening_keeps_a_snapshot_and_what_was_approved_stays(session: Session, desk: Desk):
    submission = approved(session, desk, hand_in(session, desk, GOOD))
    before = {code: (row.id, row.value) for code, row in current(session, desk).items()}
    event = reopened(session, desk, submission)
    assert event.snapshot is not None
    assert event.snapshot["version"] == 1
    assert {each["indicator"]: each["value"] for each in event.snapshot["figures"]}["REREF_PCT"] == "20"
    assert event.snapshot["sha256"] == snapshot_hash(event.snapshot["figures"])
    assert letters(session, Kind.REOPENED) == 1
    assert {code: (row.id, row.value) for code, row in current(session, desk).items()} == before
    store(session, desk, csv_file({**GOOD, "REREF_PCT": ("", "140", "650", "")}))
    assert {code: (row.id, row.value) for code, row in current(session, desk).items()} == before
    with pytest.raises(ReviewError):
        reopened(session, desk, in_approved_again(session, desk), reason="because")


def in_approved_again(session: Session, desk: Desk) -> Submission:
    submission = hand_in(session, desk, {**GOOD, "REREF_PCT": ("", "140", "650", "")})
    return approved(session, desk, submission)


def test_the_queue_lists_the_longest_waiting_first_and_marks_what_came_back(session: Session, desk: Desk):
    first = hand_in(session, desk, GOOD)
    other = replace(desk, due=replace(desk.due, authority=desk.due.other, other=desk.due.authority))
    other = replace(other, lead=replace(desk.lead, memberships=frozenset()))
    hand_in(session, other, GOOD, by=desk.colleague, at=AT + timedelta(days=1), on=ON)
    waiting = list_waiting(session)
    assert [(each.authority_name, each.resubmitted) for each in waiting] == [("Alderwick", False), ("Birchford", False)]
    assert [each.days_waiting(date(2026, 11, 17)) for each in waiting] == [5, 4]
    assert [each.is_made_by(desk.colleague) for each in waiting] == [False, True]
    sent_back(session, desk, first)
    session.flush()
    assert [each.authority_name for each in list_waiting(session)] == ["Birchford"]
    hand_in(session, desk, {**GOOD, "REREF_PCT": ("", "131", "650", "")}, at=AT + timedelta(days=2))
    again = list_waiting(session)
    assert [(each.authority_name, each.resubmitted, each.version) for each in again] == [
        ("Birchford", False, 1),
        ("Alderwick", True, 2),
    ]
