"""Brings approved figures into the observations by COPY and a merge; nothing is overwritten (W6, G5, K2).

The same function serves an approval, the import of history and the benchmark. COPY goes into a temporary table, since
PostgreSQL refuses it on a table with row-level security (design 5.1); the merge itself stays under that wall.

Many figures are taken part by part: while the database stores those that are new, the next are made here, until it says
that it is done. Foreign keys and indexes take as long as the checks of the rows, and neither need wait for the other
(performance, section 3). It is one transaction all the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from select import select as readable
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg.copy import FileWriter
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from core.quarters import Quarter
from outcomes.collection.figure import Figure
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.origin import origins_of
from outcomes.collection.submission.models import SubmissionVersion

COLUMNS = (
    "authority_id",
    "indicator_code",
    "quarter",
    "definition",
    "status",
    "value",
    "numerator",
    "denominator",
    "source_file",
    "source_line",
    "source_sheet",
    "source_cell",
    "version_id",
    "known_on",
)
LISTED = ", ".join(COLUMNS)
COPY = f"COPY given_figure ({LISTED}, part) FROM STDIN"
TYPES = (
    *("int4", "text", "text", "int4", "text", "numeric", "numeric", "numeric"),
    *("text", "int4", "text", "text", "uuid", "date", "int4"),
)
QUARTER_AT = COLUMNS.index("quarter")
# A first part that is worth a statement, so many between two looks, and never so many that they fill the memory.
FIRST_PART, LEAST_PART, LARGEST_PART = 500, 100, 2000
STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS given_figure (
    authority_id integer NOT NULL, indicator_code text NOT NULL, quarter text NOT NULL, definition integer NOT NULL,
    status text NOT NULL, value numeric, numerator numeric, denominator numeric,
    source_file text NOT NULL, source_line integer, source_sheet text, source_cell text, version_id uuid,
    known_on date NOT NULL, part integer NOT NULL
) ON COMMIT DELETE ROWS
"""
# Of the same thing: the key under which one figure counts at a time.
SAME = (
    "held.authority_id = given.authority_id AND held.indicator_code = given.indicator_code"
    " AND held.quarter = given.quarter AND held.superseded_at IS NULL"
)
# A figure that says the same stays as it is, with the day and the cell it was first approved with.
OTHERWISE = (
    "(held.status, held.value, held.numerator, held.denominator, held.definition)"
    " IS DISTINCT FROM (given.status, given.value, given.numerator, given.denominator, given.definition)"
)
SUPERSEDE = f"""
UPDATE observation AS held SET superseded_at = %(at)s, superseded_on = greatest(given.known_on, held.known_on)
FROM given_figure AS given WHERE {SAME} AND {OTHERWISE}
"""  # noqa: S608  (constants)
INTO_OBSERVATIONS = f"""
INSERT INTO observation ({LISTED}, recorded_at, recorded_by_id, approved_at, approved_by_id)
SELECT {LISTED}, %(at)s, %(by)s, CASE WHEN version_id IS NOT NULL THEN CAST(%(at)s AS timestamptz) END,
       CASE WHEN version_id IS NOT NULL THEN CAST(%(by)s AS integer) END
FROM given_figure AS given
"""  # noqa: S608  (constants)
INSERT = f"{INTO_OBSERVATIONS} WHERE NOT EXISTS (SELECT FROM observation AS held WHERE {SAME})"
# Of returns of which nothing is held no figure need be looked for.
HELD = """
SELECT asked.authority_id, asked.quarter FROM unnest(%(authorities)s::int[], %(quarters)s::text[])
    AS asked(authority_id, quarter)
WHERE (SELECT held.id FROM observation AS held WHERE held.authority_id = asked.authority_id
    AND held.quarter = asked.quarter AND held.superseded_at IS NULL LIMIT 1) IS NOT NULL
"""
INSERT_FIRST = f"{INTO_OBSERVATIONS} WHERE part = %(part)s"
# Written so that each figure is looked up by its key: a join would read the whole table again for each part.
INSERT_NEW = f"""
{INTO_OBSERVATIONS} WHERE part = %(part)s AND (SELECT held.id FROM observation AS held WHERE {SAME}) IS NULL
"""  # noqa: S608  (constants)
CLEAR = """
UPDATE observation SET superseded_at = :at, superseded_on = greatest(CAST(:on AS date), known_on)
WHERE authority_id = :authority AND quarter = :quarter AND superseded_at IS NULL AND indicator_code = ANY (:codes)
"""


