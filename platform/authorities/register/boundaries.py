"""What became, and what is to become, of an authority's boundaries: dates that move are versioned forecasts (F)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.recorded import last_day
from authorities.refusals import KNOWN_TOO_LATE, refusing
from authorities.register.models import Authority, BoundaryEvent, BoundaryParty, VestingForecast
from core.access import Identity
from core.audit import record
from core.errors import NotFoundError
from core.scope import scope_of


@dataclass(frozen=True)
class Boundary:
    """A boundary event as known on a day: the forecast that counted then, and those before it."""

    event: BoundaryEvent
    forecast: VestingForecast
    earlier: tuple[VestingForecast, ...]
    sides: frozenset[str]

    @property
    def is_ahead(self) -> bool:
        """Whether it has not happened yet."""
        return self.event.status != "done"

    @property
    def ends_authority(self) -> bool:
        """Whether the authority it was asked about is, or is to be, replaced by others."""
        return self.sides == {"predecessor"}


def list_boundaries(session: Session, *, authority_ids: Iterable[int], known_on: date) -> dict[int, list[Boundary]]:
    """The boundary events of some authorities as known on a day, by authority, the earliest first.

    An event that nobody had heard of on that day is left out.
    """
    wanted = sorted(authority_ids)
    rows = session.execute(
        select(BoundaryParty.authority_id, BoundaryParty.side, BoundaryEvent)
        .join(BoundaryEvent, BoundaryEvent.id == BoundaryParty.event_id)
        .where(BoundaryParty.authority_id.in_(wanted))
    ).all()
    forecasts = _list_forecasts(session, {event.id for _, _, event in rows}, known_on)
    sides: dict[tuple[int, UUID], set[str]] = {}
    events: dict[UUID, BoundaryEvent] = {}
    for number, side, event in rows:
        sides.setdefault((number, event.id), set()).add(side)
        events[event.id] = event
    found: dict[int, list[Boundary]] = {number: [] for number in wanted}
    for (number, event_id), own in sides.items():
        if known := forecasts.get(event_id):
            found[number].append(Boundary(events[event_id], known[-1], tuple(known[:-1]), frozenset(own)))
    return {
        number: sorted(boundaries, key=lambda each: (each.forecast.takes_effect_on, each.event.ref))
        for number, boundaries in found.items()
    }


def get_boundary(session: Session, authority: Authority, ref: str, *, known_on: date) -> Boundary:
    """One boundary event of an authority; raises NotFoundError when it has none of that reference."""
    scope_of(session).require(authority.id)
    for boundary in list_boundaries(session, authority_ids=[authority.id], known_on=known_on)[authority.id]:
        if boundary.event.ref == ref:
            return boundary
    raise NotFoundError("There is no such page, or it is not yours to see.")


def forecast_vesting(
    session: Session,
    *,
    by: Identity,
    on: date,
    boundary: Boundary,
    authority: Authority,
    takes_effect_on: date,
    known_on: date,
    source: str,
    precision: str = "day",
    confidence: str | None = None,
) -> VestingForecast:
    """Record that the date of a planned event moved, or is known better; what was known before stays.

    The same forecast again changes nothing.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: the event has happened, or this could not be known yet.
    """
    scope_of(session).require(authority.id)
    if not boundary.is_ahead:
        raise RegisterError("This has happened, so its date no longer moves.", field="takes_effect_on")
    if known_on > on:
        raise RegisterError(KNOWN_TOO_LATE, field="known_on")
    if last_day(takes_effect_on, precision) < known_on:
        raise RegisterError(
            "A day that is expected cannot lie before the day on which this became known.", field="takes_effect_on"
        )
    last = boundary.forecast
    if (last.takes_effect_on, last.precision, last.known_on, last.source, last.confidence) == (
        takes_effect_on,
        precision,
        known_on,
        source,
        confidence,
    ):
        return last
    forecast = VestingForecast(
        event_id=boundary.event.id,
        takes_effect_on=takes_effect_on,
        precision=precision,
        known_on=known_on,
        source=source,
        confidence=confidence,
        recorded_by_id=by.account_id,
    )
    with refusing(session):
        session.add(forecast)
    record(
        session,
        by=by,
        deed="vesting.forecast",
        subject=f"boundary:{boundary.event.ref}",
        authority_id=authority.id,
        before={"takes_effect_on": boundary.forecast.takes_effect_on.isoformat()},
        after={"takes_effect_on": takes_effect_on.isoformat(), "known_on": known_on.isoformat()},
    )
    return forecast


def _list_forecasts(session: Session, events: set[UUID], known_on: date) -> dict[UUID, list[VestingForecast]]:
    """The forecasts known on a day, by event; the last one counts."""
    found: dict[UUID, list[VestingForecast]] = {}
    for forecast in session.scalars(
        select(VestingForecast)
        .where(VestingForecast.event_id.in_(events), VestingForecast.known_on <= known_on)
        .order_by(VestingForecast.known_on, VestingForecast.id)
    ):
        found.setdefault(forecast.event_id, []).append(forecast)
    return found
