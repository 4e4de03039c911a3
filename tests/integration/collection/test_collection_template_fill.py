"""The template as it is filled from the database, filled in as a lead does, and taken back (D4, W1)."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from factories.lead_returns import ASKED, AT, GOOD, ON, QUARTER, Due, csv_file, lead_of, make_due
from sqlalchemy import update
from sqlalchemy.orm import Session

from core.quarters import Quarter
from outcomes.collection.check.codec import from_json
from outcomes.collection.check.confirm import confirm
from outcomes.collection.check.make import make_check
from outcomes.collection.check.result import Checked
from outcomes.collection.due.models import Collection, CollectionItem
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.models import Submission
from outcomes.collection.template.fill import NO_EARLIER, template_rows
from outcomes.collection.template.rows import COLUMNS
from outcomes.collection.template.write_csv import template_csv
from outcomes.collection.template.write_xlsx import template_xlsx

BEFORE = QUARTER.plus(-1)


@pytest.fixture
def due(session: Session) -> Due:
    return make_due(session)


def check(session: Session, due: Due, content: bytes, name: str = "return.csv") -> tuple[Checked, object]:
    made = make_check(
        session,
        by=lead_of(due.authority),
        authority=due.authority,
        collection=due.collection,
        content=content,
        file_name=name,
        at=AT,
        on=ON,
    )
    return from_json(made.result), made.id


def store(session: Session, due: Due, content: bytes, collection: Collection | None = None) -> None:
    where = due if collection is None else Due(due.authority, due.other, collection)
    checked, number = check(session, where, content)
    assert not checked.blocked, checked.findings
    confirm(
        session, by=lead_of(due.authority), check_id=number, authority=due.authority, ticked_clearings=(), at=AT, on=ON
    )  # type: ignore[arg-type]
    session.flush()


def observe(
    session: Session, due: Due, code: str, value: str | None, quarter: Quarter = BEFORE, **more: object
) -> None:
    told = {"status": "ok", "source_file": "history.csv", "known_on": date(2026, 9, 1)} | more
    number = None if value is None else Decimal(value)
    session.add(Observation(authority_id=due.authority.id, indicator_code=code, quarter=quarter, value=number, **told))
    session.flush()


def last(session: Session, due: Due) -> dict[str, str]:
    return {row.indicator_code: row.last_quarter for row in template_rows(session, due.authority, due.collection)}


def test_a_row_for_each_indicator_that_is_asked_in_the_order_of_the_catalogue(session: Session, due: Due):
    rows = template_rows(session, due.authority, due.collection)
    assert [row.indicator_code for row in rows] == list(ASKED)
    assert {(row.authority_code, row.quarter) for row in rows} == {("Z001", "2026-27 Q2")}
    assert {row.value for row in rows} == {row.comment for row in rows} == {""}
    assert {row.last_quarter for row in rows} == {NO_EARLIER}
    session.execute(update(CollectionItem).where(CollectionItem.indicator_code == "CIN_RATE").values(asked=False))
    assert "CIN_RATE" not in last(session, due)


def test_the_last_figure_says_its_quarter_and_that_it_was_approved(session: Session, due: Due):
    observe(session, due, "REF_RATE", "130.40")
    observe(session, due, "REF_RATE", "99", BEFORE.plus(-1))
    observe(session, due, "REREF_PCT", None, status="c")
    observe(session, due, "CIN_RATE", "300", BEFORE.plus(-3), definition=2)
    observe(session, due, "CLA_RATE", "70", QUARTER)
    found = last(session, due)
    assert found["REF_RATE"] == "2026-27 Q1: 130.4 (approved)"
    assert found["REREF_PCT"] == "2026-27 Q1: c (approved)"
    assert found["CIN_RATE"] == "2025-26 Q2: 300 (approved, defined otherwise then)"
    assert found["CLA_RATE"] == NO_EARLIER


def test_a_superseded_figure_and_another_authoritys_are_not_shown(session: Session, due: Due):
    observe(session, due, "REF_RATE", "1", superseded_at=AT, superseded_on=ON)
    session.add(
        Observation(
            authority_id=due.other.id,
            indicator_code="CLA_RATE",
            quarter=BEFORE,
            value=Decimal(66),
            status="ok",
            source_file="history.csv",
            known_on=date(2026, 9, 1),
        )
    )
    session.flush()
    assert set(last(session, due).values()) == {NO_EARLIER}


def test_what_was_only_submitted_is_said_to_be_so(session: Session, due: Due):
    earlier = Collection(
        programme_id=due.collection.programme_id, quarter=BEFORE, opens_on=date(2026, 7, 1), due_on=date(2026, 11, 30)
    )
    session.add(earlier)
    session.flush()
    session.add_all(CollectionItem(collection_id=earlier.id, indicator_code=code, asked=True) for code in ASKED)
    session.flush()
    store(session, due, csv_file(GOOD), earlier)
    assert set(last(session, due).values()) == {NO_EARLIER}, "a draft is nobody's last figure"
    session.execute(
        update(Submission).values(
            first_submitted_at=AT, due_on_then=ON, timeliness="on_time", days_late=0, answered_then=1, required_then=1
        )
    )
    observe(session, due, "REF_RATE", "120", BEFORE.plus(-1))
    observe(session, due, "CLA_RATE", "71")
    found = last(session, due)
    assert found["REF_RATE"] == "2026-27 Q1: 130 (submitted, not approved yet)"
    assert found["CLA_RATE"] == "2026-27 Q1: 71 (approved)"


def filled_csv(content: bytes) -> bytes:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for row in rows:
        _, numerator, denominator, _ = GOOD[row["indicator_code"]]
        writer.writerow(row | {"numerator": numerator, "denominator": denominator})
    return text.getvalue().encode()


def filled_xlsx(content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book.active.iter_rows(min_row=2):
        _, numerator, denominator, _ = GOOD[row[2].value]
        row[4].value, row[5].value = int(numerator), int(denominator)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("write", "fill"),
    [pytest.param(template_csv, filled_csv, id="csv"), pytest.param(template_xlsx, filled_xlsx, id="xlsx")],
)
def test_download_fill_upload_is_clean_and_the_next_download_changes_nothing(session, due, write, fill):
    content = fill(write(template_rows(session, due.authority, due.collection)))
    checked, _ = check(session, due, content)
    assert (checked.outcome, checked.layout, checked.counts.new) == ("clean", "template", len(ASKED))
    store(session, due, content)
    again, _ = check(session, due, write(template_rows(session, due.authority, due.collection)))
    assert again.outcome == "clean"
    assert {change.kind for change in again.changes} == {"unchanged"}
    assert again.counts.unchanged == len(ASKED)


def test_both_templates_give_the_same_result(session: Session, due: Due):
    rows = template_rows(session, due.authority, due.collection)
    told = [check(session, due, fill(write(rows)))[0] for write, fill in (
        (template_csv, filled_csv), (template_xlsx, filled_xlsx)
    )]  # fmt: skip
    assert told[0].counts == told[1].counts
    assert [figure.says for figure in told[0].figures] == [figure.says for figure in told[1].figures]
