"""Asks for the director's signature once nothing else is left to do, where the authority has asked for it."""

from datetime import date

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from outcomes.collection.due.models import Collection
from outcomes.collection.remind.ask import ask_notice
from outcomes.collection.remind.kinds import Audience, Kind
from outcomes.collection.submission.may import needs_sign_off, standing_of
from outcomes.collection.submission.obstacles import list_obstacles


def ask_director(session: Session, authority: Authority, collection: Collection, on: date) -> bool:
    """Ask for a letter to those who sign; one for each version, however often this is called. True if it was asked."""
    if not needs_sign_off(session, authority):
        return False
    session.flush()  # what has just been stored or explained counts
    standing = standing_of(session, authority, collection, on)
    if [each.step for each in list_obstacles(session, authority, collection, standing, on)] != ["sign_off"]:
        return False
    ask_notice(
        session,
        authority_id=authority.id,
        collection=collection,
        kind=Kind.SIGN_OFF_ASKED,
        audience=Audience.SIGNATORIES,
    )
    return True
