"""The table of what is read as what (measures.toml), as objects. Data only: no file is looked at here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from outcomes.catalogue.indicators import get_indicator


class Measure(StrEnum):
    """What a number is of its indicator."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True)
class Publication:
    """A statistical release of DfE: how its years end and when it usually appears."""

    code: str
    title: str
    year_ends: tuple[int, int]
    appears_month: int
    appears_years_after: int


@dataclass(frozen=True)
class Where:
    """One filter: any of these columns, with any of these values (`*` stands for any text)."""

    columns: tuple[str, ...]
    values: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True)
class Rule:
    """Columns (alternatives, each one column or several to add up) that hold one measure in the rows of `where`."""

    indicator: str
    measure: Measure
    publication: Publication
    columns: tuple[tuple[str, ...], ...]
    where: tuple[Where, ...]
    needs: tuple[tuple[str, ...], ...]
    table_has: tuple[Where, ...]
    quarter: int | None


@cache
def list_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the table: where two fit one cell, the first one counts."""
    table = tomllib.loads(files(__package__).joinpath("measures.toml").read_text(encoding="utf-8"))
    publications = {code: _publication(code, facts) for code, facts in table["publication"].items()}
    shared: Mapping[str, list[str]] = table["columns"]
    return tuple(
        _rule(figure, Measure(measure), publications[figure["publication"]], shared)
        for figure in table["figure"]
        for measure in Measure
        if measure in figure
    )


def _publication(code: str, facts: Mapping[str, Any]) -> Publication:
    month, day = facts["year_ends"]
    return Publication(code, facts["title"], (month, day), facts["appears"]["month"], facts["appears"]["years_after"])


def _rule(
    figure: Mapping[str, Any], measure: Measure, publication: Publication, shared: Mapping[str, list[str]]
) -> Rule:
    rows = figure.get("total" if measure is Measure.DENOMINATOR else "rows", {})
    return Rule(
        indicator=get_indicator(figure["indicator"]).code,
        measure=measure,
        publication=publication,
        columns=tuple(_columns(figure[measure], shared)),
        where=_wheres({**figure.get("where", {}), **rows}),
        needs=tuple(tuple(names.split("|")) for names in figure.get("needs", [])),
        table_has=_wheres(figure.get("table_has", {})),
        quarter=figure.get("quarter"),
    )


def _columns(names: list[str], shared: Mapping[str, list[str]]) -> list[tuple[str, ...]]:
    alternatives = [other for name in names for other in (shared[name[1:]] if name.startswith("@") else [name])]
    return [tuple(part.strip() for part in name.split(" + ")) for name in alternatives]


def _wheres(filters: Mapping[str, list[str]]) -> tuple[Where, ...]:
    return tuple(
        Where(tuple(name.removesuffix("?").split("|")), tuple(values), name.endswith("?"))
        for name, values in filters.items()
    )
