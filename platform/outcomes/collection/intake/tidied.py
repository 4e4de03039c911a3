"""What is forgiven in a cell's text because nobody sees it and nothing hangs on it (decision N; W2). Pure.

A no-break space around a number comes along from a web page or a word processor; a joiner in a comment holds a picture
letter or a Persian word together. Inside a number or a code neither is forgiven: there the cell is named instead.
"""

import re
from collections.abc import Sequence

from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.children import name_key
from outcomes.collection.intake.grid import Notice
from outcomes.collection.intake.limits import listed

Row = tuple[int, tuple[str, ...]]

# Every space that is no ordinary one and no line break.
ODD_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
EDGES = f" {ODD_SPACES}"
ODD_SPACE = re.compile(f"[{ODD_SPACES}]")
# Between letters beyond ASCII joiners belong to the text; so do tags behind the flag that they turn into another.
JOINED = re.compile(
    "(?<=[^\x00-\x7f])[\u200c\u200d](?=[^\x00-\x7f])|(?<=[\U0001f3f4\U000e0020-\U000e007e])[\U000e0020-\U000e007f]"
)
# What a comment can lose: breaks and joiners without width, marks of direction, soft hyphens. Overrides of the
# direction stay a reason to refuse: with them a text reads as what it is not.
DROPPED = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff\U000e0020-\U000e007f]")
COMMENT = "comment"


def tidied(rows: Sequence[Row]) -> tuple[tuple[Row, ...], list[Notice]]:
    """The rows without no-break spaces at the edges of cells and without zero-width marks in comments, both said."""
    if all("".join(cells).isascii() for _, cells in rows):
        return tuple(rows), []
    comment = column_of_comments(rows)
    spaces: list[str] = []
    marks: list[str] = []
    found: list[Row] = []
    for number, cells in rows:
        if not "".join(cells).isascii():
            cells = _without_edges(number, cells, spaces)  # noqa: PLW2901  (the same row, tidied)
            cells = _without_marks(number, cells, comment, marks)  # noqa: PLW2901
        found.append((number, cells))
    return tuple(found), [*_said(spaces, marks)]


def _said(spaces: list[str], marks: list[str]) -> list[Notice]:
    notices = []
    if spaces:
        notices.append(
            Notice("odd_spaces", f"No-break spaces at the beginning or end of {listed(spaces)} were left out.")
        )
    if marks:
        notices.append(Notice("unseen_in_comment", f"Marks that cannot be seen were left out of {listed(marks)}."))
    return notices


def column_of_comments(rows: Sequence[Row]) -> int | None:
    """The column, from 1, in which the first row says that comments stand."""
    names = [name_key(cell) for cell in rows[0][1]] if rows else []
    return names.index(COMMENT) + 1 if COMMENT in names else None


def _without_edges(number: int, cells: tuple[str, ...], places: list[str]) -> tuple[str, ...]:
    if not ODD_SPACE.search("".join(cells)):
        return cells
    bare = tuple(cell if cell.isascii() else _trimmed(cell) for cell in cells)
    # A cell of nothing but such spaces is blank, as one of ordinary spaces is, without a word.
    places += [
        f"{column_letters(place)}{number}"
        for place, (before, after) in enumerate(zip(cells, bare, strict=True), 1)
        if before != after and after
    ]
    return bare


def _trimmed(cell: str) -> str:
    """Ordinary spaces alone are left to whoever reads the cell: CSV and XLSX both keep them."""
    inside = cell.strip(EDGES)
    if not inside:
        return ""
    start = cell.index(inside)
    edges = cell[:start] + cell[start + len(inside) :]
    return inside if ODD_SPACE.search(edges) else cell


def _without_marks(number: int, cells: tuple[str, ...], column: int | None, places: list[str]) -> tuple[str, ...]:
    if column is None or column > len(cells) or not DROPPED.search(cells[column - 1]):
        return cells
    text = cells[column - 1]
    kept = {found.start() for found in JOINED.finditer(text)}
    bare = "".join(sign for place, sign in enumerate(text) if place in kept or not DROPPED.match(sign))
    if bare != text:
        places.append(f"{column_letters(column)}{number}")
    return (*cells[: column - 1], bare, *cells[column:])
