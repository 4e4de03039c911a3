"""The mid-year population table that comes with the children in need release. Its "reporting year" is the mid-year."""

from simulation.published.cells import ExactColumn, Sheet
from simulation.published.source import Source
from simulation.published.tables import Table


def _estimates(source: Source, year: int, release: int, _value: str) -> Sheet:
    return Sheet({"population_estimate": source.population(year, release)})


POPULATION_TABLES = (
    Table(
        "ons_mid-year_population_estimates",
        (ExactColumn("population_estimate"),),
        _estimates,
        years=13,
        filters={"age_group": ("Children aged 0 to 17 years",)},
    ),
)
