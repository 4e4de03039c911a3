"""Reads the files of a leadership folder, each by its layout, into one value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from core.csv_problems import Problems
from core.csv_table import Layout, Table, read_table
from leadership.register.files import layouts
from leadership.register.files.rows import (
    AdoptionRow,
    AuthorityRow,
    EventRow,
    FactRow,
    InnovatorRow,
    MembershipRow,
    PauseRow,
    PersonRow,
    PostRow,
    TenureRow,
)

T = TypeVar("T")

# Files of a world that stand beside the leadership folder; no reading of it minds them.
BESIDE = ("neighbours.csv", "figures.csv")


@dataclass(frozen=True)
class Folder:
    """What the files hold, each as it was read."""

    posts: Table[PostRow]
    people: Table[PersonRow]
    tenures: Table[TenureRow]
    events: Table[EventRow]
    authorities: Table[AuthorityRow]
    adoptions: Table[AdoptionRow]
    memberships: Table[MembershipRow]
    pauses: Table[PauseRow]
    innovators: Table[InnovatorRow]
    facts: Table[FactRow]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """The name of each table and how many rows of it could be read."""
        for name in (
            "authorities",
            "innovators",
            "adoptions",
            "memberships",
            "pauses",
            "facts",
            "posts",
            "people",
            "tenures",
            "events",
        ):
            yield name, len(getattr(self, name).rows)


@dataclass(frozen=True)
class Register:
    """What is stored already, as the same rows, by their keys.

    `past_facts` were corrected or withdrawn since: a file may still name them, and changes nothing by it.
    """

    roles: tuple[str, ...]
    authorities: Mapping[str, AuthorityRow]
    posts: Mapping[str, PostRow]
    people: Mapping[str, PersonRow]
    tenures: Mapping[str, TenureRow]
    events: Mapping[str, EventRow]
    adoptions: Mapping[tuple[str, str], AdoptionRow]
    pauses: Mapping[tuple[str, str, date], PauseRow]
    innovators: frozenset[InnovatorRow]
    facts: Mapping[str, FactRow]
    past_facts: Mapping[str, FactRow] = field(default_factory=dict)
    memberships: Mapping[tuple[str, date], MembershipRow] = field(default_factory=dict)


def read_folder(files: Mapping[str, bytes], problems: Problems) -> Folder:
    """Read the files of a folder, by name. A missing or misnamed file is a problem like any other."""
    for name in layouts.REQUIRED_FILES:
        if name not in files:
            problems.add(
                name, 0, "", "the file is missing", f"Put it into the folder; {name} may have a header row only"
            )
    known = (*layouts.REQUIRED_FILES, *layouts.OPTIONAL_FILES, *BESIDE)
    for name in files:
        if name not in known:
            problems.add(
                name, 0, "", "this file is not part of the format", f"Remove it; the files are {', '.join(known)}"
            )

    def read(layout: Layout[T]) -> Table[T]:
        if layout.file in files:
            return read_table(files[layout.file], layout, problems)
        return Table(whole=layout.file not in layouts.REQUIRED_FILES)

    return Folder(
        posts=read(layouts.POSTS),
        people=read(layouts.PEOPLE),
        tenures=read(layouts.TENURES),
        events=read(layouts.EVENTS),
        authorities=read(layouts.AUTHORITIES),
        adoptions=read(layouts.ADOPTIONS),
        memberships=read(layouts.MEMBERSHIPS),
        pauses=read(layouts.PAUSES),
        innovators=read(layouts.INNOVATORS),
        facts=read(layouts.FACTS),
    )
