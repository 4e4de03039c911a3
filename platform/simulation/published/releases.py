"""Which files exist on a day: every table is released once a year, with its whole series, and the last release before.

Calendar: statistics of children about November, workforce in February, population in June (sector, part C).
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from simulation.activity.simulate import Activity
from simulation.days import last_thursday, nth_thursday
from simulation.published.areas import Area, list_areas
from simulation.published.cells import SheetPrinter
from simulation.published.cin import CIN_TABLES
from simulation.published.cla import CLA_TABLES
from simulation.published.population import POPULATION_TABLES
from simulation.published.source import Source
from simulation.published.tables import Table
from simulation.published.workforce import WORKFORCE_TABLES
from simulation.world import World


@dataclass(frozen=True)
class PublishedFile:
    """A file as released on a day; `text` is the whole of it, with a byte-order mark where DfE's has one."""

    name: str
    released_on: date
    text: str


@dataclass(frozen=True)
class _Schedule:
    """When a year's statistics come out, and which years the world can fill."""

    tables: tuple[Table, ...]
    released_on: Callable[[int], date]
    first_year: int
    last_year: int


def published_files(world: World, activity: Activity, known_on: date) -> list[PublishedFile]:
    """Return every file released by a day: of each table the latest release and, up to `vintages`, those before."""
    source = Source(world, activity)
    areas = list_areas(world.councils)
    files = []
    for schedule in _schedules(activity):
        years = range(schedule.first_year, schedule.last_year + 1)
        out = [year for year in years if schedule.released_on(year) <= known_on]
        for table in schedule.tables:
            for release in reversed(out[-world.parameters.vintages :]):
                printed = [year for year in out if release - table.years < year <= release]
                name = _file_name(table, printed)
                text = _print_table(source, table, printed, release, areas)
                files.append(PublishedFile(name, schedule.released_on(release), text))
    return sorted(files, key=lambda file: (file.released_on, file.name))


def _schedules(activity: Activity) -> list[_Schedule]:
    years, grid = activity.grid.reporting_years, activity.grid
    last_september = grid.quarters[-1].year - (grid.quarters[-1].number < 2)
    first_mid_year = years[0] - 1
    return [
        _Schedule(CIN_TABLES, lambda year: nth_thursday(year, 11, 2), years[0], years[-1]),
        _Schedule(CLA_TABLES, lambda year: nth_thursday(year, 11, 3), years[0], years[-1]),
        _Schedule(POPULATION_TABLES, lambda year: last_thursday(year + 1, 6), first_mid_year, grid.quarters[-1].year),
        _Schedule(WORKFORCE_TABLES, lambda year: last_thursday(year + 1, 2), years[0], last_september),
    ]


def _file_name(table: Table, years: list[int]) -> str:
    return f"{table.stem}_{years[0]}_to_{years[-1]}.csv" if table.spanned else f"{table.stem}.csv"


def _print_table(source: Source, table: Table, years: list[int], release: int, areas: list[Area]) -> str:
    """Print a table, latest year first, each year from the country down."""
    filter_name = next(iter(table.filters), None)
    values = table.filters[filter_name] if filter_name else ("",)
    out = io.StringIO()
    if table.byte_order_mark:
        out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*table.identifying, *table.filters, *(column.name for column in table.columns)])
    for year in reversed(years):
        printers = {
            value: SheetPrinter(table.sheet(source, year, release, value), table.columns, areas) for value in values
        }
        for area in areas:
            place = area.identify(year)
            for value, printer in printers.items():
                given = [value] if filter_name else []
                writer.writerow([*(place[name] for name in table.identifying), *given, *printer.row(area)])
    return out.getvalue()
