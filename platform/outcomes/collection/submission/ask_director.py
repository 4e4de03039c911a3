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
    """Ask for a letter to those who sign. True if it was asked.

    The letter is known by the newest event of the return. Each version asks once, however often its words are mended
    before the director reads them; after a signature, a refusal, a return or a reopening, other words ask anew.
    """
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
        key=str(standing.events[-1].id),
        audience=Audience.SIGNATORIES,
    )
    return True
