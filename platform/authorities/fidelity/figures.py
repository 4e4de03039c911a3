"""The learning journal's numbers of an adoption: how many families and staff by a day, how long it took to go live."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.fidelity.errors import FidelityError
from authorities.fidelity.kinds import FigureKind
from authorities.fidelity.models import AdoptionFigure
from authorities.programme.models import Adoption
from core.access import Identity
from core.audit import record
from core.scope import scope_of

HIGHEST = 1_000_000


def record_figure(
    session: Session,
    *,
    by: Identity,
    adoption: Adoption,
    kind: FigureKind,
    value: int,
    as_of: date,
    source: str,
    on: date,
) -> AdoptionFigure:
    """Record a number as of a day; one that is there for that day is closed and stays on record.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        FidelityError: a number below nothing or beyond belief, no source, or a day that has not come.
    """
    scope_of(session).require(adoption.authority_id)
    if not 0 <= value <= HIGHEST:
        raise FidelityError(f"Enter a whole number from 0 to {HIGHEST:,}.", field="value")
    if as_of > on:
        raise FidelityError("That day has not come. Give today or an earlier day.", field="as_of")
    said = " ".join(source.split())
    if not said:
        raise FidelityError("Say where the number comes from.", field="source")
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"adoption_figure:{adoption.id}"))))
    for earlier in session.scalars(
        select(AdoptionFigure).where(
            AdoptionFigure.authority_id == adoption.authority_id,
            AdoptionFigure.adoption_id == adoption.id,
            AdoptionFigure.kind == kind.value,
            AdoptionFigure.as_of == as_of,
            AdoptionFigure.superseded_at.is_(None),
        )
    ):
        earlier.superseded_at = func.clock_timestamp()
    session.flush()  # closed first: one current number for a day is all that the index allows
    figure = AdoptionFigure(
        authority_id=adoption.authority_id,
        adoption_id=adoption.id,
        kind=kind.value,
        as_of=as_of,
        value=value,
        source=said,
        known_on=on,
        recorded_by_id=by.account_id,
    )
    session.add(figure)
    session.flush()  # the database's own refusals belong to this deed
    record(
        session,
        by=by,
        deed="adoption_figure.recorded",
        subject=f"adoption:{adoption.id}",
        authority_id=adoption.authority_id,
        after={"kind": kind.value, "as_of": as_of.isoformat()},
    )
    return figure


def list_figures(session: Session, *, authority_id: int, adoption_id: UUID, known_on: date) -> list[AdoptionFigure]:
    """The numbers of an adoption as known on a day, by kind and then the newest first."""
    found: dict[tuple[str, date], AdoptionFigure] = {}
    for figure in session.scalars(
        select(AdoptionFigure)
        .where(
            AdoptionFigure.authority_id == authority_id,
            AdoptionFigure.adoption_id == adoption_id,
            AdoptionFigure.known_on <= known_on,
        )
        .order_by(AdoptionFigure.recorded_at, AdoptionFigure.id)
    ):
        found[figure.kind, figure.as_of] = figure
    order = list(FigureKind)
    return sorted(found.values(), key=lambda each: (order.index(FigureKind(each.kind)), -each.as_of.toordinal()))
