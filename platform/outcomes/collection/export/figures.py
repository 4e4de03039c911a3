"""Approved figures as exports take them: whose, of which quarter, and the figure itself. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.quarters import Quarter
from outcomes.catalogue.indicators import Indicator, list_indicators
from outcomes.catalogue.status import Status
from outcomes.catalogue.versions import indicator_on, is_due, retired_from
from outcomes.collection.figure import Figure


@dataclass(frozen=True, slots=True)
class Area:
    """An authority as files name it."""

    code: str
    gss_code: str
    name: str
    region: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Approved:
    """One approved figure of one authority for one quarter."""

    area: Area
    quarter: Quarter
    figure: Figure


@dataclass(frozen=True)
class Export:
    """What a file of figures holds: the figures as known on a day, and how many more are not approved yet (F9)."""

    figures: Sequence[Approved]
    as_at: date
    withheld: int = 0


Key = tuple[Area, Quarter]


def by_row(figures: Iterable[Approved]) -> dict[Key, dict[str, Figure]]:
    """The figures of each authority and quarter by indicator, in the order of names and quarters."""
    rows: dict[Key, dict[str, Figure]] = {}
    for each in figures:
        rows.setdefault((each.area, each.quarter), {})[each.figure.indicator] = each.figure
    return {key: rows[key] for key in sorted(rows, key=lambda key: (key[0].name, key[0].code, key[1]))}


def indicators_in(figures: Iterable[Approved]) -> list[Indicator]:
    """The indicators that occur, in the order of the catalogue, as they were last defined among these figures."""
    latest: dict[str, Quarter] = {}
    for each in figures:
        code = each.figure.indicator
        latest[code] = max(latest.get(code, each.quarter), each.quarter)
    return [indicator_on(each.code, latest[each.code]) for each in list_indicators() if each.code in latest]


def definitions_in(figures: Iterable[Approved]) -> dict[str, set[int]]:
    """Which definitions of each indicator occur: more than one must be said, for no comparison crosses them."""
    found: dict[str, set[int]] = {}
    for each in figures:
        found.setdefault(each.figure.indicator, set()).add(each.figure.definition)
    return found


def absence(code: str, quarter: Quarter) -> Status:
    """Why there is no figure: it is not collected in that quarter, or it was not returned."""
    end = retired_from(code)
    due = is_due(indicator_on(code, quarter), quarter) and (end is None or quarter < end)
    return Status.NOT_AVAILABLE if due else Status.NOT_APPLICABLE
