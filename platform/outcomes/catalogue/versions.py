"""What an indicator meant in a quarter: the catalogue with its redefinitions, and what is due when.

`redefinitions.csv` holds one row for each new definition: the columns that changed are filled in, the others stay as
they were. A redefinition begins a new version, and no comparison crosses it: a rate that doubled since the count
changed is no finding. An indicator that is no longer collected ends with a row that says `retired`. Pure.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from core.quarters import Quarter
from outcomes.catalogue.indicators import Indicator, Kind, Polarity, Unit, catalogue, get_indicator, list_indicators

TEXTS = ("name", "definition", "numerator", "denominator", "basis", "frequency", "note")
LIMITS = ("hard_min", "hard_max", "warn_min", "warn_max", "change_p95", "change_p99")
DUE_IN = {"annual": 4, "academic_year": 2}


@dataclass(frozen=True, eq=False)
class Redefinition:
    """From `from_quarter` on the indicator is what `changes` say, or is not collected any more.

    Each is itself alone, so that a table of them can be the key of what was worked out by it.
    """

    code: str
    version: int
    from_quarter: Quarter
    what_changed: str
    retired: bool
    changes: Mapping[str, Any]
    limits: Mapping[str, Decimal]


@cache
def redefinitions() -> tuple[Redefinition, ...]:
    """Every redefinition, in the order in which each indicator went through them."""
    return read_redefinitions(files(__package__).joinpath("redefinitions.csv").read_text(encoding="utf-8"))


def read_redefinitions(text: str) -> tuple[Redefinition, ...]:
    """The rows of the table; raises ValueError when a version is skipped, repeated or out of order."""
    found = sorted(
        (_redefinition(row) for row in csv.DictReader(io.StringIO(text))), key=lambda row: (row.code, row.version)
    )
    before: dict[str, Redefinition] = {}
    for row in found:
        earlier = before.get(row.code)
        if row.code not in catalogue():
            raise ValueError(f"{row.code} is not in the catalogue")
        if row.version != (earlier.version if earlier else 1) + 1:
            raise ValueError(f"version {row.version} of {row.code} does not follow on the one before")
        if earlier is not None and row.from_quarter <= earlier.from_quarter:
            raise ValueError(f"version {row.version} of {row.code} does not begin after the one before")
        before[row.code] = row
    return tuple(found)


def indicator_on(code: str, quarter: Quarter) -> Indicator:
    """The indicator as it was defined in that quarter, with its `version`; NotFoundError for an unknown code.

    A retired indicator keeps its last definition: what was returned of it is still read.
    """
    indicator = get_indicator(code)
    for row in redefinitions():
        if row.code == indicator.code and row.from_quarter <= quarter:
            indicator = _redefined(indicator, row)
    return indicator


def indicators_by_name(quarter: Quarter) -> Mapping[str, Indicator]:
    """Every row of the catalogue as it was defined in that quarter: by its code, and in lower case by code and name."""
    return _by_name(quarter, redefinitions())


@lru_cache(maxsize=128)
def _by_name(quarter: Quarter, _redefinitions: tuple[Redefinition, ...]) -> Mapping[str, Indicator]:
    definitions = {code: indicator_on(code, quarter) for code in catalogue()}
    names = {
        each.name.casefold(): definitions[code] for code, each in catalogue().items() if each.kind is Kind.INDICATOR
    }
    return names | {code.casefold(): each for code, each in definitions.items()} | definitions


def retired_from(code: str) -> Quarter | None:
    """The first quarter in which the indicator is no longer collected; None while it is."""
    return next((row.from_quarter for row in redefinitions() if row.code == code and row.retired), None)


def same_definition(code: str, quarters: Iterable[Quarter]) -> bool:
    """Whether the indicator meant the same in all these quarters, so that their figures may be compared."""
    return len({indicator_on(code, quarter).version for quarter in quarters}) <= 1


def list_due(quarter: Quarter) -> list[Indicator]:
    """The indicators that the catalogue asks for in a quarter, in its order.

    Those of a year to March are due in Q4 and those of a school year in Q2, as published statistics count them.
    """
    found = []
    for each in list_indicators():
        indicator = indicator_on(each.code, quarter)
        end = retired_from(each.code)
        if is_due(indicator, quarter) and (end is None or quarter < end):
            found.append(indicator)
    return found


def is_due(indicator: Indicator, quarter: Quarter) -> bool:
    """Whether its frequency asks for it in that quarter."""
    return indicator.frequency == "quarterly" or DUE_IN.get(indicator.basis, 4) == quarter.number


def _redefinition(row: Mapping[str, str]) -> Redefinition:
    changes: dict[str, Any] = {name: row[name] for name in TEXTS if row.get(name)}
    if row.get("unit"):
        changes["unit"] = Unit(row["unit"])
    if row.get("polarity"):
        changes["polarity"] = Polarity(row["polarity"])
    for name in ("multiplier", "decimals", "min_denominator"):
        if row.get(name):
            changes[name] = int(row[name])
    return Redefinition(
        code=row["code"],
        version=int(row["version"]),
        from_quarter=Quarter.parse(row["from_quarter"]),
        what_changed=row["what_changed"],
        retired=row.get("retired") == "yes",
        changes=changes,
        limits={name: Decimal(row[name]) for name in LIMITS if row.get(name)},
    )


def _redefined(indicator: Indicator, row: Redefinition) -> Indicator:
    return replace(indicator, version=row.version, limits=replace(indicator.limits, **row.limits), **row.changes)
