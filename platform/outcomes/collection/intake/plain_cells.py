"""Rows whose cells hold nothing but numbers and texts are known as such by their bytes (bad-input rows 61 to 98).

That is what spreadsheet programs write for a table of figures, and it takes a seventh of the time in which a parser of
XML goes over it. Nothing is guessed: every byte from the first row to the last must be as the pattern says, or the
parser sees all of it. Runs in the capped child only.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from outcomes.collection.intake.limits import MAX_ROWS_WITH_BLANK

OPEN, CLOSE = b"<sheetData>", b"</sheetData>"
# In their order, each with its own row; a table with more columns is left to the parser.
LETTERS = "ABCDEFGHIJKLMNOPQRST"
NUMBER = "<v>[0-9.eE+-]{1,32}+</v></c>"
# Plain letters without a sign that means something in XML.
INLINE = "<is><t>[ -%'-;=?-~]*+</t></is></c>"
HELD = f'(?:/>|(?: t="[ns]")?+>{NUMBER}| t="inlineStr">{INLINE})'
CELL = rf'(?:<c r="%s\1"(?: s="[0-9]{{1,5}}")?+{HELD})?+'
ROW = r'<row r="([1-9][0-9]{0,5})"((?: [A-Za-z][A-Za-z0-9:]*+="[A-Za-z0-9.: ]*+")*+)(?:/>|>(%s)</row>)'
COLUMN = re.compile(rb'<c r="([A-T])[1-9]')
NAME = re.compile(rb" ([A-Za-z0-9:]+)=")


class Plain(NamedTuple):
    """Where the rows begin and end, and the last of them that has a cell."""

    start: int
    stop: int
    last_row: int


def find_plain(xml: bytes, telling: Collection[str]) -> Plain | None:
    """The rows, if no cell of them needs a closer look; `telling` are the formats that do."""
    start, stop = xml.find(OPEN) + len(OPEN), xml.find(CLOSE)
    # A comment, or a second table, could make these bytes something other than the cells of the sheet.
    if not len(OPEN) <= start <= stop or xml.count(b"sheetData") != 2 or b"<!" in xml[:start]:  # noqa: PLR2004
        return None
    if telling and re.search(rf' s="(?:{"|".join(telling)})"'.encode(), xml[start:stop]):
        return None
    last_row = _last_row(xml, start, stop)
    return None if last_row is None else Plain(start, stop, last_row)


def _last_row(xml: bytes, place: int, stop: int) -> int | None:
    """The last row with a cell; None unless rows of plain cells are all there is, each below the one before."""
    columns = COLUMN.findall(xml, place, max(xml.find(b"</row>", place, stop), place))
    if not columns:
        return None
    match = _rows_up_to(max(columns).decode()).match
    above = last = 0
    said: set[bytes] = set()
    while place < stop:
        row = match(xml, place)
        if row is None:
            return None
        number = int(row[1])
        if number <= above:
            return None
        above = number
        said.add(row[2])
        if row[3]:
            last = number
        place = row.end()
    return last if above <= MAX_ROWS_WITH_BLANK and all(_is_plain(each) for each in said) else None


def _rows_up_to(letter: str) -> re.Pattern[bytes]:
    """Rows with no column beyond the last of the first row that has any: wider ones are left to the parser."""
    cells = "".join(CELL.replace("%s", each) for each in LETTERS[: LETTERS.index(letter) + 1])
    return re.compile(ROW.replace("%s", cells).encode())


def _is_plain(attributes: bytes) -> bool:
    """Of a row: it is not hidden, and nothing is said twice."""
    names = NAME.findall(attributes)
    return len(set(names)) == len(names) and not {b"hidden", b"r"} & set(names)
