"""Checks of succession events."""

from core.csv_table import Located
from leadership.register.files.check_corrections import Corrections, check_corrections
from leadership.register.files.checking import Checking, Place
from leadership.register.files.layouts import EVENTS
from leadership.register.files.rows import EventRow, TenureRow

FILE = EVENTS.file


def check_events(checking: Checking) -> None:
    """Events name a post, and a tenure and a person that belong to it and to each other."""
    for item in checking.folder.events.rows:
        _check_event(checking, item)
    check_corrections(
        checking,
        Corrections(
            FILE,
            tuple((item.line, item.row.event_ref, item.row.supersedes) for item in checking.folder.events.rows),
            {ref: row.supersedes for ref, row in checking.events.items()},
            lambda ref: checking.events[ref].post_ref if ref in checking.events else None,
            checking.folder.events.names,
        ),
    )


def _check_event(checking: Checking, item: Located[EventRow]) -> None:
    row, line, folder = item.row, item.line, checking.folder
    checking.need(Place(FILE, line, "post_ref"), row.post_ref, checking.posts, folder.posts)
    checking.need(Place(FILE, line, "person_ref"), row.person_ref, checking.people, folder.people)
    tenure = checking.need(Place(FILE, line, "tenure_ref"), row.tenure_ref, checking.tenures, folder.tenures)
    checking.not_after_today(Place(FILE, line, "known_on"), row.known_on)
    if tenure is not None:
        _check_tenure(checking, item, tenure)


def _check_tenure(checking: Checking, item: Located[EventRow], tenure: TenureRow) -> None:
    row, line = item.row, item.line
    if tenure.post_ref != row.post_ref:
        checking.blame(
            Place(FILE, line, "tenure_ref"),
            f"the tenure {tenure.tenure_ref} is in the post {tenure.post_ref}, the event in {row.post_ref}",
            "Correct whichever of the two is wrong",
        )
    if row.person_ref is not None and _one(checking, tenure.person_ref) != _one(checking, row.person_ref):
        checking.blame(
            Place(FILE, line, "person_ref"),
            f"the tenure {tenure.tenure_ref} is of {tenure.person_ref}, the event of {row.person_ref}",
            "Correct whichever of the two is wrong",
        )


def _one(checking: Checking, ref: str) -> str:
    """The reference that stands for the person, whichever of their records is named."""
    person = checking.people.get(ref)
    return person.same_as if person is not None and person.same_as else ref
