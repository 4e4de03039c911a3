"""What an approval leaves: figures with their origin, explanations that are remembered, and no door (F3, F9, W7)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories.lead_returns import AT, GOOD, ON, QUARTER, csv_file
from factories.review_deeds import LATER, LATER_AT, approved, checklist, current, letters, reopened
from factories.reviewed_returns import HIGH, WHY, Desk, hand_in, make_desk, store
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import ConflictError, NotFoundError
from outcomes.catalogue.indicators import Unit, list_indicators
from outcomes.catalogue.status import Status
from outcomes.collection.check.models import FigureCheck
from outcomes.collection.due.expected import is_required
from outcomes.collection.due.models import CollectionItem
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import known
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.review.approve import a_year_after
from outcomes.collection.review.memory import list_remembered, retire_explanation
from outcomes.collection.submission.locks import LockedError
from outcomes.collection.submission.models import (
    Explanation,
    SubmissionEvent,
)
from outcomes.collection.submission.move import WrongStateError, record_event
from outcomes.collection.submission.states import Deed

INNOVATIONS = ["family_safeguarding"]
NEXT_YEAR = date(2027, 11, 20)


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


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


def test_known_on_reads_nothing_twice_on_the_day_of_a_change(session: Session, desk: Desk):
    submission = approved(session, desk, hand_in(session, desk, GOOD))
    reopened(session, desk, submission)
    approved(session, desk, hand_in(session, desk, {**GOOD, "REREF_PCT": ("", "140", "650", "")}))
    same_day = session.scalars(select(Observation).where(known(ON), Observation.indicator_code == "REREF_PCT")).all()
    assert [row.value for row in same_day] == [Decimal("21.5")]
    assert same_day[0].status == Status.OK.value
