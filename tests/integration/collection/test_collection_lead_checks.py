"""Checking: the file and what was found are stored, and nothing else (W1, M2)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from factories.lead_checks import HIGH, MAY_GROW, checked, confirmed, rows, stored
from factories.lead_returns import ASKED, AT, GOOD, ON, Due, csv_file, lead_of, make_due
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import ConflictError
from outcomes.collection.check import make as making
from outcomes.collection.check import quota
from outcomes.collection.check.codec import from_json
from outcomes.collection.check.confirm import BlockedError, StaleCheckError
from outcomes.collection.check.forget import forget_refused
from outcomes.collection.check.make import OthersFileError
from outcomes.collection.check.models import Upload
from outcomes.collection.check.quota import QuotaError
from outcomes.collection.check.read_context import read_context
from outcomes.collection.check.scan import ScannerAwayError, use_scanner
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.locks import LockedError
from outcomes.collection.submission.models import Explanation, SubmittedFigure


@pytest.fixture
def due(session: Session) -> Due:
    return make_due(session)


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
