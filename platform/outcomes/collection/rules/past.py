"""The earlier figures that a figure may be compared with: approved, a number, of the same definition. Pure."""

from core.quarters import QUARTERS, Quarter
from outcomes.catalogue.indicators import Indicator
from outcomes.collection.figure import Figure
from outcomes.collection.rules.case import Case

OF_A_DAY = frozenset({"snapshot", "rolling_year"})
OF_A_YEAR = frozenset({"annual", "academic_year"})


def find_past(case: Case, indicator: Indicator, quarter: Quarter) -> Figure | None:
    """The figure of an earlier quarter; None if there is none, it is no number, or it meant something else then."""
    figures = case.context.history.figures if case.context.history is not None else {}
    found = figures.get((indicator.code, quarter))
    return found if found is not None and found.value is not None and found.definition == indicator.version else None


def before(case: Case, indicator: Indicator) -> tuple[Quarter, Figure] | None:
    """What a figure is measured against: flows the same quarter last year, states and rolling years the latest one.

    Where a flow has no figure a year ago, the quarter before serves.
    """
    now = case.context.quarter
    back: tuple[int, ...] = (4, 1)
    if indicator.basis in OF_A_DAY:
        back = (1, 2, 3, 4)
    elif indicator.basis in OF_A_YEAR:
        back = (4,)
    for quarters in back:
        quarter = now.plus(-quarters)
        found = find_past(case, indicator, quarter)
        if found is not None:
            return quarter, found
    return None


def own_past(case: Case, indicator: Indicator, most: int) -> list[Figure]:
    """Its earlier figures of up to so many quarters, the earliest first."""
    now = case.context.quarter
    found = (find_past(case, indicator, now.plus(-quarters)) for quarters in range(most, 0, -1))
    return [figure for figure in found if figure is not None]


def quarters_of_year(quarter: Quarter) -> list[Quarter]:
    """The four quarters of its financial year."""
    return [Quarter(quarter.year, number) for number in range(1, QUARTERS + 1)]
