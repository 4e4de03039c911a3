"""Where a figure is for: country, region, authority, or two authorities that publish one figure together.

An authority is found by its DfE code, its GSS code and its name; at least two must agree and none may point
elsewhere. One alone is not enough: Dorset has one name and two codes, Northumberland one code and two GSS codes.
A pair that nobody knows is rejected with its reason and never becomes a new authority (sector A, B).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outcomes.evidence.statistics.header import Header
from outcomes.evidence.statistics.periods import long_date
from simulation.places import COUNTRY_CODE as INVENTED_CODE
from simulation.places import COUNTRY_NAME as INVENTED_NAME
from simulation.places import REGIONS as INVENTED_REGIONS

ENGLAND = "E92000001"
REGIONS = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
    "E13000001": "Inner London",
    "E13000002": "Outer London",
}
UNKNOWN_CODES = {"", "x", "z", "na", "n/a", "not available", "not applicable"}
# Demonstration worlds have a country and regions of their own, so that no invented figure is ever England's.
REAL_COUNTRIES = {ENGLAND: "England"}
INVENTED_COUNTRIES = {INVENTED_CODE: INVENTED_NAME}
JOINT = re.compile(r"\s*/\s*")
WORD = re.compile(r"[^a-z0-9]+")
FILLERS = {"the", "of", "city", "county", "borough", "royal", "council", "upon", "and"}


class Level(StrEnum):
    COUNTRY = "country"
    REGION = "region"
    AUTHORITY = "authority"
    JOINT = "joint"


LEVELS = {
    "national": Level.COUNTRY,
    "regional": Level.REGION,
    "local authority": Level.AUTHORITY,
    "la": Level.AUTHORITY,
}


@dataclass(frozen=True, order=True)
class Area:
    """An area by its lasting code: GSS for country and region, DfE code for an authority, `314+318` for a pair."""

    level: Level
    code: str


@dataclass(frozen=True)
class KnownAuthority:
    """What the register knows about one authority: every GSS code and every spelling it ever had."""

    code: str
    gss_codes: frozenset[str]
    names: frozenset[str]
    valid_from: date | None = None
    valid_to: date | None = None

    def existed(self, day: date) -> bool:
        """Whether the authority existed on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def outside(self, start: date, end: date) -> str | None:
        """Why no figure can be about this authority in that time; None if it existed on any day of it (A2)."""
        if self.valid_from is not None and end < self.valid_from:
            return f"it began on {long_date(self.valid_from)}, so its predecessor's code belongs here"
        if self.valid_to is not None and start > self.valid_to:
            return f"its last day was {long_date(self.valid_to)}, so its successor's code belongs here"
        return None


@dataclass(frozen=True)
class NoArea:
    """A row without an area of ours; `outside` tells rows that we do not keep from rows that are wrong."""

    reason: str
    outside: bool = False


def plain_place(name: str) -> str:
    """A name for comparison: 'Bristol, City of' and 'Bristol' are one, as are 'St. Helens' and 'St Helens'."""
    words = [word for word in WORD.sub(" ", name.casefold().replace("&", " and ")).split() if word not in FILLERS]
    return " ".join(words)


def countries_of(*, invented: bool) -> Mapping[str, str]:
    """The one country of a real or of an invented installation, name by code."""
    return INVENTED_COUNTRIES if invented else REAL_COUNTRIES


def regions_of(*, invented: bool) -> Mapping[str, str]:
    """The regions of a real or of an invented installation, name by code."""
    return INVENTED_REGIONS if invented else REGIONS


