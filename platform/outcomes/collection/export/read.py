"""Reads the approved figures that an export holds, as they were known on a day, with how many are withheld."""

from collections.abc import Collection as Several
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.quarters import Quarter
from outcomes.catalogue.status import Status
from outcomes.collection.export.figures import Approved, Area, Export
from outcomes.collection.export.span import EVERY_QUARTER, Span
from outcomes.collection.figure import Figure
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import known
from outcomes.collection.observation.withheld import count_withheld


def read_export(
    session: Session, *, authority_ids: Several[int] | None, as_at: date, span: Span = EVERY_QUARTER
) -> Export:
    """The approved figures as known on the day.

    Args:
        session: its scope limits what is seen.
        authority_ids: of these authorities; None means every one in the session's scope, for the support team.
        as_at: the day.
        span: of which quarters.
    """
    query = (
        select(Observation, Authority)
        .join(Authority, Authority.id == Observation.authority_id)
        .where(known(as_at))
        .order_by(Authority.name, Authority.code, Observation.quarter)
    )
    if authority_ids is not None:
        query = query.where(Observation.authority_id.in_(authority_ids))
    if span.first is not None:
        query = query.where(Observation.quarter >= span.first)
    if span.last is not None:
        query = query.where(Observation.quarter <= span.last)
    areas: dict[int, Area] = {}
    figures = []
    for row, authority in session.execute(query):
        area = areas.setdefault(authority.id, _area(authority))
        figures.append(Approved(area, row.quarter, _figure(row)))
    withheld = count_withheld(session, authority_ids=authority_ids, as_at=as_at, first=span.first, last=span.last)
    return Export(figures, as_at, withheld)


def list_quarters(session: Session) -> list[Quarter]:
    """Every quarter with a figure in the session's scope, the newest first: what a form offers."""
    return list(session.scalars(select(Observation.quarter).distinct().order_by(Observation.quarter.desc())))


def _area(authority: Authority) -> Area:
    return Area(authority.code, authority.gss_code, authority.name, authority.region, authority.invented)


def _figure(row: Observation) -> Figure:
    return Figure(
        indicator=row.indicator_code,
        status=Status(row.status),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        definition=row.definition,
    )
