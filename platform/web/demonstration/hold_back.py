"""Keeps the figures of the last quarters out of an invented world's import: they are returned by its authorities."""

import csv
from datetime import date, timedelta
from pathlib import Path

from core.quarters import Quarter

FIGURES = "figures.csv"
HELD_BACK = "figures_to_return.csv"
# So long after a quarter's end some returns are in, some are late and one has been reopened.
RETURNS_ARE_IN = timedelta(days=28)


def worked_quarter(on: date) -> Quarter:
    """The newest quarter whose returns can be in every state on this day."""
    quarter = Quarter.containing(on).plus(-1)
    return quarter if on >= quarter.ends_on + RETURNS_ARE_IN else quarter.plus(-1)


def hold_back(world: Path, on: date) -> None:
    """Move the figures from that quarter on out of the world's folder, into a file beside it."""
    first = worked_quarter(on)
    with (world / FIGURES).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names, rows = list(reader.fieldnames or ()), list(reader)
    later = [Quarter.parse(row["quarter"]) >= first for row in rows]
    _write(world / FIGURES, names, [row for row, held in zip(rows, later, strict=True) if not held])
    _write(held_back_beside(world), names, [row for row, held in zip(rows, later, strict=True) if held])


def held_back_beside(world: Path) -> Path:
    """The file with the figures that were held back."""
    return world.parent / HELD_BACK


def _write(path: Path, names: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