Return = tuple[int, str]
"""An authority and the label of a quarter."""


class Given(NamedTuple):
    """One figure to be kept, with where it stands: a line of a file, or a cell of a version's file.

    Its fields stand in the order of COLUMNS, as COPY takes them.
    """

    authority_id: int
    indicator_code: str
    quarter: Quarter
    definition: int
    status: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    source_file: str
    source_line: int | None
    source_sheet: str | None
    source_cell: str | None
    version_id: UUID | None
    known_on: date


class Part(NamedTuple):
    """Some of the figures, written as COPY takes them, and of which returns they are."""

    number: int
    figures: int
    rows: bytes
    returns: set[Return]


@dataclass(frozen=True)
class Merged:
    """What became of the figures that were given: they add up. `cleared` are those taken away without successor."""

    new: int
    changed: int
    unchanged: int
    cleared: int = 0


def merge_figures(
    session: Session,
    *,
    by: Identity,
    authority_id: int,
    quarter: Quarter,
    version: SubmissionVersion,
    figures: Mapping[str, Figure],
    at: datetime,
    on: date,
    cleared: Collection[str] = (),
) -> Merged:
    """Make the figures of an approved version what counts from `on`.

    Args:
        session: of a transaction whose scope covers the authority.
        by: who approved them.
        authority_id: whose they are.
        quarter: of which quarter.
        version: the approved version.
        figures: everything it holds, by indicator.
        at: when it was approved.
        on: the day from which they are known.
        cleared: indicators that the approval takes away; what was never given by this return stays as it is.
    """
    origins = origins_of(session, version, figures)
    given = (
        Given(
            authority_id,
            code,
            quarter,
            figure.definition,
            figure.status.value,
            figure.value,
            figure.numerator,
            figure.denominator,
            origins[code].file_name,
            None,
            origins[code].sheet,
            origins[code].cell,
            origins[code].version_id,
            on,
        )
        for code, figure in figures.items()
    )
    merged = merge(session, by=by, given=given, at=at)
    gone = _clear(session, authority_id, quarter, sorted(set(cleared) - set(figures)), at, on)
    merged = Merged(merged.new, merged.changed, merged.unchanged, gone)
    record(
        session,
        by=by,
        deed="figures.approved",
        subject=f"submission_version:{version.id}",
        authority_id=authority_id,
        after={
            "quarter": str(quarter),
            "new": merged.new,
            "changed": merged.changed,
            "unchanged": merged.unchanged,
            "cleared": merged.cleared,
        },
    )
    return merged


def merge(session: Session, *, by: Identity, given: Iterable[Given], at: datetime) -> Merged:
    """Keep every figure that is new or says something else than the one that counts now; that one is superseded.

    Each authority, indicator and quarter may be given once. `given` may still be at work when the first figures are
    stored, and must leave the session alone. The caller writes the audit event.
    """
    session.flush()  # what the figures refer to
    connection = session.connection()
    connection.execute(text(STAGE))
    connection.execute(text("TRUNCATE given_figure"))
    moment: dict[str, Any] = {"at": at, "by": by.account_id}
    total, stored = _store_new(connection, given, moment)
    changed = 0
    if stored < total:
        changed = connection.exec_driver_sql(SUPERSEDE, moment).rowcount
        stored += connection.exec_driver_sql(INSERT, moment).rowcount
    if total:
        _forget_read(session)
    return Merged(stored - changed, changed, total - stored)


