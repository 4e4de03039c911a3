"""The checks' common ground: the folder, the register behind it, the day, and what has been found wrong so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from core.csv_problems import Problems
from core.csv_table import Layout, Table
from leadership.register.files import layouts
from leadership.register.files.folder import Folder, Register
from leadership.register.files.rows import AuthorityRow, EventRow, PersonRow, PostRow, TenureRow
from leadership.register.files.rules import RULES, completed

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where something stands."""

    file: str
    line: int
    column: str


@dataclass(frozen=True)
class Checking:
    """One pass over a folder, seen together with the register: how things would stand once it is stored."""

    folder: Folder
    register: Register
    today: date
    problems: Problems

    @cached_property
    def authorities(self) -> dict[str, AuthorityRow]:
        return _together(layouts.AUTHORITIES, self.register.authorities, self.folder.authorities, lambda row: row.code)

    @cached_property
    def posts(self) -> dict[str, PostRow]:
        return _together(layouts.POSTS, self.register.posts, self.folder.posts, lambda row: row.post_ref)

    @cached_property
    def people(self) -> dict[str, PersonRow]:
        return _together(layouts.PEOPLE, self.register.people, self.folder.people, lambda row: row.person_ref)

    @cached_property
    def tenures(self) -> dict[str, TenureRow]:
        return _together(layouts.TENURES, self.register.tenures, self.folder.tenures, lambda row: row.tenure_ref)

    @cached_property
    def events(self) -> dict[str, EventRow]:
        return _together(layouts.EVENTS, self.register.events, self.folder.events, lambda row: row.event_ref)

    def blame(self, place: Place, message: str, remedy: str) -> None:
        """Write down a problem of one cell."""
        self.problems.add(place.file, place.line, place.column, message, remedy)

    def need(self, place: Place, ref: str | None, known: Mapping[str, T], table: Table[T]) -> T | None:
        """The row that a reference names; a problem when nothing is named so.

        A row that stands in its file but could not be read is no second problem of those that name it.
        """
        if ref is None:
            return None
        found = known.get(ref)
        if found is None and not table.names(ref):
            self.blame(place, f"nothing has the reference {ref}", "Correct it, or add the row that it should name")
        return found

    def need_authority(self, place: Place, code: str) -> None:
        """A problem when the authority is neither in the register nor in authorities.csv."""
        if code not in self.register.authorities and not self.folder.authorities.names(code):
            self.blame(
                place,
                f"no authority has the code {code}",
                "Correct it; only invented councils can be added, in authorities.csv",
            )

    def need_existing(self, place: Place, code: str, day: date | None) -> None:
        """A problem when the authority did not exist on the day."""
        authority = self.authorities.get(code)
        if authority is None or day is None:
            return
        if authority.valid_from is not None and day < authority.valid_from:
            self.blame(place, f"{code} began on {authority.valid_from}, after {day}", "Name the council before it")
        if authority.valid_to is not None and day > authority.valid_to:
            self.blame(place, f"{code} ended with {authority.valid_to}, before {day}", "Name the council after it")

    def not_after_today(self, place: Place, day: date | None, *, blank_is: str = "", other: date | None = None) -> None:
        """A problem when something is said to have been known on a day that has not come.

        `blank_is` names the column that a blank cell stands for, and `other` is what it holds.
        """
        if day is not None and day > self.today:
            hint = f" (a blank cell stands for {blank_is})" if blank_is and day == other else ""
            self.blame(
                place,
                f"{day} is after today, {self.today}{hint}",
                "Write the day on which somebody could know it, today at the latest",
            )

    def not_before(self, place: Place, day: date | None, first: tuple[str, date | None]) -> None:
        """A problem when a day lies before that of another column, which it cannot precede."""
        name, other = first
        if day is not None and other is not None and day < other:
            self.blame(place, f"{day} is before {name}, {other}", "Correct whichever of the two is wrong")


def _together(layout: Layout[T], stored: Mapping[str, T], table: Table[T], key: Callable[[T], str]) -> dict[str, T]:
    rule, rows = RULES[layout.file], dict(stored)
    for item in table.rows:
        ref = key(item.row)
        rows[ref] = completed(item.row, stored.get(ref), rule)
    return rows
