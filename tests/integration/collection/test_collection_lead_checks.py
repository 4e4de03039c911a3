"""Checking and confirming: exactly that check or nothing, versions only grow (W1, W5, W6, M2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from factories.lead_returns import ASKED, AT, GOOD, ON, Due, csv_file, lead_of, make_due, supporter
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.database import Base
from core.errors import ConflictError, NotFoundError
from outcomes.collection.check import make as making
from outcomes.collection.check import quota
from outcomes.collection.check.codec import from_json
from outcomes.collection.check.confirm import BlockedError, ClearingError, StaleCheckError, confirm
from outcomes.collection.check.forget import forget_refused
from outcomes.collection.check.make import OthersFileError, make_check
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.check.quota import QuotaError
from outcomes.collection.check.read_context import read_context
from outcomes.collection.check.scan import ScannerAwayError, use_scanner
from outcomes.collection.due.models import CollectionItem, Extension
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.find import figures_of, find_submission, list_versions
from outcomes.collection.submission.locks import LockedError
from outcomes.collection.submission.models import Explanation, SubmissionEvent, SubmissionVersion, SubmittedFigure

HIGH = ("", "520", "650", "")
MAY_GROW = {"upload", "figure_check", "audit_event"}


@pytest.fixture
def due(session: Session) -> Due:
    return make_due(session)


def checked(session: Session, due: Due, content: bytes, **told: Any) -> FigureCheck:
    given: dict[str, Any] = {
        "by": lead_of(due.authority),
        "authority": due.authority,
        "collection": due.collection,
        "file_name": "return.csv",
        "at": AT,
        "on": ON,
        **told,
    }
    return make_check(session, content=content, **given)


def confirmed(session: Session, due: Due, check: FigureCheck, *ticked: str, **told: Any) -> SubmissionVersion:
    given: dict[str, Any] = {"by": lead_of(due.authority), "authority": due.authority, "at": AT, "on": ON, **told}
    return confirm(session, check_id=check.id, ticked_clearings=ticked, **given)


def stored(session: Session, due: Due, content: bytes, *ticked: str) -> SubmissionVersion:
    return confirmed(session, due, checked(session, due, content), *ticked)


def rows(session: Session) -> dict[str, int]:
    session.flush()
    return {
        name: session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
        for name in Base.metadata.tables
        if name not in MAY_GROW
    }


def test_a_check_stores_the_file_and_what_was_found_and_nothing_else(session: Session, due: Due):
    before = rows(session)
    content = csv_file(GOOD)
    check = checked(session, due, content)
    upload = session.get_one(Upload, check.upload_id)
    assert (upload.body, upload.scan, upload.kind, upload.forget_on) == (content, "not_scanned", "csv", None)
    assert check.outcome == "clean"
    assert from_json(check.result).counts.new == len(ASKED)
    assert rows(session) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 no workbook",
        csv_file({**GOOD, "CLA_RATE": ("n/a", "", "", "")}),
        csv_file({**GOOD, "NO_SUCH": ("1", "", "", "")}),
        b"UPN,date_of_birth\nA123456789012,01/02/2015\n",
    ],
)
def test_a_refused_or_faulty_file_stores_no_figure(session: Session, due: Due, content: bytes):
    before = rows(session)
    check = checked(session, due, content)
    assert check.outcome in {"refused", "errors"}
    with pytest.raises(BlockedError):
        confirmed(session, due, check)
    session.expunge_all()
    # The row that two beginners share is rolled back with the refusal by whoever called.
    after = rows(session)
    after["submission"] = before["submission"]
    assert after == before


def test_a_refused_file_is_kept_a_week_and_then_forgotten(session: Session, due: Due):
    check = checked(session, due, b"not a table at all")
    upload = session.get_one(Upload, check.upload_id)
    assert check.outcome == "refused"
    assert (upload.body, upload.forget_on) == (b"not a table at all", ON + timedelta(days=7))
    assert forget_refused(session, on=ON + timedelta(days=6)) == 0
    assert forget_refused(session, on=ON + timedelta(days=7)) == 1
    session.refresh(upload)
    assert upload.body is None
    assert upload.sha256


def test_a_file_that_became_a_version_is_never_forgotten(session: Session, due: Due):
    stored(session, due, csv_file(GOOD))
    assert forget_refused(session, on=date(2099, 1, 1)) == 0


def test_a_file_about_children_leaves_no_byte_and_no_name(session: Session, due: Due):
    check = checked(session, due, b"UPN,date_of_birth\nA123456789012,01/02/2015\n", file_name="John Smith.csv")
    upload = session.get_one(Upload, check.upload_id)
    assert upload.body is None
    assert "Smith" not in upload.file_name
    assert "A123456789012" not in str(check.result)
    assert "2015" not in str(check.result)


def test_another_authoritys_file_stores_nothing_but_the_audit(session: Session, due: Due):
    content = b"authority_code,indicator_code,value,numerator,denominator\nZ002,CLA_RATE,,350,50000\n"
    with pytest.raises(OthersFileError) as refused:
        checked(session, due, content)
    assert "Alderwick" in refused.value.sentence
    assert "Birchford" not in refused.value.sentence
    assert session.scalar(select(func.count()).select_from(Upload)) == 0
    making.record_others_file(session, by=lead_of(due.authority), authority=due.authority, collection=due.collection)
    event = session.scalars(select(AuditEvent).where(AuditEvent.deed == "upload.of_another_authority")).one()
    assert event.after == {"acting_for_lead": False}, "in whose place, and nothing of the file"


def test_a_failing_check_keeps_the_file_under_a_reference(session: Session, due: Due, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(making, "check_file", fail)
    check = checked(session, due, csv_file(GOOD))
    upload = session.get_one(Upload, check.upload_id)
    refusal = from_json(check.result).refusal
    assert refusal is not None
    assert making.reference(upload.id) in refusal.sentence
    assert upload.body == csv_file(GOOD)
    monkeypatch.undo()
    # The fault mended, the same bytes are checked anew rather than answered from memory.
    assert checked(session, due, csv_file(GOOD)).outcome == "clean"


def test_the_same_bytes_are_recognised(session: Session, due: Due):
    first = checked(session, due, csv_file(GOOD))
    assert checked(session, due, csv_file(GOOD), at=AT + timedelta(hours=1)).id == first.id
    confirmed(session, due, first)
    again = checked(session, due, csv_file(GOOD))
    assert again.id != first.id
    assert again.upload_id == first.upload_id
    assert from_json(again.result).counts.unchanged == len(ASKED)


def test_uploads_are_limited_for_a_day(session: Session, due: Due, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(quota, "MOST_UPLOADS", 2)
    for number in range(2):
        checked(session, due, csv_file(GOOD, CLA_RATE=("", str(350 + number), "50000", "")))
    with pytest.raises(QuotaError, match="2 files today"):
        checked(session, due, csv_file(GOOD, REREF_PCT=HIGH))
    tomorrow = {"at": AT + timedelta(days=1), "on": ON + timedelta(days=1)}
    assert checked(session, due, csv_file(GOOD, REREF_PCT=HIGH), **tomorrow).outcome == "queries"
    monkeypatch.setattr(quota, "MOST_UPLOADS", 50)
    monkeypatch.setattr(quota, "MOST_BYTES", 300)
    with pytest.raises(QuotaError, match="200 MB"):
        checked(session, due, csv_file(GOOD, CLA_RATE=("", "351", "50000", "a comment")))


@pytest.fixture
def scanner() -> Any:
    yield use_scanner
    use_scanner(None)


def test_a_scanner_is_asked_where_there_is_one(session: Session, due: Due, scanner: Callable[[Any], None]):
    scanner(lambda content: b"bad" not in content)
    clean = checked(session, due, csv_file(GOOD))
    assert session.get_one(Upload, clean.upload_id).scan == "clean"
    infected = checked(session, due, b"bad")
    assert infected.outcome == "refused"
    assert session.get_one(Upload, infected.upload_id).body is None

    def away(_: bytes) -> bool:
        raise ConnectionError

    scanner(away)
    with pytest.raises(ScannerAwayError):
        checked(session, due, csv_file(GOOD, REREF_PCT=HIGH))


def test_a_file_name_is_only_ever_words(session: Session, due: Due):
    check = checked(session, due, csv_file(GOOD), file_name="..\\..\\etc/a\x00\u202eb.csv" + "x" * 400)
    name = session.get_one(Upload, check.upload_id).file_name
    assert name.startswith("ab.csv")
    assert len(name) <= 255


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


def test_the_context_holds_what_a_check_rests_on(session: Session, due: Due):
    stored(session, due, csv_file(GOOD))
    quarter = due.collection.quarter
    for earlier, definition in ((4, 1), (1, 9)):
        session.add(
            Observation(
                authority_id=due.authority.id,
                indicator_code="CLA_RATE",
                quarter=quarter.plus(-earlier),
                value=Decimal("70.5"),
                status="ok",
                definition=definition,
                source_file="figures.csv",
                source_line=2,
                known_on=ON,
            )
        )
    session.flush()
    context = read_context(session, authority=due.authority, collection=due.collection, on=ON)
    assert [each.indicator for each in context.asked] == list(ASKED)
    assert {each.required for each in context.asked} == {True}
    assert context.stored["REREF_PCT"].value == Decimal("20.0")
    assert context.names >= {"z001", "alderwick", "z99000001"}
    assert context.children == 50000
    assert context.history is not None
    # A figure of another definition is no history: no comparison crosses a redefinition.
    assert [(code, str(when)) for code, when in context.history.figures] == [("CLA_RATE", "2025-26 Q2")]


def test_conflicts_are_conflicts():
    assert issubclass(StaleCheckError, ConflictError)
    assert issubclass(LockedError, ConflictError)
    assert Explanation.__tablename__ not in MAY_GROW
    assert SubmittedFigure.__tablename__ not in MAY_GROW
