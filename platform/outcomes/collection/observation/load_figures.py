"""Stores quarterly figures of a file as approved history: the figures from before returns were made here.

They end where approved returns end, by the same merge, so that a page need not know which way a figure came.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.csv_table import Located
from outcomes.catalogue.load import load_indicators
from outcomes.catalogue.versions import indicator_on
from outcomes.collection.observation.figures_file import FIGURES, FigureRow
from outcomes.collection.observation.merge import Given, merge

# A file of figures does not say when each was approved. Returns are approved about ten weeks after their quarter, which
# is also how long a world waits before it tells them (docs/formats.md).
APPROVED_AFTER = timedelta(weeks=10)


def load_figures(
    session: Session,
    *,
    by: Identity,
    rows: Sequence[Located[FigureRow]],
    source_file: str = FIGURES.file,
    at: datetime,
    on: date,
) -> int:
    """Store checked figures as approved observations, each with the line it stood on; returns how many are new.

    A figure counts as known ten weeks after its quarter, and never later than today.
    """
    if not rows:
        return 0
    load_indicators(session)
    numbers = {row.code: row.id for row in session.execute(select(Authority.code, Authority.id))}
    quarters = {item.row.quarter for item in rows}
    known_on = {quarter: min(quarter.ends_on + APPROVED_AFTER, on) for quarter in quarters}
    given = (
        Given(
            authority_id=numbers[item.row.authority_code],
            indicator_code=item.row.indicator_code,
            quarter=item.row.quarter,
            definition=indicator_on(item.row.indicator_code, item.row.quarter).version,
            status=item.row.status,
            value=item.row.value,
            numerator=item.row.numerator,
            denominator=item.row.denominator,
            source_file=source_file,
            source_line=item.line,
            source_sheet=None,
            source_cell=None,
            version_id=None,
            known_on=known_on[item.row.quarter],
        )
        for item in rows
    )
    merged = merge(session, by=by, given=given, at=at)
    record(
        session,
        by=by,
        deed="figures.loaded",
        subject=f"file:{source_file}",
        authority_id=None,
        after={"figures": merged.new + merged.changed},
    )
    return merged.new + merged.changed
