"""Reads the approved figures that an export holds, as they were known on a day, with how many are withheld."""

from collections.abc import Collection as Several
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.quarters import Quarter
from outcomes.catalogue.status import Status
from outcomes.collection.export.figures import Approved, Area, Export
from outcomes.collection.figure import Figure
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import known
from outcomes.collection.observation.withheld import count_withheld


def read_export(
    session: Session, *, authority_ids: Several[int] | None, as_at: date, first: Quarter | None = None
) -> Export:
    """The approved figures as known on the day.

    Args:
        session: its scope limits what is seen.
        authority_ids: of these authorities; None means every one in the session's scope, for the support team.
        as_at: the day.
        first: leave out earlier quarters.
    """
    query = (
        select(Observation, Authority)
        .join(Authority, Authority.id == Observation.authority_id)
        .where(known(as_at))
        .order_by(Authority.name, Authority.code, Observation.quarter)
    )
    if authority_ids is not None:
        query = query.where(Observation.authority_id.in_(authority_ids))
    if first is not None:
        query = query.where(Observation.quarter >= first)
    areas: dict[int, Area] = {}
    figures = []
    for row, authority in session.execute(query):
        area = areas.setdefault(authority.id, _area(authority))
        figures.append(Approved(area, row.quarter, _figure(row)))
    return Export(figures, as_at, count_withheld(session, authority_ids=authority_ids, as_at=as_at, first=first))


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