def _store_new(connection: Connection, given: Iterable[Given], moment: dict[str, Any]) -> tuple[int, int]:
    """Stage every figure and store those of which nothing is held; returns how many there are and how many were stored.

    Where most of a part are held already the others are left to the end as well: the file is an old one sent again. No
    plan is kept, since the table grows while this goes on.
    """
    total = stored = 0
    mostly_new = True
    held: dict[Return, bool] = {}  # before any figure of it was stored here
    waiting = iter(given)
    with _driver(connection) as driver, driver.cursor() as cursor:
        part = _written(driver, 1, islice(waiting, FIRST_PART))
        while part.figures:
            total += part.figures
            with cursor.copy(COPY) as copy:
                copy.write(part.rows)
            if not mostly_new:
                part = _written(driver, part.number + 1, islice(waiting, LARGEST_PART))
                continue
            _look_for(cursor, part.returns, held)
            insert = INSERT_NEW if any(held[each] for each in part.returns) else INSERT_FIRST
            with driver.pipeline():
                cursor.execute(insert, moment | {"part": part.number}, prepare=False)
                # So that the answer comes as soon as there is one, and nobody waits for it here.
                driver.pgconn.send_flush_request()
                driver.pgconn.flush()
                following = _written(driver, part.number + 1, _until_answered(driver, waiting))
            stored += cursor.rowcount
            mostly_new = cursor.rowcount > part.figures / 2
            part = following
    return total, stored


def _look_for(cursor: psycopg.Cursor[Any], returns: set[Return], held: dict[Return, bool]) -> None:
    """Write down of which returns figures are held, once for each."""
    unknown = [each for each in returns if each not in held]
    if not unknown:
        return
    authorities, quarters = zip(*unknown, strict=True)
    cursor.execute(HELD, {"authorities": list(authorities), "quarters": list(quarters)})
    found = set(cursor.fetchall())
    held.update((each, each in found) for each in unknown)


def _until_answered(driver: psycopg.Connection[Any], waiting: Iterator[Given]) -> Iterator[Given]:
    """As many figures as can be made and written until the database has answered."""
    for _ in range(0, LARGEST_PART, LEAST_PART):
        some = list(islice(waiting, LEAST_PART))
        yield from some
        if len(some) < LEAST_PART or readable([driver.fileno()], [], [], 0)[0]:
            return


@contextmanager
def _driver(connection: Connection) -> Iterator[Any]:
    """The driver's own connection, for what SQLAlchemy does not know; what fails there fails as it does elsewhere."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("The database connection was lost while figures were stored.")
    try:
        yield driver
    except psycopg.Error as error:
        raise DBAPIError.instance(None, None, error, psycopg.Error, dialect=connection.dialect) from error


def _written(driver: psycopg.Connection[Any], number: int, given: Iterable[Given]) -> Part:
    """Figures as COPY takes them; nothing is sent, so that the database may be at work meanwhile."""
    rows = BytesIO()
    returns: set[Return] = set()
    figures = 0
    quarter, label = None, ""
    with driver.cursor() as cursor, psycopg.Copy(cursor, writer=FileWriter(rows)) as copy:
        copy.set_types(TYPES)  # known beforehand, none need be looked up for each cell
        for each in given:
            if each.quarter is not quarter:  # the figures of one return stand together
                quarter, label = each.quarter, str(each.quarter)
            copy.write_row((*each[:QUARTER_AT], label, *each[QUARTER_AT + 1 :], number))
            returns.add((each.authority_id, label))
            figures += 1
    return Part(number, figures, rows.getvalue(), returns)


def _clear(session: Session, authority_id: int, quarter: Quarter, codes: list[str], at: datetime, on: date) -> int:
    if not codes:
        return 0
    values = {"at": at, "on": on, "authority": authority_id, "quarter": str(quarter), "codes": codes}
    done: int = session.connection().execute(text(CLEAR), values).rowcount
    _forget_read(session)
    return done


def _forget_read(session: Session) -> None:
    """Observations that were read before the merge are read afresh."""
    for held in session.identity_map.values():
        if isinstance(held, Observation):
            session.expire(held)
