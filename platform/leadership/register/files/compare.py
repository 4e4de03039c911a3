"""Divides the rows of a folder: new, adding something to what is stored, changing nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.csv_cells import written
from core.csv_table import Layout, Located
from leadership.register.files.checking import Checking
from leadership.register.files.rules import RULES, differences

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True)
class Compared(Generic[T]):
    """The rows that are not stored yet, and those that add something to what is."""

    new: tuple[T, ...]
    added_to: tuple[T, ...]
    unchanged: int


def compare(
    checking: Checking,
    layout: Layout[T],
    rows: Iterable[Located[T]],
    stored: Mapping[K, T],
    key: Callable[[T], K],
    *,
    file: str | None = None,
) -> Compared[T]:
    """What is to be stored of these rows; a row that contradicts the register is a problem of the `file` it is in."""
    rule, new, adding, unchanged = RULES[layout.file], [], [], 0
    for item in rows:
        before = stored.get(key(item.row))
        if before is None:
            new.append(item.row)
            continue
        wrong, adds = differences(item.row, before, rule)
        if wrong:
            others = f", and differs in {', '.join(wrong[1:])} too" if wrong[1:] else ""
            checking.problems.add(
                file or layout.file,
                item.line,
                wrong[0],
                f"the register has {written(getattr(before, wrong[0])) or 'nothing'} here under this reference{others}",
                rule.remedy,
            )
        if adds and not wrong:
            adding.append(item.row)
        unchanged += not adds and not wrong
    return Compared(tuple(new), tuple(adding), unchanged)
