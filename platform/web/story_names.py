"""Joins the register of leaders to the check of stories, which knows none."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from leadership.register.people import list_people


def read_leaders(session: Session, authority_id: int) -> Sequence[str]:
    """The names of everybody who holds or held a post in the authority."""
    return [person.name for person in list_people(session, authority_id=authority_id)]
