"""Reads aggregates as they were released: always five rows each, whatever is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.open import list_innovations
from authorities.register.models import Authority
from core.clock import LONDON
from leadership.profiles.aggregates.models import ProfileAggregate
from leadership.profiles.kinds import Attribute
from leadership.profiles.release.aggregate import DFE, half_band
from leadership.profiles.release.precision import interval
from leadership.profiles.release.result import HIDDEN

PROGRAMME = "programme"


@dataclass(frozen=True)
class Line:
    """One attribute; without a value it is hidden, or there is nothing to hide: nobody can tell which."""

    attribute: Attribute
    value: Decimal | None = None
    half_width: Decimal | None = None
    leaders: int | None = None
    raters: int | None = None

    @property
    def shown(self) -> str:
        return HIDDEN if self.value is None else str(self.value)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        if self.value is None or self.half_width is None:
            return None
        return interval(self.value, self.half_width)


@dataclass(frozen=True)
class Shown:
    """An aggregate on a page: `name` as in the ledger, `title` for people, its newest released version."""

    name: str
    title: str
    lines: tuple[Line, ...]
    released_on: date | None = None

    @property
    def hidden(self) -> bool:
        return self.released_on is None

    @property
    def leaders(self) -> int:
        """Of how many leaders; of the attribute with the fewest, should they differ."""
        return min(line.leaders or 0 for line in self.lines)

    @property
    def raters(self) -> int:
        return min(line.raters or 0 for line in self.lines)


@dataclass(frozen=True)
class Band:
    """One attribute for DfE: the half point in which the programme's mean lies."""

    attribute: Attribute
    low: Decimal
    high: Decimal


def find_authority(session: Session, authority: Authority) -> Shown:
    """The aggregate of one authority, for those who lead it; the database shows it to nobody else."""
    name = f"authority:{authority.id}"
    return _shown(name, authority.name, _newest(session, authority_id=authority.id))


def list_of_programme(session: Session) -> list[Shown]:
    """The programme, then each innovation by name."""
    newest = _newest(session, authority_id=None)
    innovations = [(f"innovation:{each.code}", each.name) for each in list_innovations(session)]
    return [
        _shown(name, title, newest)
        for name, title in [(PROGRAMME, "The programme"), *sorted(innovations, key=lambda each: each[1])]
    ]


def list_bands(session: Session) -> tuple[Band, ...]:
    """What may go into the programme summary: all five attributes in bands, or none (8 leaders, 30 raters)."""
    programme = list_of_programme(session)[0]
    if programme.hidden or programme.leaders < DFE.leaders or programme.raters < DFE.raters:
        return ()
    return tuple(Band(line.attribute, *half_band(line.value)) for line in programme.lines if line.value is not None)


def _newest(session: Session, *, authority_id: int | None) -> Mapping[tuple[str, Attribute], ProfileAggregate]:
    """The newest version of each attribute, by name and attribute."""
    rows = session.scalars(
        select(ProfileAggregate)
        .where(ProfileAggregate.authority_id.is_not_distinct_from(authority_id))
        .order_by(ProfileAggregate.version)
    )
    return {(row.name, Attribute(row.attribute)): row for row in rows}


def _shown(name: str, title: str, newest: Mapping[tuple[str, Attribute], ProfileAggregate]) -> Shown:
    rows = [newest.get((name, attribute)) for attribute in Attribute]
    lines = tuple(
        Line(attribute) if row is None else Line(attribute, row.value, row.half_width, row.leaders, row.raters)
        for attribute, row in zip(Attribute, rows, strict=True)
    )
    days = [row.released_at.astimezone(LONDON).date() for row in rows if row is not None]
    return Shown(name, title, lines, max(days, default=None))
