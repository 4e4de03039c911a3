"""The register that ships with the product names every area that DfE's files name."""

import os
from datetime import date
from pathlib import Path

import pytest
from factories.tidy import authority, looked_after, tidy
from sqlalchemy import select
from sqlalchemy.orm import Session

import web.models  # noqa: F401  (the mappers of every package)
from authorities.reference.load import load_reference
from authorities.register.models import Authority, AuthorityCode
from core.access.identity import SYSTEM
from outcomes.evidence.neighbour_groups import find_neighbours
from outcomes.evidence.statistics.geography import Gazetteer, KnownAuthority
from outcomes.evidence.statistics.places import get_gazetteer
from outcomes.evidence.statistics.read import read_statistics
from outcomes.evidence.statistics.refusal import FileRefusedError

TODAY = date(2026, 11, 21)
REAL = Path(os.environ.get("THROUGHLINE_REAL_DATA", "/nowhere"))
# Spellings of DfE's files that differ from the register's own name.
SPELLINGS = (
    ("801", "E06000023", "Bristol City of"),
    ("342", "E08000013", "St. Helens"),
    ("810", "E06000010", "Kingston Upon Hull, City of"),
    ("884", "E06000019", "Herefordshire, County of"),
    ("894", "E06000020", "Telford & Wrekin"),
    ("390", "E08000020", "Gateshead"),
    ("929", "E06000048", "Northumberland"),
    ("835", "E10000009", "Dorset"),
    ("838", "E06000059", "Dorset"),
)


@pytest.fixture
def gazetteer(session: Session) -> Gazetteer:
    load_reference(session, by=SYSTEM, on=TODAY)
    session.flush()
    return get_gazetteer(session)


def year_of(known: KnownAuthority) -> str:
    """A year in which the authority existed."""
    if known.valid_from is not None:
        return str(known.valid_from.year + 1)
    return str(known.valid_to.year) if known.valid_to is not None else "2018"


def test_every_code_and_spelling_finds_its_authority(session: Session, gazetteer: Gazetteer):
    named = select(Authority.code, AuthorityCode.gss_code, Authority.name).join(
        AuthorityCode, AuthorityCode.authority_id == Authority.id
    )
    places = [*map(tuple, session.execute(named)), *SPELLINGS]
    assert len(places) > 160
    rows = [
        {**looked_after(), **authority(*place), "time_period": year_of(gazetteer.by_code[place[0]])}
        for place in dict.fromkeys(places)
    ]
    reading = read_statistics(tidy(rows), file_name="all.csv", gazetteer=gazetteer, on=TODAY)
    assert reading.reconciliation.rows_rejected == ()
    assert {figure.area.code for figure in reading.figures} == {code for code, _, _ in places}


def test_every_authority_of_today_has_ten_neighbours(session: Session, gazetteer: Gazetteer):
    assert gazetteer.by_code
    today = session.scalars(select(Authority).where(Authority.valid_to.is_(None))).all()
    assert len(today) == 153
    for held in today:
        group = find_neighbours(session, held, on=TODAY)
        assert group is not None
        assert (group.model_year, len(group.codes)) == (2025, 10), held.name


@pytest.mark.skipif(not REAL.is_dir(), reason="THROUGHLINE_REAL_DATA names no folder with DfE's files")
def test_no_row_of_a_real_file_is_rejected(gazetteer: Gazetteer):
    files = [path for folder in ("ees_2025_release", "vintages") for path in sorted((REAL / folder).glob("*.csv*"))]
    files += [path for folder in sorted(REAL.glob("c*_release")) for path in sorted(folder.glob("*.csv*"))]
    read = 0
    for path in files:
        try:
            reading = read_statistics(path.read_bytes(), file_name=path.name, gazetteer=gazetteer, on=TODAY)
        except FileRefusedError:
            continue
        read += 1
        assert reading.reconciliation.rows_rejected == (), path.name
    assert read == 28
