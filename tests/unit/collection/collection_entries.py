"""Builds what a reader would make of a file, for tests of the rules."""

from datetime import date
from decimal import Decimal

from core.quarters import Quarter
from outcomes.catalogue.status import Status
from outcomes.catalogue.versions import list_due
from outcomes.collection.check.context import Asked, CheckContext, History
from outcomes.collection.figure import Figure
from outcomes.collection.intake.grid import Grid
from outcomes.collection.layout.entries import FIELDS, Columns, Entries, Entry

Q1 = Quarter(2025, 1)
# The columns of the template: authority, quarter and code, then the three numbers, then what stands beside them.
COLUMNS = Columns(
    {name: place for place, name in enumerate(FIELDS[:2], 1)}
    | {"indicator": 3, "value": 4, "numerator": 5, "denominator": 6, "comment": 7, "follow_up": 8},
    {name: name for name in FIELDS} | {"authority": "authority_code", "indicator": "indicator_code"},
)
NO_COLUMNS = Columns({}, {})


def entry(
    indicator="CLA_RATE", value="", numerator="", denominator="", comment="", follow_up="", row=2, columns=COLUMNS
):
    return Entry(row, "Z001", str(Q1), indicator, value, numerator, denominator, comment, follow_up, columns)


def entries(*rows, layout="template", marks=None, sheet=None, kind="csv"):
    grid = Grid(kind, sheet, ((1, ()), *((row.row, ()) for row in rows)), 0, marks or {})
    return Entries(layout, grid, tuple(rows))


def context(quarter=Q1, asked=None, required=(), stored=None, history=None, children=None):
    codes = asked if asked is not None else [indicator.code for indicator in list_due(quarter)]
    return CheckContext(
        authority_code="Z001",
        authority_name="Northshire",
        quarter=quarter,
        on=date(2025, 7, 20),
        asked=tuple(Asked(code, code in required) for code in codes),
        names=frozenset({"z001", "northshire"}),
        children=children,
        stored={figure.indicator: figure for figure in stored or ()},
        history=history,
    )


def number(indicator, value, numerator=None, denominator=None, definition=1):
    decimals = [None if part is None else Decimal(str(part)) for part in (value, numerator, denominator)]
    return Figure(indicator, Status.OK, *decimals, definition=definition)


def history(figures, published=()):
    """From (quarter, figure) pairs."""
    return History({(figure.indicator, quarter): figure for quarter, figure in figures}, tuple(published))
