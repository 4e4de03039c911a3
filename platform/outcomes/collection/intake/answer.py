"""How the capped process hands a sheet over: a line of JSON, then the rows as text, which is quickly parted. Pure.

The two characters that part rows and cells are no text: a cell that holds one is refused as unreadable, and so is what
stands for it here.
"""

import json
from collections.abc import Sequence
from typing import Any

ROWS, CELLS = "\x1e", "\x1f"
UNREADABLE = "\x1d"

Row = tuple[int, tuple[str, ...]]


def record_of(cells: Sequence[str]) -> str:
    """One row as it is handed over; blank if nothing stands in its cells."""
    record = CELLS.join(cells)
    if record.count(CELLS) >= len(cells) or ROWS in record:
        record = CELLS.join(cell.replace(ROWS, UNREADABLE).replace(CELLS, UNREADABLE) for cell in cells)
    return record


def pack(answer: dict[str, Any], numbers: Sequence[int], records: Sequence[str]) -> bytes:
    """What the process writes: everything but the cells, with the numbers of the rows; then their records."""
    head = json.dumps([answer, numbers], separators=(",", ":"))
    return f"{head}\n{ROWS.join(records)}".encode("utf-8", "surrogatepass")


def unpack(written: bytes) -> tuple[dict[str, Any], tuple[Row, ...]]:
    """What `pack` was given, the records as cells; ValueError for anything that it did not write."""
    head, _, body = written.partition(b"\n")
    match json.loads(head):
        case [dict() as answer, list() as numbers]:
            pass
        case _:
            raise ValueError("the line before the cells holds something else")
    if not numbers:
        return answer, ()
    cells = [tuple(record.split(CELLS)) for record in body.decode("utf-8", "surrogatepass").split(ROWS)]
    return answer, tuple(zip(numbers, cells, strict=True))
