"""What a letter about a return may say, read at the moment of sending: an old letter must not tell an old story."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.quarter_address import address_of
from core.quarters import Quarter
from outcomes.collection.due.models import Collection
from outcomes.collection.due.standing import ReturnStanding, find_standing
from outcomes.collection.people import names_of
from outcomes.collection.remind.kinds import KNOWN_BY_EVENT, Kind
from outcomes.collection.submission.find import Kept, find_submission, list_events, list_versions
from outcomes.collection.submission.may import standing_of
from outcomes.collection.submission.models import SubmissionEvent


@dataclass(frozen=True)
class Facts:
    """Everything that the words of a letter rest on."""

    authority: Authority
    collection: Collection
    standing: ReturnStanding | None
    event: SubmissionEvent | None
    version: Kept | None
    done_by: str
    link: str
    on: date
    # Whether the return waits for its director's signature.
    waits_for_signature: bool = False

    @property
    def quarter(self) -> Quarter:
        return self.collection.quarter


def read_facts(
    session: Session, *, authority: Authority, collection: Collection, kind: Kind, key: str, public_url: str, on: date
) -> Facts:
    """Read what a letter of this kind needs."""
    submission = find_submission(session, authority, collection)
    event = None
    if kind in KNOWN_BY_EVENT:
        events = list_events(session, authority, submission)
        event = next((each for each in reversed(events) if str(each.id) == key), None)
    number = event.version if event is not None else submission.version if submission is not None else 0
    versions = list_versions(session, authority, submission) if number else []
    names = names_of(session, [event.by_id]) if event is not None else {}
    return Facts(
        authority=authority,
        collection=collection,
        standing=find_standing(session, authority, collection, on),
        event=event,
        version=next((each for each in versions if each.version.number == number), None),
        done_by=names.get(event.by_id, "") if event is not None else "",
        link=f"{public_url}/authorities/{authority.code}/returns/{address_of(collection.quarter)}",
        on=on,
        waits_for_signature=kind is Kind.SIGN_OFF_ASKED and _waits(session, authority, collection, on),
    )


def _waits(session: Session, authority: Authority, collection: Collection, on: date) -> bool:
    standing = standing_of(session, authority, collection, on)
    return standing.needs_sign_off and not standing.signed_off
