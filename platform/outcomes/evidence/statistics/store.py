"""Last step of an import: figures go into the database in one go, or not at all.

COPY into a temporary table, then one INSERT: COPY itself is refused on tables with row-level security (design 5.1).
Importing a file twice changes nothing; the same file with another date of release is another release of it.
"""

import gzip
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from outcomes.catalogue.load import load_indicators
from outcomes.evidence.statistics.geography import Level
from outcomes.evidence.statistics.measure import Progress
from outcomes.evidence.statistics.models import PublishedFile, PublishedRelease
from outcomes.evidence.statistics.places import get_gazetteer
from outcomes.evidence.statistics.read import Reading, read_statistics
from outcomes.evidence.statistics.reconcile import Reconciliation
from outcomes.evidence.statistics.release import DateBasis

KEPT_TALLIES = 20
COLUMNS = (
    "release_id, indicator_code, measure, area_level, area_code, authority_id, period_kind, period_start, period_end, "
    "value, status, decimals, derived, line, column_name"
)
STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_value (
    release_id int, indicator_code text, measure text, area_level text, area_code text, authority_id int,
    period_kind text, period_start date, period_end date, value numeric, status text, decimals smallint,
    derived boolean, line int, column_name text
) ON COMMIT DROP
"""


class Outcome(StrEnum):
    """What an import did."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    DATED = "dated"


@dataclass(frozen=True)
class Imported:
    """A file as it was read, and what storing it did; `release_id` is the release it now belongs to."""

    reading: Reading
    outcome: Outcome
    release_id: int


def import_statistics(
    session: Session,
    *,
    by: Identity,
    content: bytes,
    file_name: str,
    on: date,
    released: date | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Read one file of DfE and store its figures.

    `released` is the day of publication where it is known, else it is estimated (release.py). Raises
    FileRefusedError with the reason when nothing of the file can be taken; then nothing is stored.
    """
    load_indicators(session)
    reading = read_statistics(
        content,
        file_name=file_name,
        gazetteer=get_gazetteer(session),
        on=on,
        released=released,
        progress=progress,
    )
    return store_reading(session, by=by, reading=reading, content=content)


def store_reading(session: Session, *, by: Identity, reading: Reading, content: bytes) -> Imported:
    """Store what was read, unless this very file is stored already for this release."""
    # One import at a time: two of the same file at once would both find it missing.
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('published_release'))"))
    known = list(
        session.scalars(
            select(PublishedRelease).where(PublishedRelease.sha256 == reading.sha256).order_by(PublishedRelease.id)
        )
    )
    estimated = reading.release.basis is DateBasis.ESTIMATED
    same = next((held for held in known if estimated or held.released_on == reading.release.released_on), None)
    guessed = next((held for held in known if held.date_basis == DateBasis.ESTIMATED), None)
    if same is not None and (estimated or same.date_basis == DateBasis.GIVEN):
        return Imported(reading, Outcome.UNCHANGED, same.id)
    if guessed is not None:
        return Imported(reading, Outcome.DATED, _date(session, by, guessed, reading.release.released_on).id)
    release = _add_release(session, by, reading, content)
    _add_values(session, release.id, reading)
    record(
        session,
        by=by,
        deed="statistics.imported",
        subject=f"published_release:{release.id}",
        authority_id=None,
        after={"file": reading.file_name, "sha256": reading.sha256, "released_on": release.released_on.isoformat()},
    )
    return Imported(reading, Outcome.STORED, release.id)


def _date(session: Session, by: Identity, release: PublishedRelease, released_on: date) -> PublishedRelease:
    """Replace an estimated date of release by the one given; the audit trail keeps the estimate."""
    record(
        session,
        by=by,
        deed="statistics.dated",
        subject=f"published_release:{release.id}",
        authority_id=None,
        before={"released_on": release.released_on.isoformat(), "date_basis": release.date_basis},
        after={"released_on": released_on.isoformat(), "date_basis": DateBasis.GIVEN.value},
    )
    release.released_on = released_on
    release.date_basis = DateBasis.GIVEN.value
    return release


def _add_release(session: Session, by: Identity, reading: Reading, content: bytes) -> PublishedRelease:
    packed = content if content.startswith(b"\x1f\x8b") else gzip.compress(content, mtime=0)
    file = {"sha256": reading.sha256, "file_name": reading.file_name, "size": reading.size, "content": packed}
    session.execute(insert(PublishedFile).values(file).on_conflict_do_nothing())
    release = PublishedRelease(
        sha256=reading.sha256,
        publication=reading.release.publication,
        title=reading.release.title,
        released_on=reading.release.released_on,
        date_basis=reading.release.basis.value,
        first_on=reading.first.start,
        latest_on=reading.latest.end,
        account=_account(reading.reconciliation),
        imported_by_id=by.account_id,
    )
    session.add(release)
    session.flush()  # the figures need the release's number
    return release


def _account(account: Reconciliation) -> dict[str, Any]:
    """The reconciliation as plain JSON; of long lists of reasons the most frequent ones."""
    told = asdict(account)
    for name in ("rows_ignored", "rows_rejected", "figures_rejected"):
        tallies = told[name]
        told[name] = {"count": sum(tally["count"] for tally in tallies), "reasons": list(tallies[:KEPT_TALLIES])}
    told["stored_by_status"] = {status.value: count for status, count in account.stored_by_status.items()}
    return told


def _add_values(session: Session, release_id: int, reading: Reading) -> None:
    connection = session.connection()
    connection.execute(text(STAGE))
    connection.execute(text("TRUNCATE staged_value"))
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("The database connection was lost during the import.")
    authorities = {code: number for number, code in session.execute(select(Authority.id, Authority.code))}
    with driver.cursor() as cursor, cursor.copy(f"COPY staged_value ({COLUMNS}) FROM STDIN") as copy:
        for row in _rows(release_id, reading, authorities):
            copy.write_row(row)
    stored = connection.execute(
        text(f"INSERT INTO published_value ({COLUMNS}) SELECT {COLUMNS} FROM staged_value")  # noqa: S608  (constant)
    )
    if stored.rowcount != len(reading.figures):
        raise ArithmeticError(f"{len(reading.figures)} figures were read and {stored.rowcount} stored.")


def _rows(release_id: int, reading: Reading, authorities: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for figure in reading.figures:
        area, period, cell = figure.area, figure.period, figure.cell
        yield (
            release_id,
            figure.indicator,
            figure.measure.value,
            area.level.value,
            area.code,
            authorities[area.code] if area.level is Level.AUTHORITY else None,
            period.kind.value,
            period.start,
            period.end,
            cell.value,
            cell.status.value,
            reading.decimals[figure.indicator, figure.measure],
            figure.derived,
            figure.line,
            figure.column,
        )
