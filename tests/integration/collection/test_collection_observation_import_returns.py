"""`throughline import returns`: a backlog of past returns, held to the rules of returns, whole or not at all."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories.authorities import make_programme
from fixtures.databases import Clone
from sqlalchemy import select
from xlsxwriter import Workbook

from authorities.register.invented import register_invented_authority
from authorities.register.models import Authority
from core.access import SYSTEM
from core.audit import AuditEvent
from core.errors import DomainError
from core.quarters import Quarter
from outcomes.catalogue.load import load_indicators
from outcomes.collection.due.open import open_collection
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.observation.import_returns import ReturnsRefusedError
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.models import Submission
from web.commands.import_returns import command

HEADER = ("authority_code", "quarter", "indicator_code", "value", "numerator", "denominator")
ROWS = (
    ("Z001", "2024-25 Q1", "CLA_RATE", "", "335", "50000"),
    ("Z001", "2024-25 Q1", "REREF_PCT", "12.5", "20", "160"),
    ("Z002", "2024-25 Q1", "CLA_RATE", "x", "", ""),
    ("Z001", "2024-25 Q2", "CLA_RATE", "67", "337", "50000"),
)


@pytest.fixture
def operator(operator: CliRunner, clone: Clone) -> CliRunner:
    """With two councils and the catalogue in place."""
    with clone.session() as session:
        load_indicators(session)
        for number in (1, 2):
            register_invented_authority(
                session, by=SYSTEM, code=f"Z00{number}", gss_code=f"Z99{number:06}", name=f"Council {number}",
                region="Norland", kind="unitary",
            )  # fmt: skip
        session.commit()
    return operator


def csv_file(folder: Path, *rows: Sequence[str]) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *rows])
    path = folder / "past.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def xlsx_file(folder: Path, *rows: Sequence[str]) -> Path:
    path = folder / "past.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Return")
        for place, row in enumerate([HEADER, *rows]):
            sheet.write_row(place, 0, row)
    return path


def run(operator: CliRunner, *words: object) -> Result:
    return operator.invoke(command, [str(word) for word in words], standalone_mode=False)


def stored(clone: Clone) -> set[tuple[object, ...]]:
    held = Observation
    with clone.session() as session:
        rows = session.execute(
            select(held.quarter, held.indicator_code, held.status, held.value, held.known_on, held.source_cell)
        ).all()
    return {(str(quarter), code, status, str(value), known, cell) for quarter, code, status, value, known, cell in rows}


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_every_return_is_stored_as_approved_history_once(operator, clone, tmp_path, make):
    file = make(tmp_path, *ROWS)
    first = run(operator, file)
    assert first.exception is None, first.exception
    assert "3 returns, 4 rows: 4 figures new, 0 stored already" in first.output
    assert stored(clone) == {
        ("2024-25 Q1", "CLA_RATE", "ok", "67", date(2024, 9, 8), "E2, F2"),
        ("2024-25 Q1", "REREF_PCT", "ok", "12.5", date(2024, 9, 8), "D3"),
        ("2024-25 Q1", "CLA_RATE", "x", "None", date(2024, 9, 8), "D4"),
        ("2024-25 Q2", "CLA_RATE", "ok", "67", date(2024, 12, 9), "D5"),
    }
    again = run(operator, file)
    assert "0 figures new, 4 stored already" in again.output
    with clone.session() as session:
        told = session.scalars(select(AuditEvent).where(AuditEvent.deed == "figures.loaded")).all()
    assert [event.after["figures"] for event in told] == [4, 0]


def test_one_error_stores_nothing_and_every_fault_of_every_return_is_told(operator, clone, tmp_path):
    faulty = (("Z001", "2024-25 Q3", "CLA_RATE", "n/a", "", ""), ("Z002", "2024-25 Q3", "CLA_RAT", "5", "", ""))
    findings = tmp_path / "findings.csv"
    told = run(operator, csv_file(tmp_path, *ROWS, *faulty), "--findings", findings)
    assert isinstance(told.exception, ReturnsRefusedError)
    assert "2 errors: nothing was stored." in str(told.exception)
    with findings.open(encoding="utf-8-sig", newline="") as file:
        errors = [row for row in csv.DictReader(file) if row["severity"] == "error"]
    assert [(row["rule"], row["cell"]) for row in errors] == [("CELL_NULL_WORD", "D6"), ("CODE_UNKNOWN", "C7")]
    assert stored(clone) == set()


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (("Z009", "2024-25 Q1", "CLA_RATE", "x", "", ""), "unknown_authority", "A6"),
        (("", "2024-25 Q1", "CLA_RATE", "x", "", ""), "unknown_authority", "A6"),
        (("Z001", "2024 Q1", "CLA_RATE", "x", "", ""), "unclear_quarter", "B6"),
        (("Z001", "2099-00 Q1", "CLA_RATE", "x", "", ""), "unclear_quarter", "B6"),
    ],
)
def test_a_row_that_does_not_say_whose_it_is_stops_the_file(operator, clone, tmp_path, row, code, cell):
    refused = run(operator, csv_file(tmp_path, *ROWS, row)).exception
    assert isinstance(refused, RefusedError)
    assert (refused.code, refused.cells) == (code, (cell,))
    assert stored(clone) == set()


@pytest.mark.parametrize("place", [0, len(ROWS)])
def test_a_child_in_any_of_the_returns_stops_the_file(operator, clone, tmp_path, place):
    """Figures of other returns may be on their way into the database by then; none of them stays."""
    rows = list(ROWS)
    rows.insert(place, ("Z002", "2024-25 Q3", "A123456789012", "5", "", ""))
    refused = run(operator, csv_file(tmp_path, *rows)).exception
    assert isinstance(refused, RefusedError)
    assert (refused.code, refused.cells, refused.keep) == ("child_level", (f"C{place + 2}",), False)
    assert stored(clone) == set()


def test_an_approved_figure_is_not_replaced(operator, clone, tmp_path):
    run(operator, csv_file(tmp_path, *ROWS))
    before = stored(clone)
    other = (*ROWS[0][:4], "336", "50000")
    refused = run(operator, csv_file(tmp_path, other, ("Z002", "2024-25 Q2", "CLA_RATE", "x", "", ""))).exception
    assert isinstance(refused, ReturnsRefusedError)
    assert "Z001 2024-25 Q1 CLA_RATE" in str(refused)
    assert stored(clone) == before


def test_a_return_that_is_made_here_has_no_other_door(operator, clone, tmp_path):
    quarter = Quarter(2024, 2)
    with clone.session() as session:
        make_programme(session)
        opened = open_collection(
            session, by=SYSTEM, quarter=quarter, opens_on=date(2024, 10, 1), due_on=date(2024, 11, 15), closes_on=None,
            on=date(2024, 10, 1),
        )  # fmt: skip
        session.flush()
        council = session.scalars(select(Authority.id).where(Authority.code == "Z001")).one()
        session.add(Submission(authority_id=council, collection_id=opened.id, state="in_progress", version=0))
        session.commit()
    refused = run(operator, csv_file(tmp_path, *ROWS)).exception
    assert isinstance(refused, DomainError)
    assert "Z001 2024-25 Q2: the return is made here" in str(refused)
    assert stored(clone) == set()
