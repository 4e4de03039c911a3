"""Every column is about a thing or in the list of personal data, with its purpose and its end (reliability 6.66)."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fixtures.databases import Clone
from personal_data import ABOUT_THINGS

TEXTS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public'
  AND data_type NOT IN ('integer', 'bigint', 'smallint', 'numeric', 'double precision', 'real', 'boolean', 'uuid',
                        'date', 'timestamp with time zone')
"""
ROW = re.compile(r"^\| ([a-z_]+\.[a-z_0-9]+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def listed(project: Path) -> dict[str, tuple[str, str, str]]:
    """What the document lists: column -> about whom, purpose, kept."""
    rows = ROW.findall((project / "docs" / "personal-data.md").read_text(encoding="utf-8"))
    assert len({column for column, *_ in rows}) == len(rows), "a column stands in it twice"
    return {column: (whom, why, kept) for column, whom, why, kept in rows}


@pytest.fixture(scope="module")
def columns(make_clone) -> Iterator[set[str]]:
    for clone in make_clone():
        held: Clone = clone
        with psycopg.connect(held.owner_url) as connection:
            yield {f"{table}.{column}" for table, column in connection.execute(TEXTS)}


def things() -> set[str]:
    return {f"{table}.{column}" for table, names in ABOUT_THINGS.items() for column in names.split()}


def test_every_column_of_text_is_classified(columns: set[str], listed: dict[str, tuple[str, str, str]]) -> None:
    missing = columns - things() - set(listed)
    assert not missing, "say in docs/personal-data.md what it says of whom, or in personal_data.py that it says nothing"


def test_nothing_is_listed_that_is_not_there(columns: set[str], listed: dict[str, tuple[str, str, str]]) -> None:
    assert not (things() | set(listed)) - columns


def test_nothing_is_both(listed: dict[str, tuple[str, str, str]]) -> None:
    assert not things() & set(listed)


def test_each_says_about_whom_why_and_until_when(listed: dict[str, tuple[str, str, str]]) -> None:
    ends = re.compile(r"\d+ (?:day|month|year)|while the account exists|programme")
    for column, (whom, why, kept) in listed.items():
        assert whom.strip() and why.strip(), column  # noqa: PT018
        assert ends.search(kept), f"{column}: until when?"
