"""Checks when authorities are in the programme: an adoption tells of one time, memberships.csv of those beside it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from core.csv_table import Located
from leadership.register.files.checking import Checking, Place
from leadership.register.files.compare import Compared, compare
from leadership.register.files.layouts import ADOPTIONS, MEMBERSHIPS
from leadership.register.files.rows import MembershipRow
from leadership.register.files.rules import RULES, completed

Key = tuple[str, date]


def membership_key(row: MembershipRow) -> Key:
    """An authority is in the programme once at a time, so the day on which it joined names the time."""
    return row.authority_code, row.joined_on


def check_memberships(checking: Checking) -> None:
    """The authority existed, left after it joined, and its times lie apart, those of the register included."""
    stored, rule = checking.register.memberships, RULES[MEMBERSHIPS.file]
    stated: dict[Key, tuple[Place, MembershipRow]] = {}
    for file, item in _told(checking):
        row, place = item.row, Place(file, item.line, "joined_on")
        if file == MEMBERSHIPS.file:
            checking.need_authority(Place(file, item.line, "authority_code"), row.authority_code)
        checking.need_existing(place, row.authority_code, row.joined_on)
        if row.left_on is not None and row.left_on <= row.joined_on:
            order = "before" if row.left_on < row.joined_on else "the same day as"
            checking.blame(
                Place(file, item.line, "left_on"),
                f"{row.left_on} is {order} joined_on, {row.joined_on}",
                "Correct whichever of the two is wrong: left_on is the first day outside",
            )
            continue
        _, other = stated.setdefault(membership_key(row), (place, row))
        if other.left_on != row.left_on:
            checking.blame(
                Place(file, item.line, "left_on"),
                f"{row.authority_code} has another day here in a row before, of the time from {row.joined_on} on",
                "Write the same day in both: it is one time in the programme",
            )
    times = dict(stored) | {key: completed(row, stored.get(key), rule) for key, (_, row) in stated.items()}
    _check_apart(checking, times, {key: place for key, (place, _) in stated.items()})


def compare_memberships(checking: Checking) -> Compared[MembershipRow]:
    """What the folder tells of times in the programme, each once, beside what is stored."""
    stored, seen = checking.register.memberships, set[Key]()
    new: list[MembershipRow] = []
    added_to: list[MembershipRow] = []
    unchanged = 0
    for file in (ADOPTIONS.file, MEMBERSHIPS.file):
        items = []
        for of, item in _told(checking):
            if of == file and membership_key(item.row) not in seen:
                seen.add(membership_key(item.row))
                items.append(item)
        compared = compare(checking, MEMBERSHIPS, items, stored, membership_key, file=file)
        new += compared.new
        added_to += compared.added_to
        unchanged += compared.unchanged
    return Compared(tuple(new), tuple(added_to), unchanged)


def _told(checking: Checking) -> Iterator[tuple[str, Located[MembershipRow]]]:
    """Every time of the folder; the source of an adoption is its time's too, unless that is on record already."""
    for adoption in checking.folder.adoptions.rows:
        row = adoption.row
        if row.joined_on is not None:
            stored = checking.register.memberships.get((row.authority_code, row.joined_on), row)
            time = MembershipRow(row.authority_code, row.joined_on, row.left_on, stored.source, stored.confidence)
            yield ADOPTIONS.file, Located(adoption.line, time)
    for membership in checking.folder.memberships.rows:
        yield MEMBERSHIPS.file, membership


def _check_apart(checking: Checking, times: dict[Key, MembershipRow], places: dict[Key, Place]) -> None:
    groups: defaultdict[str, list[MembershipRow]] = defaultdict(list)
    for _, row in sorted(times.items()):
        groups[row.authority_code].append(row)
    for code, rows in groups.items():
        for earlier, later in pairwise(rows):
            if earlier.left_on is not None and earlier.left_on <= later.joined_on:
                continue
            blamed, other = (later, earlier) if membership_key(later) in places else (earlier, later)
            place = places.get(membership_key(blamed))
            if place is not None:
                until = f"until {other.left_on}" if other.left_on else "and has not left"
                checking.blame(
                    place,
                    f"{code} is in the programme from {other.joined_on} {until} already",
                    "Write when it left before it joined again, or correct the day",
                )
