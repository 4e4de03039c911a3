"""The register of these tests, and a way to import a file in one line."""

from datetime import date

import pytest
from factories.statistics_register import TODAY, Import, add_register
from factories.tidy import tidy
from sqlalchemy.orm import Session

from core.access.identity import SYSTEM
from outcomes.evidence.statistics.store import Imported, import_statistics


@pytest.fixture
def register(session: Session) -> dict[str, int]:
    return add_register(session)


@pytest.fixture
def load(session: Session, register: dict[str, int]) -> Import:
    """Import rows (see factories.tidy) as a file, as released on a day."""
    assert register

    def load_rows(rows: list[dict[str, str]], released: date | None = None, name: str = "figures.csv") -> Imported:
        return import_statistics(session, by=SYSTEM, content=tidy(rows), file_name=name, on=TODAY, released=released)

    return load_rows
