"""Checks of posts and people."""

from core.csv_table import Located
from leadership.register.files.checking import Checking, Place
from leadership.register.files.layouts import PEOPLE, POSTS
from leadership.register.files.rows import PersonRow, PostRow


def check_posts(checking: Checking) -> None:
    """Roles and authorities are known; the days of opening, closing and knowing agree."""
    for item in checking.folder.posts.rows:
        _check_post(checking, item)


def _check_post(checking: Checking, item: Located[PostRow]) -> None:
    row, line, file = item.row, item.line, POSTS.file
    checking.need_authority(Place(file, line, "authority_code"), row.authority_code)
    if row.role not in checking.register.roles:
        checking.blame(
            Place(file, line, "role"),
            f"{row.role!r} is not in the register of roles",
            f"Write one of: {', '.join(checking.register.roles)}",
        )
    checking.not_before(Place(file, line, "closed_on"), row.closed_on, ("opened_on", row.opened_on))
    known, close_known = Place(file, line, "known_on"), Place(file, line, "close_known_on")
    checking.not_after_today(known, row.known_on, blank_is="opened_on", other=row.opened_on)
    checking.not_after_today(close_known, row.close_known_on, blank_is="closed_on", other=row.closed_on)
    if row.close_known_on is not None and row.closed_on is None:
        checking.blame(close_known, "a closing is known and its day is blank", "Write closed_on, or clear this cell")


def check_people(checking: Checking) -> None:
    """A row that is a second record of a person names one that is not a second record itself."""
    for item in checking.folder.people.rows:
        _check_person(checking, item)


def _check_person(checking: Checking, item: Located[PersonRow]) -> None:
    row, line, file = item.row, item.line, PEOPLE.file
    if (row.same_as is None) != (row.same_as_known_on is None):
        checking.blame(
            Place(file, line, "same_as_known_on" if row.same_as else "same_as"),
            "of same_as and same_as_known_on only one is there",
            "Write both, or neither",
        )
    checking.not_after_today(Place(file, line, "same_as_known_on"), row.same_as_known_on)
    named = checking.need(Place(file, line, "same_as"), row.same_as, checking.people, checking.folder.people)
    if row.same_as == row.person_ref or (named is not None and named.same_as is not None):
        checking.blame(
            Place(file, line, "same_as"),
            f"{row.same_as} is not the first record of anybody",
            "Name the row that stands for the person; that row names no other",
        )
    pointing = None if row.same_as is None else _pointing_to(checking, row.person_ref)
    if pointing is not None:
        checking.blame(
            Place(file, line, "same_as"),
            f"{pointing} of the register is a second record of {row.person_ref}",
            f"Let the row of {row.same_as} name {row.person_ref} instead",
        )


def _pointing_to(checking: Checking, ref: str) -> str | None:
    """A stored record, not in this folder, that the person stands for; rows of the folder are blamed themselves."""
    return next(
        (
            other
            for other, stored in sorted(checking.register.people.items())
            if stored.same_as == ref and not checking.folder.people.names(other)
        ),
        None,
    )
