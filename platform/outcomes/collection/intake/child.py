"""The process in which a workbook is read: little memory, little time, no file it may write, nothing to inherit (6.32).

Bytes come in by the standard input; the answer goes out by the standard output, as `answer` packs it. Whatever happens
here, an abort of a library written in another language included, the caller only sees that no answer came.
"""

import contextlib
import gc
import io
import os
import sys
from datetime import date, time, timedelta
from typing import Any

from outcomes.collection.intake.answer import pack, record_of
from outcomes.collection.intake.archive import damaged, open_archive
from outcomes.collection.intake.children import names_children
from outcomes.collection.intake.limits import (
    CHILD_CPU_SECONDS,
    CHILD_MEMORY,
    CHILD_WORK_SECONDS,
    MAX_BYTES,
    MAX_TEXT,
    listed,
)
from outcomes.collection.intake.marks import Mark
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.intake.sheet import Seen, SheetPass
from outcomes.collection.intake.styles import read_styles
from outcomes.collection.intake.values import Value, day_text, number_text
from outcomes.collection.intake.workbook import Book, open_book

# What `pack` takes: all that is said of the sheet, the numbers of its rows, and their records.
Answer = tuple[dict[str, Any], list[int], list[str]]
# Of nearly every row.
PLAIN_KINDS = frozenset({str, float})


class _Written(dict[float, str]):
    """Numbers as text, each worked out once: the same denominators come again and again."""

    def __missing__(self, number: float) -> str:
        self[number] = text = number_text(number)
        return text


WRITTEN = _Written()


def main() -> None:
    """Read one workbook from the standard input and answer on the standard output."""
    _cap()
    gc.disable()  # the process ends before there is anything to collect, and its memory is capped
    sys.stdout.buffer.write(pack(*read_workbook(sys.stdin.buffer.read(MAX_BYTES + 1))))
    sys.stdout.buffer.flush()
    os._exit(0)  # the system takes all memory back at once, where Python would let go of every cell by itself


def _cap() -> None:
    """Some systems have no such limits; the caller's clock still holds there."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  (not on every system)

        for what, limit in (
            (resource.RLIMIT_AS, CHILD_MEMORY),
            (resource.RLIMIT_CPU, CHILD_CPU_SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (limit, limit))
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import signal  # noqa: PLC0415

        # Nothing handles the signal, so it ends the process.
        signal.setitimer(signal.ITIMER_PROF, CHILD_WORK_SECONDS)


def read_workbook(content: bytes) -> Answer:
    """The sheet's rows and marks, or the refusal."""
    parts: dict[str, bytes] = {}
    try:
        parts.update(open_archive(content))
        book = open_book(parts)
        seen = SheetPass(read_styles(parts)).read(book.xml)
        return _answer(book, _with_texts(_rows(content, book), seen), seen)
    except RefusedError as refused:
        keep = refused.keep and not any(names_children(part) for part in parts.values())
        return {"code": refused.code, "sentence": refused.sentence, "cells": refused.cells, "keep": keep}, [], []


def _rows(content: bytes, book: Book) -> list[list[Value]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  (only once the archive is sound)

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return workbook.get_sheet_by_name(book.sheet).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise damaged() from error


def _with_texts(values: list[list[Value]], seen: Seen) -> list[list[Value]]:
    """Errors and formulas as they are written, which the reader of values leaves out, even beyond its last cell."""
    if not seen.texts:
        return values
    width = max(len(values[0]) if values else 0, *(column for _, column in seen.texts))
    last = max(row for row, _ in seen.texts)
    values += [[] for _ in range(last - len(values))]
    for row in values:
        row.extend([""] * (width - len(row)))
    for (number, column), text in seen.texts.items():
        values[number - 1][column - 1] = text
    return values


def _answer(book: Book, values: list[list[Value]], seen: Seen) -> Answer:
    numbers: list[int] = []
    records: list[str] = []
    size = 0
    columns = {number for first, last in seen.hidden_columns for number in range(first, min(last, 60) + 1)}
    for number, row in enumerate(values, 1):
        texts = _texts(number, row, seen)
        record = record_of(texts)
        if not record or record.isspace():
            continue
        size += len(record) - len(texts) + 1
        if size > MAX_TEXT:
            raise RefusedError("unpacks_too_large", "The selected file holds far more text than a return needs.")
        numbers.append(number)
        records.append(record)
        hidden = number in seen.hidden_rows
        if hidden or columns:
            for place, text in enumerate(texts, 1):
                if text and (hidden or place in columns):
                    seen.marks.setdefault((number, place), Mark.HIDDEN)
    for struck in seen.struck:
        seen.marks.setdefault(struck, Mark.STRUCK)
    marks = [(row, column, mark) for (row, column), mark in sorted(seen.marks.items())]
    told = {
        "sheet": book.sheet,
        "blank": max(seen.last_row, len(values)) - len(numbers),
        "marks": marks,
        "notices": _notices(book, seen),
    }
    return told, numbers, records


def _texts(number: int, row: list[Value], seen: Seen) -> list[str]:
    percentages = seen.percent
    if not percentages and PLAIN_KINDS.issuperset(map(type, row)):
        return [value if type(value) is str else WRITTEN[value] for value in row]  # type: ignore[index]
    texts: list[str] = []
    for place, value in enumerate(row, 1):
        kind = type(value)
        if kind is str:
            texts.append(value)  # type: ignore[arg-type]
        elif kind is float or kind is int:
            if percentages and (number, place) in percentages:
                texts.append(number_text(value, percent=True))  # type: ignore[arg-type]
                seen.marks.setdefault((number, place), Mark.PERCENT)
            else:
                texts.append(number_text(value))  # type: ignore[arg-type]
        elif kind is bool:
            texts.append("TRUE" if value else "FALSE")
        elif isinstance(value, date | time | timedelta):
            texts.append(day_text(value))
            seen.marks.setdefault((number, place), Mark.DAY)
        else:
            texts.append(str(value))
    return texts


def _notices(book: Book, seen: Seen) -> list[tuple[str, str]]:
    notices = []
    if book.sheets > 1:
        notices.append(("empty_sheets", "Empty sheets beside the return were left out."))
    if book.drawn:
        notices.append(("drawings", "Pictures, charts and text boxes were left out: only cells are read."))
    if seen.formulas:
        hold = "holds a formula" if len(seen.formulas) == 1 else "hold formulas"
        text = f"{listed(seen.formulas)} {hold}: the results stored in the file were read."
        notices.append(("formulas", text))
    return notices
