"""Figures that were typed into a form, as a file that the same rules read: same checks, same versions. Pure.

The file holds every stored figure with the typed one in its place, so that a version that came from a form is as
complete as one that came from a file, and every figure has its cell.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outcomes.catalogue.status import Status
from outcomes.collection.figure import Figure, plain
from outcomes.collection.intake.grid import Grid
from outcomes.collection.layout.entries import Columns, Entries, Entry

HEADER = ("indicator_code", "value", "numerator", "denominator", "comment", "follow_up")
FIELDS = ("indicator", "value", "numerator", "denominator", "comment", "follow_up")
COLUMNS = Columns(
    numbers={name: place for place, name in enumerate(FIELDS, start=1)},
    names=dict(zip(FIELDS, HEADER, strict=True)),
)
FILE_NAME = "entered-by-form.csv"


@dataclass(frozen=True)
class Typed:
    """What stood in the boxes for one indicator."""

    indicator: str
    value: str
    numerator: str
    denominator: str
    comment: str = ""
    follow_up: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        return self.indicator, self.value, self.numerator, self.denominator, self.comment, self.follow_up


def typed_of(figure: Figure) -> Typed:
    """A stored figure as somebody would type it."""
    return Typed(
        figure.indicator,
        plain(figure.value) if figure.status is Status.OK else figure.status.value,
        plain(figure.numerator),
        plain(figure.denominator),
        figure.comment,
        "yes" if figure.follow_up else "",
    )


def rows_with(stored: Mapping[str, Figure], typed: Typed) -> list[Typed]:
    """Everything stored, with the typed figure in its place or after the rest."""
    rows = {code: typed_of(figure) for code, figure in stored.items()}
    rows[typed.indicator] = typed
    return list(rows.values())


def csv_of(rows: Sequence[Typed]) -> bytes:
    """The rows as the file that is kept."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(each.row for each in rows)
    return text.getvalue().encode("utf-8-sig")


def entries_of(rows: Sequence[Typed]) -> Entries:
    """The rows as the rules look at them; row 1 is the header of the kept file."""
    numbered = tuple((number, each.row) for number, each in enumerate(rows, start=2))
    return Entries(
        "form",
        Grid("csv", None, ((1, HEADER), *numbered)),
        tuple(
            Entry(
                row=number,
                authority="",
                quarter="",
                indicator=each.indicator,
                value=each.value,
                numerator=each.numerator,
                denominator=each.denominator,
                comment=each.comment,
                follow_up=each.follow_up,
                columns=COLUMNS,
            )
            for number, each in enumerate(rows, start=2)
        ),
    )
