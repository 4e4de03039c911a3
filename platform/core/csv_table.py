"""Reads a CSV file by its layout into typed rows, naming every problem; writes typed rows back.

A cell that cannot be read does not hide the others of its row, and a row that cannot be built still gives its key, so
that other files which name it are not blamed for it.
"""

import csv
import difflib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from core.csv_cells import CellError, Reader, written
from core.csv_problems import Problems

T = TypeVar("T")

LARGEST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Column:
    """One column: its name, which is also the field of the row, and how its cells are read."""

    name: str
    read: Reader
    required: bool = False
    blank: object = None


@dataclass(frozen=True)
class Layout(Generic[T]):
    """One kind of file. `key` are the columns that together name a row; no two rows may have the same.

    `complete` fills in what a blank cell stands for when that depends on the others of its row.
    """

    file: str
    row: Callable[..., T]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    complete: Callable[[T], T] = lambda row: row


@dataclass(frozen=True)
class Located(Generic[T]):
    """A row and the line on which it begins."""

    line: int
    row: T


@dataclass(frozen=True)
class Table(Generic[T]):
    """What a file holds: the rows that could be built, and the keys of all rows, built or not.

    `whole` says whether it could be read to its end: if not, nobody can say which keys it lacks.
    """

    rows: tuple[Located[T], ...] = ()
    keys: frozenset[tuple[str, ...]] = frozenset()
    whole: bool = True

    def names(self, *key: str) -> bool:
        """Whether a row with this key stands in the file, readable or not, or may do so where the file is not."""
        return key in self.keys or not self.whole


def read_table(content: bytes, layout: Layout[T], problems: Problems) -> Table[T]:
    """Read one file; what is wrong with it is added to `problems`."""
    text = _decoded(content, layout.file, problems)
    if text is None:
        return Table(whole=False)
    lines = _lines(text, layout.file, problems)
    header = next(lines, None)
    if header is None:
        problems.add(layout.file, 1, "", "the file is empty", "Write the header row with the names of the columns")
        return Table(whole=False)
    columns = None if header[1] is None else _columns(header[1], layout, problems)
    return Table(whole=False) if columns is None else _body(lines, columns, layout, problems)


def write_table(layout: Layout[T], rows: Iterable[T], *, leave_out: frozenset[str] = frozenset()) -> bytes:
    """The file for these rows, in their order: UTF-8, commas, one newline a row."""
    names = [column.name for column in layout.columns if column.name not in leave_out]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([written(getattr(row, name)) for name in names] for row in rows)
    return out.getvalue().encode()


def _decoded(content: bytes, file: str, problems: Problems) -> str | None:
    if len(content) > LARGEST_BYTES:
        problems.add(
            file, 0, "", f"the file has {len(content):,} bytes, {LARGEST_BYTES:,} are the most", "Divide the folder"
        )
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.add(file, line, "", "the text is not UTF-8", "Save the file again as CSV in UTF-8")
        return None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.add(file, line, "", "the text holds a null character", "Save the file again as CSV in UTF-8")
        return None
    return text


def _lines(text: str, file: str, problems: Problems) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the line on which it begins; blank ones are passed over. None ends what cannot be divided."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield begins, stripped
            begins = reader.line_num + 1
    except csv.Error as error:
        problems.add(
            file,
            begins,
            "",
            f"the row cannot be divided into cells ({error})",
            "Look for a quotation mark without its pair",
        )
        yield begins, None


def _columns(header: list[str], layout: Layout[T], problems: Problems) -> list[Column] | None:
    """The columns in the order of the file; None when the header cannot be used."""
    known = {column.name: column for column in layout.columns}
    file, before = layout.file, len(problems)
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        problems.add(file, 1, "", "the columns are not separated by commas", "Save the file as comma-separated CSV")
        return None
    for name in header:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            remedy = f"Write {near[0]}" if near else f"Remove it; the columns are {', '.join(known)}"
            problems.add(file, 1, name or "(without a name)", "this column is not part of the format", remedy)
    for name in sorted({name for name in header if header.count(name) > 1 and name}):
        problems.add(file, 1, name, "this column stands there more than once", "Remove all but one")
    for column in layout.columns:
        if column.required and column.name not in header:
            problems.add(file, 1, column.name, "this column is missing", "Add it: each row needs a value in it")
    return None if len(problems) > before else [known[name] for name in header]


def _body(
    lines: Iterator[tuple[int, list[str] | None]], columns: list[Column], layout: Layout[T], problems: Problems
) -> Table[T]:
    absent = {column.name: column.blank for column in layout.columns if column not in columns}
    places = [next((place for place, each in enumerate(columns) if each.name == name), None) for name in layout.key]
    reading = [_Reading(column) for column in columns]
    rows: list[Located[T]] = []
    first: dict[tuple[str, ...], int] = {}
    whole = True
    for line, cells in lines:
        if cells is None:
            whole = False
            continue
        key = tuple(cells[place] if place is not None and place < len(cells) else "" for place in places)
        if len(cells) != len(columns):
            first.setdefault(key, line)
            problems.add(
                layout.file,
                line,
                "",
                f"the row has {len(cells)} cells and the header {len(columns)}",
                "Put text with a comma into quotation marks, and give each row as many cells as the header",
            )
            continue
        twice = all(key) and first.setdefault(key, line) != line
        if twice:
            problems.add(
                layout.file,
                line,
                layout.key[0],
                f"{', '.join(key)} stands on line {first[key]} already",
                "Give each row a reference of its own, or remove one of the two",
            )
        values = _values(line, reading, cells, layout.file, problems)
        if values is not None and not twice:
            rows.append(Located(line, layout.complete(layout.row(**absent, **values))))
    return Table(tuple(rows), frozenset(first), whole)


class _Reading:
    """A column's reader, which reads the same words once: most columns of a long file say few different things."""

    def __init__(self, column: Column) -> None:
        self.name = column.name
        self.read = column.read
        self.known: dict[str, object] = {} if column.required else {"": column.blank}

    def __call__(self, cell: str) -> object:
        if not cell and "" not in self.known:
            raise CellError("the cell is blank", "Each row needs a value in this column")
        found = self.read(cell)
        self.known[cell] = found
        return found


def _values(
    line: int, reading: list[_Reading], cells: list[str], file: str, problems: Problems
) -> dict[str, Any] | None:
    values: dict[str, Any] = {}
    sound = True
    for column, cell in zip(reading, cells, strict=True):
        if cell in column.known:
            values[column.name] = column.known[cell]
            continue
        try:
            values[column.name] = column(cell)
        except CellError as error:
            problems.add(file, line, column.name, error.message, error.remedy)
            sound = False
    return values if sound else None
