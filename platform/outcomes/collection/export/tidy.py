"""Approved figures as DfE's tidy data: a row for each quarter and authority, a column for each indicator (sector B).

No cell is blank: a figure without a number is its symbol, one that was never returned `x`, one that is not collected
in that quarter `z`. A companion file says what each column is. Pure.

Values alone are what a return in this layout may hold within its 60 columns; numerators and denominators come on
request, in columns beside each value.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from core.quarters import Quarter
from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.catalogue.status import Status
from outcomes.collection.export.figures import Approved, Area, absence, by_row, definitions_in, indicators_in
from outcomes.collection.export.neutral import neutral
from outcomes.collection.figure import Figure, plain

PLACE = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
METADATA = (
    "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint",
    "filter_grouping_column",
)  # fmt: skip
COUNTS = ("numerator", "denominator")
LONGEST_LABEL = 100
NOT_AVAILABLE = Status.NOT_AVAILABLE.value
ENGLAND = ("E92000001", "England")
# No invented figure may be taken for one of England (design 5.8).
INVENTED = ("Z92000001", "Invented country")
REGIONS = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "London": "E12000007",
    "South East": "E12000008",
    "South West": "E12000009",
}


def tidy_csv(figures: Sequence[Approved], *, counts: bool = False) -> bytes:
    """The data file, in UTF-8 without a mark as the standard asks."""
    indicators = indicators_in(figures)
    columns = [name for indicator in indicators for name in columns_of(indicator, counts=counts)]
    rows = (
        [
            *place_of(area, quarter),
            *(cell for each in indicators for cell in _cells(each, quarter, found, counts=counts)),
        ]
        for (area, quarter), found in by_row(figures).items()
    )
    return _written((*PLACE, *columns), rows)


def metadata_csv(figures: Sequence[Approved], *, counts: bool = False) -> bytes:
    """The companion file: label, group, unit and decimals of each indicator's column."""
    definitions = definitions_in(figures)
    lines = (line for each in indicators_in(figures) for line in _described(each, definitions, counts=counts))
    return _written(METADATA, lines)


def columns_of(indicator: Indicator, *, counts: bool) -> tuple[str, ...]:
    """The value's column, and those of its counts."""
    name = indicator.code.lower()
    return (name, *(f"{name}_{count}" for count in COUNTS)) if counts else (name,)


def place_of(area: Area, quarter: Quarter) -> tuple[str, ...]:
    """When and where, in the words of the standard."""
    country = INVENTED if area.invented else ENGLAND
    return (
        f"{quarter.year}{(quarter.year + 1) % 100:02d}",
        f"Financial year Q{quarter.number}",
        "Local authority",
        *country,
        REGIONS.get(area.region, NOT_AVAILABLE) if not area.invented else NOT_AVAILABLE,
        area.region or NOT_AVAILABLE,
        area.code,
        area.gss_code or NOT_AVAILABLE,
        area.name,
    )


def _cells(indicator: Indicator, quarter: Quarter, found: Mapping[str, Figure], *, counts: bool) -> tuple[str, ...]:
    figure = found.get(indicator.code)
    if figure is None or figure.status is not Status.OK:
        status = absence(indicator.code, quarter) if figure is None else figure.status
        return (status.value,) * len(columns_of(indicator, counts=counts))
    written = [plain(figure.numerator), plain(figure.denominator)] if counts else []
    return plain(figure.value), *(count or NOT_AVAILABLE for count in written)


def _described(indicator: Indicator, definitions: Mapping[str, set[int]], *, counts: bool) -> Iterator[tuple[str, ...]]:
    value, *others = columns_of(indicator, counts=counts)
    several = len(definitions.get(indicator.code, ())) > 1
    label = f"{indicator.name} (definition changed)" if several else indicator.name
    group = indicator.group.capitalize()
    unit = "%" if indicator.unit is Unit.PERCENT else ""
    yield value, "Indicator", label[:LONGEST_LABEL], group, unit, str(indicator.decimals), "", ""
    for column, meaning in zip(others, (indicator.numerator, indicator.denominator), strict=False):
        label = f"{indicator.name}: {meaning}"
        if len(label) > LONGEST_LABEL:
            label = f"{indicator.code}: {meaning}"[:LONGEST_LABEL]
        yield column, "Indicator", label, group, "", "0", "", ""


def _written(header: Sequence[str], rows: Iterator[Sequence[str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([neutral(name) for name in header])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8", "replace")
