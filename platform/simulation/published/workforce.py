"""The social worker table at 30 September of each year: full-time equivalents, heads, and rates from both."""

import numpy as np

from core.quarters import Quarter
from simulation.activity.workforce import HEADCOUNT_PER_FTE, WORKING_DAYS
from simulation.published.cells import ExactColumn, RatioColumn, Sheet
from simulation.published.source import Amounts, Source
from simulation.published.tables import Table
from simulation.published.unsupplied import draw_unsupplied
from simulation.streams import stream

POSSIBLE_DAYS = "possible_days"
UNSUPPLIED_TOGETHER = [
    ("inpost_fte", "inpost_headcount"),
    ("leavers_fte",),
    ("agency_fte", "agency_cover_fte"),
    ("case_holders_fte", "cases"),
    ("working_days_lost_fte",),
]

COLUMNS = (
    ExactColumn("inpost_fte", 1),
    ExactColumn("inpost_headcount"),
    ExactColumn("starters_fte", 1),
    ExactColumn("starters_headcount"),
    ExactColumn("leavers_fte", 1),
    ExactColumn("leavers_headcount"),
    RatioColumn("turnover_rate_fte", "leavers_fte", ("inpost_fte",), 100, 1, low=True),
    RatioColumn("turnover_rate_headcount", "leavers_headcount", ("inpost_headcount",), 100, 1, low=True),
    ExactColumn("agency_fte", 1),
    ExactColumn("agency_headcount"),
    RatioColumn("agency_rate_fte", "agency_fte", ("agency_fte", "inpost_fte"), 100, 1, low=True),
    RatioColumn(
        "agency_rate_headcount", "agency_headcount", ("agency_headcount", "inpost_headcount"), 100, 1, low=True
    ),
    ExactColumn("agency_cover_fte", 1),
    RatioColumn("agency_cover_rate_fte", "agency_cover_fte", ("agency_fte",), 100, 1, low=True),
    ExactColumn("vacancy_fte", 1),
    RatioColumn("vacancy_rate_fte", "vacancy_fte", ("vacancy_fte", "inpost_fte"), 100, 1, low=True),
    RatioColumn("vacancy_agency_cover_rate_fte", "agency_cover_fte", ("vacancy_fte",), 100, 1, low=True),
    ExactColumn("case_holders_fte", 1),
    ExactColumn("cases"),
    RatioColumn("caseload_fte", "cases", ("case_holders_fte",), 1, 1),
    ExactColumn("working_days_lost_fte", 1),
    RatioColumn("absence_rate_fte", "working_days_lost_fte", (POSSIBLE_DAYS,), 100, 1, low=True),
)


def _social_workers(source: Source, year: int, _release: int, _value: str) -> Sheet:
    """Stocks at 30 September, flows over the twelve months to it. This table is not restated."""
    workers, grid = source.activity.workforce, source.activity.grid
    column = grid.column(Quarter(year, 2))
    months = slice(column - 3, column + 1)
    fte = {
        "inpost": workers.in_post[:, column],
        "starters": np.round(workers.starters[:, months].sum(axis=1), 1),
        "leavers": np.round(workers.leavers[:, months].sum(axis=1), 1),
        "agency": workers.agency[:, column],
    }
    amounts: dict[str, Amounts] = {f"{name}_fte": values for name, values in fte.items()}
    amounts |= {f"{name}_headcount": np.rint(values * HEADCOUNT_PER_FTE) for name, values in fte.items()}
    amounts["agency_cover_fte"] = workers.agency_cover[:, column]
    amounts["vacancy_fte"] = workers.vacancies[:, column]
    amounts["case_holders_fte"] = workers.case_holders[:, column]
    amounts["cases"] = workers.cases[:, column]
    amounts[POSSIBLE_DAYS] = np.round(fte["inpost"] * WORKING_DAYS, 1)
    absent = workers.absence[:, months].mean(axis=1) / 100
    amounts["working_days_lost_fte"] = np.round(amounts[POSSIBLE_DAYS] * absent, 1)
    rng = stream(source.world.parameters.seed, "unsupplied", "workforce", str(year))
    return Sheet(amounts, draw_unsupplied(UNSUPPLIED_TOGETHER, len(source.world.councils), rng, scale=0.6))


WORKFORCE_TABLES = (Table("csww_indicators", COLUMNS, _social_workers, years=9),)
