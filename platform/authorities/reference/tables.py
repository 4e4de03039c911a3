"""Reads the tables that ship with the product. They are our own files, so a cell that cannot be read is a fault."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

Row = dict[str, str]


@dataclass
class Account:
    """What became of the rows of one table; new, changed, unchanged and kept add up to the rows read.

    'kept' are rows that somebody has changed on screen since an earlier load: what people wrote is not undone.
    """

    table: str
    rows: int = 0
    became: Counter[str] = field(default_factory=Counter)

    def count(self, what: str, rows: int = 1) -> None:
        self.rows += rows
        self.became[what] += rows

    @property
    def has_changed(self) -> bool:
        """Whether loading it stored anything."""
        return bool(self.became["new"] or self.became["changed"])


def read_table(name: str) -> list[Row]:
    """The rows of a table by column, cells as written."""
    text = files("authorities.reference").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def text_or_none(cell: str) -> str | None:
    return cell or None


def day_or_none(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def number_or_none(cell: str) -> int | None:
    return int(cell) if cell else None


def provenance(row: Row) -> dict[str, Any]:
    """Where a row is known from and how surely, as the verbs take it."""
    return {"source": text_or_none(row["source"]), "confidence": text_or_none(row["confidence"])}
