"""Approved figures as they are known now, or as they were known on any past day (G5).

A figure counts from the day it was approved until the day on which a later approval replaced it or took it away.
Figures of different definitions of an indicator are never put into one line: `by_definition` keeps them apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.quarters import Quarter
from outcomes.collection.observation.figures_file import FigureRow, Key
from outcomes.collection.observation.models import Observation


def known(as_at: date | None) -> ColumnElement[bool]:
    """The figures that counted on that day; None means now."""
    if as_at is None:
        return Observation.superseded_at.is_(None)
    return and_(
        Observation.known_on <= as_at, or_(Observation.superseded_on.is_(None), Observation.superseded_on > as_at)
    )


def stored_figures(session: Session) -> dict[Key, FigureRow]:
    """Every figure that counts now and that the session may see, as rows of the file format."""
    held = Observation
    rows = session.execute(
        select(
            Authority.code, held.quarter, held.indicator_code, held.value, held.numerator, held.denominator, held.status
        )
        .join(Authority, Authority.id == held.authority_id)
        .where(held.superseded_at.is_(None))
    )
    figures = [FigureRow(*row) for row in rows]
    return {figure.key: figure for figure in figures}


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
        as_at: as they were known on that day; None means now.
    """
    query = select(Observation).where(
        Observation.authority_id.in_(authority_ids), Observation.indicator_code == indicator_code, known(as_at)
    )
    found: defaultdict[int, list[Observation]] = defaultdict(list)
    for observation in session.scalars(query.order_by(Observation.quarter)):
        found[observation.authority_id].append(observation)
    return found


def list_of_authority(
    session: Session, *, authority_id: int, as_at: date | None = None
) -> dict[tuple[str, Quarter], Observation]:
    """Every figure of one authority by indicator and quarter, in one statement."""
    rows = session.scalars(
        select(Observation)
        .where(Observation.authority_id == authority_id, known(as_at))
        .order_by(Observation.quarter, Observation.indicator_code)
    )
    return {(row.indicator_code, row.quarter): row for row in rows}


def list_quarters(session: Session, *, authority_ids: Collection[int], as_at: date | None = None) -> list[Quarter]:
    """The quarters of which any of these authorities has a figure, the earliest first."""
    query = select(Observation.quarter).where(Observation.authority_id.in_(authority_ids), known(as_at)).distinct()
    return sorted(session.scalars(query))


def by_definition(figures: Iterable[Observation]) -> dict[int, list[Observation]]:
    """The figures of one indicator by definition, the newest definition last: each is a line of its own."""
    found: defaultdict[int, list[Observation]] = defaultdict(list)
    for figure in figures:
        found[figure.definition].append(figure)
    return dict(sorted(found.items()))
