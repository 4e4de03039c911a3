"""Whose return a file is and for which quarter: wrong ones stop it first, whole (W5; bad-input rows 67 to 77). Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.quarters import Quarter
from outcomes.collection.check.context import CheckContext
from outcomes.collection.intake.grid import Notice
from outcomes.collection.intake.limits import SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.quarters import read_quarter

LONGEST_FOUND = 30
QUOTES = "'\"\u2018\u2019\u201c\u201d"
FLOAT = re.compile(r"\d{3}\.0")
ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)$", re.IGNORECASE)
FORMULA = re.compile(r"=")
# Spans of rows named for each quarter of a file that holds several.
MOST_SPANS = 3


@dataclass(frozen=True)
class Column:
    """What the cells of one column say, by row. Long files say the same in every row."""

    letters: str
    said: Sequence[tuple[int, str]]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Each text once, from the top."""
        return tuple(dict.fromkeys([text for _, text in self.said]))

    @cached_property
    def rows(self) -> Mapping[str, Sequence[int]]:
        """The rows of each text; only asked for where a sentence names them."""
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, text in self.said:
            rows[text].append(row)
        return rows

    def cells(self, texts: Iterable[str]) -> list[str]:
        """The cells that say one of these, from the top."""
        wanted = list(texts)
        return (
            [f"{self.letters}{row}" for row in sorted(row for text in wanted for row in self.rows[text])]
            if wanted
            else []
        )


def same_authority(text: str, context: CheckContext) -> bool:
    """By code, or exactly by one of its names, whatever quotation marks a program left around it."""
    plain = _plain(text).strip(QUOTES)
    # Programs that count with missing numbers write 919 as 919.0.
    bare = plain[:-2] if FLOAT.fullmatch(plain) else plain
    return bare == context.authority_code.casefold() or bare in context.names


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _refuse_spreadsheet_errors(column: Column, of: str) -> None:
    """An error, or a formula whose result the file does not hold, says nothing about whose return it is (row 65)."""
    for holds, pattern in (("a spreadsheet error", ERROR), ("a formula without a result", FORMULA)):
        cells = column.cells(text for text in column.texts if pattern.match(text.strip()))
        if cells:
            raise RefusedError(
                "not_typed",
                f"{listed(cells)} {'holds' if len(cells) == 1 else 'hold'} {holds}. Type the {of} there.",
                cells=tuple(cells[:SHOWN_CELLS]),
            )


def check_authority(column: Column, context: CheckContext) -> list[Notice]:
    """Refuse the whole file if one cell names another authority, known or unknown: the words are the same (W5)."""
    if column.texts == (context.authority_code,):
        return []
    _refuse_spreadsheet_errors(column, "code of the authority")
    other = column.cells(text for text in column.texts if text.strip() and not same_authority(text, context))
    if other:
        holds = f"{listed(other)} {'has' if len(other) == 1 else 'have'} another code"
        raise RefusedError(
            "wrong_authority",
            f"You can only upload for {context.authority_name}; {holds}.",
            cells=tuple(other[:SHOWN_CELLS]),
            keep=False,
        )
    _refuse_blank(column, "blank_authority", context.authority_code)
    named = column.cells(text for text in column.texts if _plain(text) != context.authority_code.casefold())
    if not named:
        return []
    return [Notice("authority_name", f"{listed(named)}: the name was read as {context.authority_code}.")]


def check_quarter(column: Column, context: CheckContext) -> list[Notice]:
    """Refuse the whole file if it is for another quarter, for several, or for one that nobody can tell."""
    if column.texts == (str(context.quarter),):
        return []
    _refuse_spreadsheet_errors(column, "quarter")
    _refuse_blank(column, "blank_quarter", str(context.quarter))
    read = {text: read_quarter(text) for text in column.texts}
    unclear = [text for text, quarter in read.items() if quarter is None]
    if unclear:
        raise _unclear(column.cells(unclear), unclear[0])
    wrong = column.cells(text for text, quarter in read.items() if quarter != context.quarter)
    if wrong:
        raise _wrong(_rows_of(column, read), wrong, context)
    other = [text for text in read if " ".join(text.split()) != str(context.quarter)]
    if not other:
        return []
    where = listed(column.cells(other))
    return [Notice("quarter_written", f"{where}: {_shown(other[0])} was read as {context.quarter}.")]


def _refuse_blank(column: Column, code: str, write: str) -> None:
    blank = column.cells(text for text in column.texts if not text.strip())
    if blank:
        raise RefusedError(
            code,
            f"{listed(blank)} {'is' if len(blank) == 1 else 'are'} empty: write {write} there.",
            cells=tuple(blank[:SHOWN_CELLS]),
        )


def _unclear(cells: list[str], first: str) -> RefusedError:
    return RefusedError(
        "unclear_quarter",
        f"{listed(cells)}: {_shown(first)} does not say which quarter is meant. Write it as 2025-26 Q1, which is April"
        " to June 2025.",
        cells=tuple(cells[:SHOWN_CELLS]),
    )


def _rows_of(column: Column, read: Mapping[str, Quarter | None]) -> dict[Quarter, list[int]]:
    found: defaultdict[Quarter, list[int]] = defaultdict(list)
    for text, quarter in read.items():
        if quarter is not None:
            found[quarter] += column.rows[text]
    return {quarter: sorted(found[quarter]) for quarter in sorted(found)}


def _spans(rows: Sequence[int]) -> str:
    """`row 3`, `rows 2 to 4 and 7`: rows that follow each other stand together."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    named = [str(first) if first == last else f"{first} to {last}" for first, last in spans]
    shown = (
        named if len(named) <= MOST_SPANS else [*named[: MOST_SPANS - 1], f"{len(named) - MOST_SPANS + 1} more places"]
    )
    return f"{'row' if len(rows) == 1 else 'rows'} {listed(shown)}"


def _several(found: Mapping[Quarter, Sequence[int]], cells: tuple[str, ...], context: CheckContext) -> RefusedError:
    """Which rows belong to which quarter, and what to do with each (row 74)."""
    shown = list(found)[:4]
    says = "; ".join(f"{quarter} in {_spans(found[quarter])}" for quarter in shown)
    more = f"; and {len(found) - len(shown)} more" if len(found) > len(shown) else ""
    here = context.quarter
    remedy = (
        f"This page is for {here}: correct the quarter where it is wrong, or put the other rows into a file of their"
        " own and upload that on the page of its quarter."
        if here in found
        else f"None of them is {here}, which this page is for. Make one file for each quarter and upload it on the page"
        " of its quarter."
    )
    return RefusedError(
        "several_quarters", f"The selected file holds more than one quarter: {says}{more}. {remedy}", cells=cells
    )


def _wrong(found: Mapping[Quarter, Sequence[int]], wrong: list[str], context: CheckContext) -> RefusedError:
    cells = tuple(wrong[:SHOWN_CELLS])
    if len(found) > 1:
        return _several(found, cells, context)
    [quarter] = found
    says = f"{listed(wrong)} {'says' if len(wrong) == 1 else 'say'} {quarter}"
    if quarter.starts_on > context.on:
        return RefusedError(
            "future_quarter", f"{says}, which has not started. This page is for {context.quarter}.", cells=cells
        )
    return RefusedError(
        "other_quarter",
        f"{says}, and this page is for {context.quarter}. Upload the file on the page of its own quarter; if that is"
        " closed, ask the support team to reopen it.",
        cells=cells,
    )


def _shown(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST_FOUND else f"{bare[:LONGEST_FOUND]}\N{HORIZONTAL ELLIPSIS}"
