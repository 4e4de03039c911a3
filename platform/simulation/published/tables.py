"""The tables of a release: DfE's names, columns and order, and the counts that go into them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from simulation.published.cells import Column, Sheet
from simulation.published.source import Source

CODE_FIRST = ("old_la_code", "new_la_code", "la_name")
NAME_FIRST = ("old_la_code", "la_name", "new_la_code")
COMMON = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
)


@dataclass(frozen=True)
class Table:
    """One table. `sheet` takes the source, a year, the release's year and a filter value.

    `filters` maps the filter column (if any) to its values; `years` is how many a release prints; `spanned` if the file
    name tells them.
    """

    stem: str
    columns: tuple[Column, ...]
    sheet: Callable[[Source, int, int, str], Sheet]
    years: int
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[str, ...] = CODE_FIRST
    spanned: bool = True
    byte_order_mark: bool = False

    @property
    def identifying(self) -> tuple[str, ...]:
        return (*COMMON, *self.places)
