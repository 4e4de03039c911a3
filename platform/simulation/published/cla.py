"""The table of the children looked after release: numbers and rates of children in care, starting and ceasing."""

from simulation.activity.counts import Count
from simulation.published.amendments import amend
from simulation.published.cells import ExactColumn, PeopleColumn, RatioColumn, Sheet
from simulation.published.source import Source
from simulation.published.tables import NAME_FIRST, Table

CEASING = "Children ceasing to be looked after each year"
ON_31_MARCH = "Children looked after on 31 March each year"
STARTING = "Children starting to be looked after each year"

COLUMNS = (
    ExactColumn("population_estimate"),
    PeopleColumn("children_count"),
    RatioColumn("rate_per_10000", "children_count", ("population_estimate",), 10_000, 0),
)


def _looked_after(source: Source, year: int, release: int, group: str) -> Sheet:
    factors = source.amendments.of_counts(group, year, release)
    if group == ON_31_MARCH:
        children = source.at_end(Count.CARE, year)
    else:
        children = source.in_year(Count.CARE_STARTED if group == STARTING else Count.CARE_CEASED, year)
    return Sheet(
        {
            "population_estimate": source.population(year - 1, release - 1),
            "children_count": amend(children, factors),
        }
    )


CLA_TABLES = (
    Table(
        "cla_number_and_rate_per_10k_children",
        COLUMNS,
        _looked_after,
        years=5,
        filters={"population_type": (CEASING, ON_31_MARCH, STARTING)},
        places=NAME_FIRST,
        spanned=False,
        byte_order_mark=True,
    ),
)
