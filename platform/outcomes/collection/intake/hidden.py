"""Cells that no kind of file may hold: characters that cannot be seen, and texts beyond all measure. Pure.

Bad-input rows 8 and 28; a bidirectional mark can make a cell read differently from what it is.
"""

import re
from collections.abc import Callable, Iterable

from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.limits import MAX_CELL, SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError

# Tabs and new lines are left to the rules of each column.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)
# What belongs to a text in words: joiners within a letter or a picture, tags behind a flag (those left by `tidied`).
JOINERS = re.compile("[\u200c\u200d\U000e0020-\U000e007f]")
LOST = "\ufffd"
Row = tuple[int, tuple[str, ...]]


def refuse_unreadable_cells(rows: Iterable[Row], comment: int | None = None) -> None:
    """Raise RefusedError naming every such cell; the content is not echoed. `comment`: which column holds words."""
    long: list[str] = []
    unseen: list[str] = []
    lost: list[str] = []
    for number, cells in rows:
        # Most rows are short and plain: one look at the whole row before any at its cells.
        joined = "".join(cells)
        if len(joined) > MAX_CELL:
            long += _where(number, cells, _is_long)
        if joined.isascii() and joined.isprintable():
            continue
        if UNSEEN.search(joined):
            unseen += _where(number, _without_joiners(cells, comment), lambda cell: UNSEEN.search(cell) is not None)
        if LOST in joined:
            lost += _where(number, cells, lambda cell: LOST in cell)
    if unseen:
        raise _refusal(
            "hidden_character", unseen, "holds a hidden character", "hold hidden characters", "type it again"
        )
    if long:
        raise _refusal(
            "long_cell", long, f"must be {MAX_CELL} characters or fewer", f"must be {MAX_CELL} characters or fewer",
            "shorten the text",
        )  # fmt: skip
    if lost:
        raise _refusal(
            "lost_character",
            lost,
            "holds a character that was lost when the file was saved",
            "hold characters that were lost when the file was saved",
            "type it again and save the file as CSV UTF-8",
        )


def seen_only(name: str, longest: int) -> str:
    """The name of a file or a sheet as it may be shown: nothing that hides, breaks lines or turns the direction."""
    return "".join(letter if letter.isprintable() else " " * letter.isspace() for letter in name)[:longest].strip()


def _without_joiners(cells: tuple[str, ...], comment: int | None) -> tuple[str, ...]:
    if comment is None or comment > len(cells):
        return cells
    return (*cells[: comment - 1], JOINERS.sub("", cells[comment - 1]), *cells[comment:])


def _is_long(cell: str) -> bool:
    """The apostrophe that our own files put before a text that looks like a formula does not count."""
    return len(cell.removeprefix("'")) > MAX_CELL


def _where(number: int, cells: tuple[str, ...], wrong: Callable[[str], bool]) -> list[str]:
    return [f"{column_letters(place)}{number}" for place, cell in enumerate(cells, 1) if wrong(cell)]


def _refusal(code: str, cells: list[str], one: str, several: str, remedy: str) -> RefusedError:
    says = one if len(cells) == 1 else several
    return RefusedError(code, f"{listed(cells)} {says}: {remedy}.", cells=tuple(cells[:SHOWN_CELLS]))
