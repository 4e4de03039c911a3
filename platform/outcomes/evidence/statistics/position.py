"""Where an authority stands: its figures beside its neighbours' median, its region and its country, as at any date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from outcomes.catalogue.indicators import Indicator, list_indicators
from outcomes.evidence.comparators import Compared, compare
from outcomes.evidence.neighbour_groups import ChosenNeighbours, find_neighbours
from outcomes.evidence.statistics.geography import countries_of, plain_place, regions_of
from outcomes.evidence.statistics.periods import Period, PeriodKind
from outcomes.evidence.statistics.resolve import Shown, kinds_of
from outcomes.evidence.statistics.series import find_joint_area, list_many_figures

# The summary shows the latest figures; whatever ended longer ago is on the indicator's own page.
LOOK_BACK = timedelta(days=6 * 366)


@dataclass(frozen=True)
class Beside:
    """One period of an authority with what stands beside it."""

    own: Shown
    neighbours: Compared | None
    region: Shown | None
    country: Shown | None
    change: Decimal | None

    @property
    def period(self) -> Period:
        return self.own.period


@dataclass(frozen=True)
class IndicatorView:
    """One indicator of an authority, oldest period first; `together` names a pair that publishes jointly."""

    indicator: Indicator
    kind: PeriodKind | None
    kinds: tuple[PeriodKind, ...]
    periods: tuple[Beside, ...]
    together: str | None

    @property
    def latest(self) -> Beside | None:
        """The latest period, whether or not it has a number."""
        return self.periods[-1] if self.periods else None


@dataclass(frozen=True)
class Position:
    """An authority's indicators that have published figures, in the order of the catalogue.

    `country` is England, or the invented country of a demonstration.
    """

    code: str
    name: str
    invented: bool
    as_at: date
    group: ChosenNeighbours | None
    region: str | None
    country: str
    views: tuple[IndicatorView, ...]


def get_position(
    session: Session,
    authority: Authority,
    *,
    as_at: date,
    model_year: int | None = None,
    indicators: Sequence[Indicator] | None = None,
    kind: PeriodKind | None = None,
) -> Position:
    """Read an authority's figures with their comparators, as published by the end of the day `as_at`.

    Every indicator (only the last six years) or the ones asked for (all years). `kind` chooses between years and
    quarters where both are published; else the kind with most figures is taken. NotFoundError for a neighbour model
    that the authority does not have.
    """
    group = find_neighbours(session, authority, on=as_at, model_year=model_year)
    country, country_name = next(iter(countries_of(invented=authority.invented).items()))
    region = _region_code(authority)
    joint = find_joint_area(session, authority.code)
    members = group.codes if group else ()
    areas = [area for area in (authority.code, country, region, joint, *members) if area]
    wanted = list(indicators) if indicators is not None else list_indicators()
    since = as_at - LOOK_BACK if indicators is None else date.min
    figures = list_many_figures(session, wanted, areas, as_at=as_at, since=since)
    together = _names(session, joint) if joint else None
    places = _Places(authority.code, joint, together, members, region, country)
    views = (_view(indicator, figures[indicator.code], places, kind) for indicator in wanted)
    return Position(
        authority.code,
        authority.name,
        authority.invented,
        as_at,
        group,
        None if region is None else authority.region,
        country_name,
        tuple(view for view in views if view.periods or indicators is not None),
    )


@dataclass(frozen=True)
class _Places:
    """The areas of one view, by their codes."""

    own: str
    joint: str | None
    together: str | None
    members: tuple[str, ...]
    region: str | None
    country: str


def _region_code(authority: Authority) -> str | None:
    names = regions_of(invented=authority.invented)
    return next((code for code, name in names.items() if plain_place(name) == plain_place(authority.region)), None)


def _view(
    indicator: Indicator, figures: Mapping[str, list[Shown]], places: _Places, kind: PeriodKind | None
) -> IndicatorView:
    own = figures.get(places.own, [])
    together = None
    paired = figures.get(places.joint or "", [])
    if paired and (not own or _reach(paired) > _reach(own)):
        own, together = paired, places.together
    kinds = tuple(kinds_of({"own": own}))
    chosen = kind if kind in kinds else next(iter(kinds), None)
    by_area = {
        area: {figure.period: figure for figure in series if figure.period.kind is chosen}
        for area, series in figures.items()
    }
    periods: list[Beside] = []
    for figure in (figure for figure in own if figure.period.kind is chosen):
        before = periods[-1].own if periods else None
        periods.append(
            Beside(
                own=figure,
                neighbours=_compared(by_area, places.members, figure.period),
                region=by_area.get(places.region or "", {}).get(figure.period),
                country=by_area.get(places.country, {}).get(figure.period),
                change=_change(before, figure),
            )
        )
    return IndicatorView(indicator, chosen, kinds, tuple(periods), together)


def _reach(series: Sequence[Shown]) -> tuple[date, date]:
    """How far numbers go, and since when the last was known: of an authority and its pair, the further one is drawn.

    Kingston's name stood for both until 2022, when Richmond's row said `z`; since then one row names the pair.
    """
    numbers = [figure for figure in series if figure.value is not None]
    if not numbers:
        return (date.min, date.min)
    return (numbers[-1].period.end, numbers[-1].sources[0].released_on)


def _compared(
    by_area: Mapping[str, Mapping[Period, Shown]], members: tuple[str, ...], period: Period
) -> Compared | None:
    if not members:
        return None
    found = (by_area.get(code, {}).get(period) for code in members)
    return compare(figure.value if figure is not None else None for figure in found)


def _change(before: Shown | None, now: Shown) -> Decimal | None:
    """The difference from the period just before; None across a gap or without a number (features H4)."""
    if before is None or before.value is None or now.value is None or not now.period.follows(before.period):
        return None
    return now.value - before.value


def _names(session: Session, joint: str) -> str:
    """'Kingston upon Thames and Richmond upon Thames' for `314+318`."""
    codes = joint.split("+")
    names = session.scalars(select(Authority.name).where(Authority.code.in_(codes)).order_by(Authority.code))
    return " and ".join(names)