@dataclass
class Gazetteer:
    """Every area of this installation, real or invented; the two never share a database (design 5.8)."""

    authorities: Iterable[KnownAuthority]
    invented: bool = False

    def __post_init__(self) -> None:
        self.countries = countries_of(invented=self.invented)
        self.regions = regions_of(invented=self.invented)
        self.by_code: dict[str, KnownAuthority] = {}
        self.by_gss: dict[str, KnownAuthority] = {}
        self.by_name: dict[str, set[str]] = {}
        for authority in self.authorities:
            self.by_code[authority.code] = authority
            for gss in authority.gss_codes:
                self.by_gss[gss] = authority
            for name in authority.names:
                self.by_name.setdefault(plain_place(name), set()).add(authority.code)
        self.region_names = {plain_place(name): code for code, name in self.regions.items()}
        self._found: dict[tuple[str, ...], Area | NoArea] = {}

    def find_area(self, header: Header, row: tuple[str, ...]) -> Area | NoArea:
        """The area of a row, or why it has none; the same cells are looked up once."""
        columns = ("geographic_level", "country_code", "country_name", "region_code", "region_name")
        cells = tuple(header.cell(row, name) for name in (*columns, "old_la_code", "new_la_code", "la_name"))
        if cells not in self._found:
            self._found[cells] = self._find(*cells)
        return self._found[cells]

    def existed(self, area: Area, day: date) -> bool:
        """Whether an authority existed on that day; every other area always did."""
        authority = self.by_code.get(area.code) if area.level is Level.AUTHORITY else None
        return authority is None or authority.existed(day)

    def outside(self, area: Area, start: date, end: date) -> str | None:
        """Why an authority, or one of a pair, can have no figure of that time; None for any that can."""
        codes = area.code.split("+") if area.level in {Level.AUTHORITY, Level.JOINT} else []
        reasons = (self.by_code[code].outside(start, end) for code in codes if code in self.by_code)
        return next((reason for reason in reasons if reason is not None), None)

    def _find(self, level: str, *cells: str) -> Area | NoArea:
        kind = LEVELS.get(" ".join(level.split()).casefold())
        country_code, country_name, region_code, region_name, code, gss, name = cells
        if kind is Level.COUNTRY:
            return self._country(country_code, country_name)
        if kind is Level.REGION:
            return self._region(region_code, region_name)
        if kind is Level.AUTHORITY and "/" in code:
            return self._joint(code)
        if kind is Level.AUTHORITY:
            return self._authority(code, gss, name)
        return NoArea(f"geographic level '{level}' is not kept: only national, regional and local authority", True)

    def _country(self, code: str, name: str) -> Area | NoArea:
        if code in self.countries:
            return Area(Level.COUNTRY, code)
        return NoArea(f"country {code} {name} is not kept: only {', '.join(self.countries.values())}", True)

    def _region(self, code: str, name: str) -> Area | NoArea:
        by_name = self.region_names.get(plain_place(name))
        if code in self.regions and by_name in {None, code}:
            return Area(Level.REGION, code)
        if by_name is not None and code.casefold() in UNKNOWN_CODES:
            return Area(Level.REGION, by_name)
        return NoArea(f"region code '{code}' and name '{name}' are not a pair that is known")

    def _joint(self, code: str) -> Area | NoArea:
        parts = JOINT.split(code.strip())
        missing = [part for part in parts if part not in self.by_code]
        if missing:
            return NoArea(f"joint row '{code}': no authority in the register has code {', '.join(missing)}")
        return Area(Level.JOINT, "+".join(sorted(parts)))

    def _authority(self, code: str, gss: str, name: str) -> Area | NoArea:
        by_gss = self.by_gss.get(gss)
        named = self.by_name.get(plain_place(name), set())
        authority = self.by_code.get(code) or (by_gss if code.casefold() in UNKNOWN_CODES else None)
        label = f"code '{code}', GSS '{gss}', name '{name}'"
        if authority is None:
            return NoArea(f"{label}: the register holds no such authority; add it there first if it is one")
        if by_gss is not None and by_gss is not authority:
            return NoArea(f"{label}: the GSS code belongs to {by_gss.code}, not to {authority.code}")
        if named and authority.code not in named:
            return NoArea(f"{label}: the name belongs to {' and '.join(sorted(named))}, not to {authority.code}")
        agreeing = (authority.code == code) + (by_gss is authority) + (authority.code in named)
        if agreeing < 2:  # noqa: PLR2004  (two of the three must agree)
            return NoArea(f"{label}: only one of the three is known for {authority.code}, and two must agree")
        return Area(Level.AUTHORITY, authority.code)
