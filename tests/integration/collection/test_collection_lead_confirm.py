"""Confirming: exactly that check or nothing, versions only grow, locks hold (W1, W5, W6)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from factories.lead_checks import checked, confirmed, rows, stored
from factories.lead_returns import ASKED, GOOD, ON, Due, csv_file, make_due, supporter
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from outcomes.collection.check.codec import from_json
from outcomes.collection.check.confirm import ClearingError, StaleCheckError
from outcomes.collection.check.models import Upload
from outcomes.collection.due.models import CollectionItem, Extension
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.find import figures_of, find_submission, list_versions
from outcomes.collection.submission.locks import LockedError
from outcomes.collection.submission.models import SubmissionEvent, SubmissionVersion


@pytest.fixture
def due(session: Session) -> Due:
    return make_due(session)


def test_confirming_stores_version_after_version(session: Session, due: Due):
    first = stored(session, due, csv_file(GOOD))
    second = stored(session, due, csv_file(GOOD, CLA_RATE=("", "400", "50000", "")))
    submission = find_submission(session, due.authority, due.collection)
    assert submission is not None
    assert (first.number, second.number, submission.version, submission.state) == (1, 2, 2, "in_progress")
    assert figures_of(session, first)["CLA_RATE"].numerator == Decimal(350)
    assert figures_of(session, second)["CLA_RATE"].numerator == Decimal(400)
    assert list(figures_of(session, second)) == list(ASKED)
    assert [kept.version.number for kept in list_versions(session, due.authority, submission)] == [2, 1]
    place = figures_of(session, second)["CLA_RATE"].place
    assert place is not None
    assert place.cell.endswith("5")


def test_check_and_version_count_the_same(session: Session, due: Due):
    check = checked(session, due, csv_file(GOOD))
    version = confirmed(session, due, check)
    assert version.counts == check.result["counts"]


def test_a_file_that_changes_nothing_makes_no_version(session: Session, due: Due):
    first = stored(session, due, csv_file(GOOD))
    events = session.scalar(select(func.count()).select_from(SubmissionEvent))
    assert stored(session, due, csv_file(GOOD)).id == first.id
    assert session.scalar(select(func.count()).select_from(SubmissionVersion)) == 1
    assert session.scalar(select(func.count()).select_from(SubmissionEvent)) == events


def test_a_second_confirmation_leads_to_the_same_version(session: Session, due: Due):
    check = checked(session, due, csv_file(GOOD))
    first = confirmed(session, due, check)
    assert confirmed(session, due, check).id == first.id
    later = stored(session, due, csv_file(GOOD, CLA_RATE=("", "400", "50000", "")))
    # The browser's back button, long after: still its own version, and nothing is stored.
    assert confirmed(session, due, check).id == first.id
    assert later.number == session.scalar(select(func.max(SubmissionVersion.number)))


def test_a_value_goes_only_with_a_tick(session: Session, due: Due):
    stored(session, due, csv_file(GOOD))
    check = checked(session, due, csv_file(GOOD, CLA_RATE=("", "", "", "")))
    assert from_json(check.result).counts.cleared == 1
    with pytest.raises(ClearingError, match="CLA_RATE is"):
        confirmed(session, due, check)
    second = confirmed(session, due, check, "CLA_RATE")
    assert "CLA_RATE" not in figures_of(session, second)
    assert len(figures_of(session, second)) == len(ASKED) - 1


def test_what_a_file_does_not_name_stays(session: Session, due: Due):
    stored(session, due, csv_file(GOOD))
    optional = ("CIN_RATE",)
    session.query(CollectionItem).filter(CollectionItem.indicator_code.in_(optional)).update({"asked": False})
    version = stored(session, due, csv_file(GOOD, CLA_RATE=("", "400", "50000", ""), CIN_RATE=None))
    assert figures_of(session, version)["CIN_RATE"].numerator == Decimal(1700)


CHANGES: dict[str, Callable[[Session, Due], object]] = {
    "another version": lambda session, due: stored(session, due, csv_file(GOOD, CIN_RATE=("", "1701", "50000", ""))),
    "a deadline": lambda _, due: setattr(due.collection, "due_on", date(2026, 12, 4)),
    "an extension": lambda session, due: session.add(
        Extension(
            authority_id=due.authority.id, collection_id=due.collection.id, until=date(2026, 12, 9), reason="Flood"
        )
    ),
    "what is asked": lambda session, due: session.add(
        CollectionItem(collection_id=due.collection.id, indicator_code="CPP_RATE", asked=True)
    ),
    "the history": lambda session, due: session.add(
        Observation(
            authority_id=due.authority.id,
            indicator_code="CLA_RATE",
            quarter=due.collection.quarter.plus(-4),
            value=Decimal(70),
            status="ok",
            source_file="figures.csv",
            source_line=2,
            known_on=ON,
        )
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_stale_check_is_refused(session: Session, due: Due, what: str):
    stored(session, due, csv_file(GOOD))
    check = checked(session, due, csv_file(GOOD, CLA_RATE=("", "400", "50000", "")))
    CHANGES[what](session, due)
    session.flush()
    before = rows(session)
    with pytest.raises(StaleCheckError, match="Check the file again"):
        confirmed(session, due, check)
    assert rows(session) == before


def test_a_check_under_other_rules_is_stale(session: Session, due: Due, monkeypatch: pytest.MonkeyPatch):
    check = checked(session, due, csv_file(GOOD))
    monkeypatch.setattr("outcomes.collection.check.basis.rules_version", lambda: "another")
    with pytest.raises(StaleCheckError):
        confirmed(session, due, check)


def test_a_check_made_under_other_rights_is_stale(session: Session, due: Due):
    check = checked(session, due, csv_file(GOOD))
    with pytest.raises(StaleCheckError):
        confirmed(session, due, check, by=supporter())


def test_the_support_team_acts_for_a_lead_and_it_is_said(session: Session, due: Due):
    check = checked(session, due, csv_file(GOOD), by=supporter())
    version = confirmed(session, due, check, by=supporter())
    session.flush()
    event = session.scalars(select(SubmissionEvent)).one()
    upload = session.get_one(Upload, check.upload_id)
    assert (upload.acting_for_lead, version.acting_for_lead, event.acting_for_lead) == (True, True, True)


def test_another_authoritys_check_does_not_exist(session: Session, due: Due):
    check = checked(session, due, csv_file(GOOD))
    with pytest.raises(NotFoundError):
        confirmed(session, replace(due, authority=due.other), check)


@pytest.mark.parametrize("state", ["submitted", "resubmitted", "approved"])
def test_a_locked_return_refuses_a_confirmation(session: Session, due: Due, state: str):
    stored(session, due, csv_file(GOOD))
    submission = find_submission(session, due.authority, due.collection)
    assert submission is not None
    submission.state = state
    session.flush()
    check = checked(session, due, csv_file(GOOD, CLA_RATE=("", "400", "50000", "")))
    with pytest.raises(LockedError) as refused:
        confirmed(session, due, check)
    assert refused.value.status == 409
    assert refused.value.lock == ("approved" if state == "approved" else "in_review")


@pytest.mark.parametrize("state", ["submitted", "resubmitted", "approved"])
def test_the_database_refuses_a_version_through_any_door(session: Session, due: Due, state: str):
    version = stored(session, due, csv_file(GOOD))
    check = checked(session, due, csv_file(GOOD, CLA_RATE=("", "400", "50000", "")))
    session.execute(text("UPDATE submission SET state = :state"), {"state": state})
    session.add(
        SubmissionVersion(
            authority_id=due.authority.id,
            submission_id=version.submission_id,
            number=2,
            check_id=check.id,
            counts={},
            acting_for_lead=False,
        )
    )
    with pytest.raises(Exception, match="the submission is locked"):
        session.flush()


@pytest.mark.parametrize(
    ("day", "lock"), [(date(2026, 9, 30), "period_not_open"), (date(2027, 3, 1), "deadline_passed")]
)
def test_a_closed_window_refuses_a_confirmation(session: Session, due: Due, day: date, lock: str):
    due.collection.closes_on = date(2027, 1, 31)
    session.flush()
    check = checked(session, due, csv_file(GOOD), on=day)
    with pytest.raises(LockedError) as refused:
        confirmed(session, due, check, on=day)
    assert refused.value.lock == lock
