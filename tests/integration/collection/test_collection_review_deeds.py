"""Approving, sending back, reopening: who may, from which state, what each leaves behind (F1-F3, F7, W7, W11)."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from factories.lead_returns import AT, GOOD, ON, QUARTER, csv_file
from factories.reviewed_returns import HIGH, WHY, Desk, hand_in, make_desk, store
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import ConflictError, NotFoundError
from core.outbox import OutboxMessage
from outcomes.catalogue.indicators import Unit, list_indicators
from outcomes.catalogue.status import Status
from outcomes.collection.check.models import FigureCheck
from outcomes.collection.due.expected import is_required
from outcomes.collection.due.models import CollectionItem
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import known, list_of_authority
from outcomes.collection.remind.ask import ADDRESS
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.review.approve import OwnWorkError, UnresolvedError, a_year_after, approve
from outcomes.collection.review.at_hand import ReviewError
from outcomes.collection.review.checklist import Checklist, checklist_of
from outcomes.collection.review.memory import list_remembered, retire_explanation
from outcomes.collection.review.queue import list_waiting
from outcomes.collection.review.reopen import reopen, snapshot_hash
from outcomes.collection.review.send_back import send_back
from outcomes.collection.submission.find import list_events
from outcomes.collection.submission.locks import LockedError
from outcomes.collection.submission.may import may, standing_of
from outcomes.collection.submission.models import (
    Explanation,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    SubmittedFigure,
)
from outcomes.collection.submission.move import WrongStateError, record_event
from outcomes.collection.submission.queries import list_queries
from outcomes.collection.submission.states import IN_REVIEW, MOVES, Deed, State, replay

INNOVATIONS = ["family_safeguarding"]
REASON = "The counts of October are those of September."
LATER = date(2026, 12, 1)
LATER_AT = datetime(2026, 12, 1, 10, tzinfo=UTC)
NEXT_YEAR = date(2027, 11, 20)


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


def approved(session: Session, desk: Desk, submission: Submission, **told: Any) -> Submission:
    given: dict[str, Any] = {"by": desk.reviewer, "at": AT, "on": ON, **told}
    done = approve(session, submission=submission, **given)
    session.flush()
    return done


def sent_back(session: Session, desk: Desk, submission: Submission, **told: Any) -> SubmissionEvent:
    given: dict[str, Any] = {"by": desk.reviewer, "reason": REASON, "sections": ["demand"], "at": AT, "on": ON, **told}
    return send_back(session, submission=submission, **given)


def reopened(session: Session, desk: Desk, submission: Submission, **told: Any) -> SubmissionEvent:
    given: dict[str, Any] = {"by": desk.reviewer, "reason": REASON, "at": AT, "on": ON, **told}
    return reopen(session, submission=submission, **given)


def checklist(session: Session, desk: Desk, submission: Submission, **told: Any) -> Checklist:
    standing = standing_of(session, desk.due.authority, desk.due.collection, ON)
    return checklist_of(
        session,
        by=told.get("by", desk.reviewer),
        authority=desk.due.authority,
        collection=desk.due.collection,
        submission=submission,
        standing=standing,
        on=ON,
    )


def current(session: Session, desk: Desk, as_at: date | None = None) -> dict[str, Observation]:
    found = list_of_authority(session, authority_id=desk.due.authority.id, as_at=as_at)
    return {code: row for (code, quarter), row in found.items() if quarter == QUARTER}


def letters(session: Session, kind: Kind) -> int:
    """How many letters of this kind were asked for; they are addressed and sent after the commit."""
    session.flush()
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.task == ADDRESS))
    return sum(message.arguments[2] == kind.value for message in asked)


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


def test_approving_makes_the_figures_count_with_file_cell_version_and_approver(session: Session, desk: Desk):
    submission = hand_in(session, desk, GOOD, file_name="Q2 final.csv")
    assert current(session, desk) == {}
    approved(session, desk, submission)
    found = current(session, desk)
    assert list(found) == sorted(GOOD)
    figure = found["REREF_PCT"]
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal("20.0"), Decimal(130), Decimal(650))
    assert (figure.source_file, figure.source_sheet, figure.source_cell) == ("Q2 final.csv", None, "C3, D3")
    assert (figure.known_on, figure.approved_at, figure.approved_by_id) == (ON, AT, desk.reviewer.account_id)
    assert figure.definition == 1
    assert letters(session, Kind.APPROVED) == 1
    told = session.scalars(select(AuditEvent).where(AuditEvent.deed == "figures.approved")).one()
    assert told.after == {"quarter": str(QUARTER), "new": 4, "changed": 0, "unchanged": 0, "cleared": 0}


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


def test_what_an_approval_changes_is_superseded_and_what_it_leaves_stays(session: Session, desk: Desk):
    submission = approved(session, desk, hand_in(session, desk, GOOD))
    first = {code: row.id for code, row in current(session, desk).items()}
    reopened(session, desk, submission, at=LATER_AT, on=LATER)
    rows = {"REREF_PCT": ("", "195", "650", ""), "CLA_RATE": ("x", "", "", "system replaced")}
    again = hand_in(session, desk, {**GOOD, **rows}, file_name="second.csv", at=LATER_AT, on=LATER)
    approved(session, desk, again, by=desk.colleague, at=LATER_AT, on=LATER)
    now = current(session, desk)
    assert (now["REREF_PCT"].value, now["CLA_RATE"].value, now["CLA_RATE"].status) == (Decimal("30.0"), None, "x")
    assert {code for code, row in now.items() if row.id != first[code]} == {"REREF_PCT", "CLA_RATE"}
    assert (now["REF_RATE"].approved_by_id, now["REF_RATE"].source_file) == (desk.reviewer.account_id, "return.csv")
    assert (now["REREF_PCT"].approved_by_id, now["REREF_PCT"].source_file) == (
        desk.colleague.account_id,
        "second.csv",
    )
    day_before = current(session, desk, LATER - timedelta(days=1))
    assert {code: row.id for code, row in day_before.items()} == first
    assert current(session, desk, LATER).keys() == now.keys()
    assert current(session, desk, LATER)["REREF_PCT"].value == Decimal("30.0")
    assert current(session, desk, ON - timedelta(days=1)) == {}


def test_a_figure_that_was_cleared_goes_without_successor_and_one_never_given_stays(session: Session, desk: Desk):
    """Only what this return has held can be cleared by it: imported history of the quarter is not its to remove."""
    optional = next(
        each.code for each in list_indicators() if each.unit is Unit.PERCENT and not is_required(each.code, INNOVATIONS)
    )
    session.add(CollectionItem(collection_id=desk.due.collection.id, indicator_code=optional, asked=True))
    session.add(
        Observation(
            authority_id=desk.due.authority.id,
            indicator_code="FGC_OFFER_PCT",
            quarter=QUARTER,
            value=Decimal(50),
            status="ok",
            source_file="figures.csv",
            source_line=7,
            known_on=ON,
        )
    )
    session.flush()
    submission = hand_in(session, desk, {**GOOD, optional: ("x", "", "", "not counted yet")})
    approved(session, desk, submission)
    assert optional in current(session, desk)
    reopened(session, desk, submission, at=LATER_AT, on=LATER)
    again = hand_in(session, desk, {**GOOD, optional: ("", "", "", "")}, optional, at=LATER_AT, on=LATER)
    assert "an approved figure stands" in checklist(session, desk, again).may[-1].sentence
    approved(session, desk, again, at=LATER_AT, on=LATER)
    assert optional not in current(session, desk)
    assert optional in current(session, desk, ON)
    assert current(session, desk)["FGC_OFFER_PCT"].value == Decimal(50)


def test_accepted_explanations_are_remembered_for_a_year_and_can_be_ended(session: Session, desk: Desk):
    submission = approved(session, desk, hand_in(session, desk, {**GOOD, "REREF_PCT": HIGH}))
    session.expire_all()
    given = session.scalars(select(Explanation).where(Explanation.submission_id == submission.id)).one()
    assert (given.accepted_at, given.accepted_by_id, given.expires_on) == (
        AT,
        desk.reviewer.account_id,
        date(2027, 11, 10),
    )
    [remembered] = list_remembered(session, desk.due.authority)
    assert (remembered.quarter, remembered.explanation.text) == (QUARTER, WHY)
    assert remembered.offered_on(date(2027, 11, 10))
    assert not remembered.offered_on(NEXT_YEAR)
    whose = {"by": desk.colleague, "authority": desk.due.authority, "explanation_id": given.id, "at": LATER_AT}
    retire_explanation(session, **whose)
    assert (given.retired_at, given.retired_by_id) == (LATER_AT, desk.colleague.account_id)
    assert not list_remembered(session, desk.due.authority)[0].offered_on(ON)
    with pytest.raises(ConflictError, match="ended it before you"):
        retire_explanation(session, **whose)
    with pytest.raises(NotFoundError):
        retire_explanation(session, **{**whose, "authority": desk.due.other})


def test_a_year_after_a_leap_day():
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_an_approved_return_refuses_every_writer_through_every_door(session: Session, desk: Desk):
    submission = approved(session, desk, hand_in(session, desk, GOOD))
    check_id = session.scalars(select(FigureCheck.id)).one()
    with pytest.raises(LockedError, match="Approved"):
        store(session, desk, csv_file({**GOOD, "REREF_PCT": ("", "140", "650", "")}))
    with pytest.raises(WrongStateError):
        record_event(session, by=desk.lead, submission=submission, deed=Deed.CONFIRM, at=AT)
    with pytest.raises(IntegrityError, match="locked"), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO submission_version"
                " (id, authority_id, submission_id, number, check_id, counts, acting_for_lead)"
                " VALUES (gen_random_uuid(), :authority, :submission, 2, :check, '{}', false)"
            ),
            {"authority": desk.due.authority.id, "submission": submission.id, "check": check_id},
        )
    assert session.scalar(select(func.count()).select_from(SubmissionEvent)) == 3


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


def test_known_on_reads_nothing_twice_on_the_day_of_a_change(session: Session, desk: Desk):
    submission = approved(session, desk, hand_in(session, desk, GOOD))
    reopened(session, desk, submission)
    approved(session, desk, hand_in(session, desk, {**GOOD, "REREF_PCT": ("", "140", "650", "")}))
    same_day = session.scalars(select(Observation).where(known(ON), Observation.indicator_code == "REREF_PCT")).all()
    assert [row.value for row in same_day] == [Decimal("21.5")]
    assert same_day[0].status == Status.OK.value
