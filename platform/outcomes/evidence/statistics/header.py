"""Second step: which columns place a row in time and space, and which are left to be filters or figures.

Required columns as in DfE's open-data standards (sector B); their order is free, names are compared without regard
to case, spaces and signs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from outcomes.evidence.statistics.open import Table
from outcomes.evidence.statistics.refusal import FileRefusedError

REQUIRED = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
PLACE = ("region_code", "region_name", "old_la_code", "new_la_code", "la_name")
METADATA = {"col_name", "col_type"}
# Columns of lists of children such as Annex A (sector C): a file that has one is refused before anything of it is kept.
PERSONAL = {"child_unique_id", "childuniqueid", "child_id", "unique_pupil_number", "upn", "former_upn", "pupil_number"}
PERSONAL |= {"date_of_birth", "dob", "nhs_number", "forename", "surname", "first_name", "last_name", "postcode"}
SHOWN = 12
SIGNS = re.compile(r"[^a-z0-9]+")


def plain_name(name: str) -> str:
    """A column name for comparison: `turnover_rate_fte_%` and `Turnover rate FTE` are both turnover_rate_fte."""
    return SIGNS.sub("_", name.casefold().replace("+", " plus ")).strip("_")


@dataclass(frozen=True)
class Header:
    """Positions of the columns: `places` by standard name, `others` by plain name (filters and figures)."""

    names: tuple[str, ...]
    places: Mapping[str, int]
    others: Mapping[str, int]

    def cell(self, row: tuple[str, ...], name: str) -> str:
        """The trimmed text of a standard column, blank where the file has no such column."""
        position = self.places.get(name)
        return "" if position is None else row[position].strip()


def read_header(table: Table) -> Header:
    """Find the standard columns; FileRefusedError when this is not a DfE tidy table."""
    plain = [plain_name(name) for name in table.header]
    if METADATA.issubset(plain):
        raise FileRefusedError(
            "This file describes the columns of another one (its metadata): import the data file it belongs to."
        )
    personal = [name for name, words in zip(table.header, plain, strict=True) if words in PERSONAL]
    if personal:
        raise FileRefusedError(
            f"Column {listed(personal)} identifies persons: this is a list of children, not statistics. "
            "Nothing was kept."
        )
    missing = [name for name in REQUIRED if name not in plain]
    if missing:
        raise FileRefusedError(_not_tidy(missing, table.header))
    _check_names(plain, table)
    standard = set(REQUIRED) | set(PLACE)
    return Header(
        names=table.header,
        places={name: at for at, name in enumerate(plain) if name in standard},
        others={name: at for at, name in enumerate(plain) if name and name not in standard},
    )


def _check_names(plain: list[str], table: Table) -> None:
    """Every column that holds anything has a name of its own; spreadsheets leave empty ones at the end of each line."""
    names = table.header
    for at, name in enumerate(plain):
        if not name and names[at]:
            raise FileRefusedError(f"Column {at + 1} is called '{names[at]}', which is not a name.")
        if not name and any(len(row) > at and row[at].strip() for _, row in table.rows):
            raise FileRefusedError(f"Column {at + 1} has no name: give it one, or remove it.")
        if name and name in plain[:at]:
            raise FileRefusedError(
                f"Columns {plain.index(name) + 1} and {at + 1} are both called '{names[at]}': one of them must go."
            )


def _not_tidy(missing: list[str], seen: tuple[str, ...]) -> str:
    return (
        f"The file is not a DfE tidy table: it has no column {', '.join(missing)}. "
        f"Columns seen: {listed(seen)}. Layouts with one row for each area, as published before 2018, "
        "and tables made by other tools are not read here."
    )


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Names for a sentence, the first dozen of them."""
    shown = ", ".join(name or "(no name)" for name in names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown} and {len(names) - SHOWN} more"
