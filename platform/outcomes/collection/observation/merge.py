"""Brings approved figures into the observations: one COPY, one merge, nothing overwritten (W6, G5, K2).

The same function serves an approval, the import of history and the benchmark. COPY goes into a temporary table, since
PostgreSQL refuses it on a table with row-level security (design 5.1); the merge itself stays under that wall.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text
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
QUARTER_AT = COLUMNS.index("quarter")
STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS given_figure (
    authority_id integer NOT NULL, indicator_code text NOT NULL, quarter text NOT NULL, definition integer NOT NULL,
    status text NOT NULL, value numeric, numerator numeric, denominator numeric,
    source_file text NOT NULL, source_line integer, source_sheet text, source_cell text, version_id uuid,
    known_on date NOT NULL
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
UPDATE observation AS held SET superseded_at = :at, superseded_on = greatest(given.known_on, held.known_on)
FROM given_figure AS given WHERE {SAME} AND {OTHERWISE}
"""  # noqa: S608  (constants)
INSERT = f"""
INSERT INTO observation ({LISTED}, recorded_at, recorded_by_id, approved_at, approved_by_id)
SELECT {LISTED}, :at, :by, CASE WHEN version_id IS NOT NULL THEN CAST(:at AS timestamptz) END,
       CASE WHEN version_id IS NOT NULL THEN CAST(:by AS integer) END
FROM given_figure AS given WHERE NOT EXISTS (SELECT FROM observation AS held WHERE {SAME})
"""  # noqa: S608  (constants)
CLEAR = """
UPDATE observation SET superseded_at = :at, superseded_on = greatest(CAST(:on AS date), known_on)
WHERE authority_id = :authority AND quarter = :quarter AND superseded_at IS NULL AND indicator_code = ANY (:codes)
"""


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

    Each authority, indicator and quarter may be given once. The caller writes the audit event.
    """
    session.flush()  # what the figures refer to
    connection = session.connection()
    connection.execute(text(STAGE))
    connection.execute(text("TRUNCATE given_figure"))
    total = _copy(connection, given)
    if not total:
        return Merged(0, 0, 0)
    moment: dict[str, Any] = {"at": at, "by": by.account_id}
    changed = connection.execute(text(SUPERSEDE), moment).rowcount
    stored = connection.execute(text(INSERT), moment).rowcount
    _forget_read(session)
    return Merged(stored - changed, changed, total - stored)


def _copy(connection: Connection, given: Iterable[Given]) -> int:
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("The database connection was lost while figures were stored.")
    total = 0
    labels: dict[Quarter, str] = {}
    with driver.cursor() as cursor, cursor.copy(f"COPY given_figure ({LISTED}) FROM STDIN") as copy:
        for each in given:
            label = labels.get(each.quarter) or labels.setdefault(each.quarter, str(each.quarter))
            copy.write_row((*each[:QUARTER_AT], label, *each[QUARTER_AT + 1 :]))
            total += 1
    return total


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
