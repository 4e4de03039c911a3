"""One pass over a sheet's XML for what a reader of values hides (rows 61, 65, 80 to 98): errors, formulas, marks.

Only the beginnings of elements are looked at, and texts only of cells that need it: 220,000 cells take a third of a
second where openpyxl takes several. Runs in the capped child only.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from outcomes.collection.intake.archive import damaged
from outcomes.collection.intake.cell_names import column_letters, column_number
from outcomes.collection.intake.limits import MAX_COLUMNS, MAX_ROWS, MAX_ROWS_WITH_BLANK, SHOWN_CELLS, listed
from outcomes.collection.intake.marks import Mark
from outcomes.collection.intake.plain_cells import find_plain
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.intake.styles import Styles
from outcomes.collection.intake.workbook import Attributes, local, new_parser, parse

LETTERS = re.compile(r"[A-Z]{1,3}")
# Another workbook is [1]Sheet!A1 or '[name.xlsx]Sheet'!A1; T1[[#This Row],[numerator]] is a column of a table here.
OUTSIDE = re.compile(
    r"\[[^\[\]]*\][^\[\],;()]*!|\||\bWEBSERVICE\(|\bHYPERLINK\(|\bDDE\(|\bCALL\(|\bREGISTER|\bIMPORT\w*\(|\bRTD\(",
    re.IGNORECASE,
)
NO = {"0", "false"}
# Nobody sees a row of no height, whatever it says of itself.
NOTHING = {"0", "0.0"}

Place = tuple[int, int]


class Seen(NamedTuple):
    """Marks by (row, column), texts that stand in place of values, hidden rows and columns, the last row."""

    marks: dict[Place, Mark]
    texts: dict[Place, str]
    percent: set[Place]
    struck: set[Place]
    formulas: list[str]
    hidden_rows: set[int]
    hidden_columns: list[tuple[int, int]]
    last_row: int = 0

    @classmethod
    def nothing(cls) -> "Seen":
        """Of a sheet at which nobody has looked yet."""
        return cls({}, {}, set(), set(), [], set(), [])


class _Columns(dict[str, int]):
    """The numbers of columns by their letters, each worked out once."""

    def __missing__(self, letters: str) -> int:
        if LETTERS.fullmatch(letters) is None:
            raise damaged()
        self[letters] = number = column_number(letters)
        return number


class _Deeds(dict[str, Callable[[Attributes], None] | None]):
    """What to do at the beginning of an element, by its name with whatever prefix a file gives it."""

    def __missing__(self, raw: str) -> Callable[[Attributes], None] | None:
        name = local(raw)
        self[raw] = deed = self.get(name)
        return deed


class SheetPass:
    """Handlers for one sheet. The state is the cell that is open."""

    def __init__(self, styles: Styles) -> None:
        self.seen = Seen.nothing()
        self.merged: list[str] = []
        self._styles = styles
        self._telling = styles.percent | styles.struck
        self._columns = _Columns()
        self._deeds = _Deeds(
            {
                "c": self._cell,
                "v": self._value,
                "is": self._inline,
                "f": self._open_formula,
                "row": self._open_row,
                "col": self._open_column,
                "mergeCell": self._merge,
                "strike": self._strike,
            }
        )
        # Of these a stored value needs no look: a shared text does where some are struck through.
        self._plain_types = {"n", "str", "b", "d", "inlineStr"} | (set() if styles.struck_texts else {"s"})
        self._plain = self._far_row = False
        self._passed_over: str | None = None
        self._row = self._column = self._last_row = 0
        self._row_text = "0"
        self._type = ""
        self._formula: list[str] | None = None
        self._text: list[str] | None = None
        self._parser = new_parser()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start

    def read(self, xml: bytes) -> Seen:
        """Go over the sheet; RefusedError for merged cells, far cells and more rows or columns than a return has."""
        end = _end_of_cells(xml)
        plain = find_plain(xml, self._telling) if not self._styles.struck_texts else None
        if plain is None:
            parse(self._parser, xml[:end], final=False)
            self._close()
        else:
            parse(self._parser, xml[: plain.start], final=False)
            parse(self._parser, xml[plain.stop : end], final=False)
            self._last_row = plain.last_row
        # Below the cells, formats and drop-downs have formulas of their own: no cell's business.
        self._passed_over = None
        self._deeds = _Deeds({"mergeCell": self._merge})
        parse(self._parser, xml[end:])
        if self.merged:
            first = listed(self.merged)
            raise RefusedError(
                "merged_cells",
                f"Unmerge {first}: each cell must stand for itself. In Excel select them and choose Unmerge cells.",
                cells=tuple(each.partition(":")[0] for each in self.merged[:SHOWN_CELLS]),
            )
        return self.seen._replace(last_row=self._last_row)

    def _start(self, raw: str, attributes: Attributes) -> None:
        if raw == self._passed_over:
            return
        deed = self._deeds[raw]
        if deed is not None:
            deed(attributes)

    def _open_row(self, attributes: Attributes) -> None:
        self._close()
        before, number = self._row, attributes.get("r")
        self._row = _whole(number) if number is not None else self._row + 1
        if self._row <= before:
            raise damaged()
        self._row_text = str(self._row)
        self._far_row = self._row > MAX_ROWS_WITH_BLANK
        self._column = 0
        if attributes.get("hidden", "0") not in NO or attributes.get("ht", "") in NOTHING:
            self.seen.hidden_rows.add(self._row)

    def _open_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden", "0") not in NO or attributes.get("width", "") in NOTHING:
            self.seen.hidden_columns.append((_whole(attributes.get("min")), _whole(attributes.get("max"))))

    def _cell(self, attributes: Attributes) -> None:
        if self._text is not None or self._formula is not None:
            self._settle()
        before, reference = self._column, attributes.get("r")
        if reference is None:
            column = before + 1
        else:
            # A cell that names another row than it stands in was not written by a spreadsheet.
            if not reference.endswith(self._row_text):
                raise damaged()
            column = self._columns[reference[: -len(self._row_text)]]
        if column <= before:
            raise damaged()
        self._column = column
        self._type = kind = attributes.get("t", "n")
        self._plain = kind in self._plain_types and column <= MAX_COLUMNS and not self._far_row
        # Nearly every cell: nothing of its value is looked at, unless a formula opens first.
        self._passed_over = "v" if self._plain else None
        style = attributes.get("s")
        if style is not None and style in self._telling:
            self._style(style)
        if kind == "b":
            self.seen.marks[self._row, column] = Mark.BOOLEAN

    def _style(self, style: str) -> None:
        if style in self._styles.percent:
            self.seen.percent.add((self._row, self._column))
        if style in self._styles.struck:
            self.seen.struck.add((self._row, self._column))

    def _value(self, _: Attributes) -> None:
        """A stored value: it makes the cell count, and is read here where it is an error or a struck text."""
        if self._plain and self._formula is None:
            return
        self._refuse_far()
        if self._formula is not None or self._type not in self._plain_types:
            self._text = []
            self._parser.CharacterDataHandler = self._text.append

    def _inline(self, _: Attributes) -> None:
        self._refuse_far()

    def _merge(self, attributes: Attributes) -> None:
        self.merged.append(attributes.get("ref", "?"))

    def _strike(self, attributes: Attributes) -> None:
        if self._column and attributes.get("val", "1") not in NO:
            self.seen.struck.add((self._row, self._column))

    def _open_formula(self, _: Attributes) -> None:
        self._refuse_far()
        self._passed_over = None
        self._formula = []
        self._parser.CharacterDataHandler = self._formula.append

    def _close(self) -> None:
        if self._column:
            self._last_row = max(self._last_row, self._row)
        self._settle()

    def _settle(self) -> None:
        self._parser.CharacterDataHandler = None
        formula, text = self._formula, self._text
        self._formula = self._text = None
        if formula is not None:
            self._close_formula("".join(formula), "".join(text or ()))
        if text is not None:
            self._close_text("".join(text).strip())

    def _close_formula(self, formula: str, stored: str) -> None:
        """A result of type text may be blank; any other blank is none, as some programs write it."""
        place = (self._row, self._column)
        if OUTSIDE.search(formula) or not (stored or self._type == "str"):
            self.seen.marks[place] = Mark.FORMULA
            self.seen.texts[place] = f"={formula}"
        else:
            self.seen.formulas.append(self._here())

    def _close_text(self, text: str) -> None:
        place = (self._row, self._column)
        if self._type == "e":
            self.seen.marks[place] = Mark.ERROR
            self.seen.texts[place] = text
        elif self._type == "s" and text in self._styles.struck_texts:
            self.seen.struck.add(place)

    def _here(self) -> str:
        return f"{column_letters(self._column)}{self._row}"

    def _refuse_far(self) -> None:
        """Before any reader makes room for all the cells up to this one."""
        if self._column <= MAX_COLUMNS and self._row <= MAX_ROWS_WITH_BLANK:
            return
        if self._column > MAX_COLUMNS:
            raise RefusedError(
                "too_many_columns",
                f"The selected file must have {MAX_COLUMNS} columns or fewer, and {self._here()} holds something."
                " Use the template.",
                cells=(self._here(),),
            )
        raise RefusedError(
            "too_many_rows",
            f"The selected file must have {MAX_ROWS:,} rows or fewer, and {self._here()} holds something."
            " Remove everything but the return.",
            cells=(self._here(),),
        )


def _end_of_cells(xml: bytes) -> int:
    """Behind the last tag of the element that holds the cells: nothing that follows is within it."""
    return xml.find(b">", xml.rfind(b"sheetData")) + 1


def _whole(number: str | None) -> int:
    if number is None or not number.isascii() or not number.isdigit() or len(number) > 7:  # noqa: PLR2004
        raise damaged()
    return int(number)
