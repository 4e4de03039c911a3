"""Checks a folder against the register and says what is to be stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from core.csv_problems import Problems
from leadership.register.files import layouts
from leadership.register.files.check_closings import check_closings
from leadership.register.files.check_events import check_events
from leadership.register.files.check_memberships import compare_memberships
from leadership.register.files.check_overlaps import check_overlaps
from leadership.register.files.check_posts import check_people, check_posts
from leadership.register.files.check_surroundings import check_surroundings
from leadership.register.files.check_tenures import check_tenures
from leadership.register.files.checking import Checking
from leadership.register.files.compare import Compared, compare
from leadership.register.files.folder import Folder, Register
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


@dataclass(frozen=True)
class Tally:
    """What an import does with one kind of row."""

    name: str
    new: int
    added_to: int
    unchanged: int


@dataclass(frozen=True)
class Plan:
    """What is to be stored of a folder in which nothing is wrong."""

    authorities: Compared[AuthorityRow]
    innovators: Compared[InnovatorRow]
    adoptions: Compared[AdoptionRow]
    memberships: Compared[MembershipRow]
    pauses: Compared[PauseRow]
    facts: Compared[FactRow]
    posts: Compared[PostRow]
    people: Compared[PersonRow]
    tenures: Compared[TenureRow]
    events: Compared[EventRow]

    def tallies(self) -> Iterator[Tally]:
        """What becomes of each kind of row, in the order of storing."""
        for field in fields(self):
            compared = getattr(self, field.name)
            yield Tally(field.name, len(compared.new), len(compared.added_to), compared.unchanged)

    @property
    def changes(self) -> bool:
        """Whether storing would change anything."""
        return any(tally.new or tally.added_to for tally in self.tallies())


def plan_import(folder: Folder, register: Register, today: date, problems: Problems) -> Plan:
    """Check everything in one pass; the plan counts only if no problem was found."""
    checking = Checking(folder, register, today, problems)
    check_surroundings(checking)
    check_posts(checking)
    check_people(checking)
    check_tenures(checking)
    check_closings(checking)
    check_overlaps(checking)
    check_events(checking)
    return _compared(checking)


def _compared(checking: Checking) -> Plan:
    folder, register = checking.folder, checking.register
    known_innovators: Mapping[InnovatorRow, InnovatorRow] = {row: row for row in register.innovators}
    innovators = [item.row for item in folder.innovators.rows]
    new_innovators = tuple(row for row in innovators if row not in known_innovators)
    return Plan(
        authorities=compare(
            checking,
            layouts.AUTHORITIES,
            folder.authorities.rows,
            register.authorities,
            lambda row: row.code,
        ),
        innovators=Compared(new_innovators, (), len(innovators) - len(new_innovators)),
        adoptions=compare(
            checking,
            layouts.ADOPTIONS,
            folder.adoptions.rows,
            register.adoptions,
            lambda row: (row.authority_code, row.innovation),
        ),
        memberships=compare_memberships(checking),
        pauses=compare(
            checking,
            layouts.PAUSES,
            folder.pauses.rows,
            register.pauses,
            lambda row: (row.authority_code, row.innovation, row.paused_on),
        ),
        facts=compare(
            checking,
            layouts.FACTS,
            folder.facts.rows,
            {**register.past_facts, **register.facts},
            lambda row: row.fact_ref,
        ),
        posts=compare(checking, layouts.POSTS, folder.posts.rows, register.posts, lambda row: row.post_ref),
        people=compare(checking, layouts.PEOPLE, folder.people.rows, register.people, lambda row: row.person_ref),
        tenures=compare(checking, layouts.TENURES, folder.tenures.rows, register.tenures, lambda row: row.tenure_ref),
        events=compare(checking, layouts.EVENTS, folder.events.rows, register.events, lambda row: row.event_ref),
    )
