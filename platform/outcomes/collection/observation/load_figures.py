"""Stores quarterly figures of a file and reads them back.

A later step of the product brings figures through submissions that are checked and approved; they end in the same
table.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.csv_table import Located
from core.quarters import Quarter
from outcomes.catalogue.load import load_indicators
from outcomes.collection.observation.figures_file import FIGURES, FigureRow, Key
from outcomes.collection.observation.models import Observation

BATCH = 2000
# A file of figures does not say when each was approved. Returns are approved about ten weeks after their quarter, which
# is also how long a world waits before it tells them (docs/formats.md).
APPROVED_AFTER = timedelta(weeks=10)


def stored_figures(session: Session) -> dict[Key, FigureRow]:
    """Every figure that the session may see, as rows of the file format."""
    rows = session.execute(
        select(Observation, Authority.code).join(Authority, Authority.id == Observation.authority_id)
    ).all()
    figures = [
        FigureRow(code, each.quarter, each.indicator_code, each.value, each.numerator, each.denominator, each.status)
        for each, code in rows
    ]
    return {figure.key: figure for figure in figures}


def load_figures(
    session: Session,
    *,
    by: Identity,
    rows: Sequence[Located[FigureRow]],
    source_file: str = FIGURES.file,
    on: date,
) -> int:
    """Store checked figures as approved observations, each with the line it stood on; returns how many.

    A figure counts as known ten weeks after its quarter, and never later than today.
    """
    if not rows:
        return 0
    load_indicators(session)
    numbers = {row.code: row.id for row in session.execute(select(Authority.code, Authority.id))}
    values = [
        {
            "authority_id": numbers[item.row.authority_code],
            "indicator_code": item.row.indicator_code,
            "quarter": item.row.quarter,
            "value": item.row.value,
            "numerator": item.row.numerator,
            "denominator": item.row.denominator,
            "status": item.row.status,
            "source_file": source_file,
            "source_line": item.line,
            "known_on": min(item.row.quarter.ends_on + APPROVED_AFTER, on),
            "recorded_by_id": by.account_id,
        }
        for item in rows
    ]
    for start in range(0, len(values), BATCH):
        session.execute(insert(Observation), values[start : start + BATCH])
    record(
        session,
        by=by,
        deed="figures.loaded",
        subject=f"file:{source_file}",
        authority_id=None,
        after={"figures": len(values)},
    )
    return len(values)


def list_figures(
    session: Session,
    *,
    authority_ids: Collection[int],
    indicator_code: str,
    as_at: date | None = None,
) -> Mapping[int, list[Observation]]:
    """The quarterly figures of one indicator by authority, the earliest quarter first.

    Args:
        session: its scope limits what is seen.
        authority_ids: of these authorities.
        indicator_code: as in the catalogue.
        as_at: only those known on that day; None means all.
    """
    query = select(Observation).where(
        Observation.authority_id.in_(authority_ids), Observation.indicator_code == indicator_code
    )
    if as_at is not None:
        query = query.where(Observation.known_on <= as_at)
    found: defaultdict[int, list[Observation]] = defaultdict(list)
    for observation in session.scalars(query.order_by(Observation.quarter)):
        found[observation.authority_id].append(observation)
    return found


def list_quarters(session: Session, *, authority_ids: Collection[int]) -> list[Quarter]:
    """The quarters of which any of these authorities has a figure, the earliest first."""
    query = select(Observation.quarter).where(Observation.authority_id.in_(authority_ids)).distinct()
    return sorted(session.scalars(query))
