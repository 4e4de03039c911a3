"""What a check is made against, under one name: read when it is made and again when it is confirmed (W1)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from outcomes.collection.check.context import CheckContext
from outcomes.collection.check.fingerprint import fingerprint
from outcomes.collection.check.read_context import read_context
from outcomes.collection.due.models import Collection
from outcomes.collection.due.windows import window_of
from outcomes.collection.rules.book import rules_version
from outcomes.collection.submission.find import find_submission, state_of
from outcomes.collection.submission.move import acts_for_lead


@dataclass(frozen=True)
class Basis:
    """The context of a check, the version it is compared with, in whose name it is made, and the name of it all."""

    authority_id: int
    collection_id: int
    context: CheckContext
    version: int
    acting_for_lead: bool
    fingerprint: str


def basis_of(session: Session, *, by: Identity, authority: Authority, collection: Collection, on: date) -> Basis:
    """What a check would rest on now."""
    submission = find_submission(session, authority, collection)
    window = window_of(session, authority, collection)
    state = state_of(submission)
    context = read_context(session, authority=authority, collection=collection, on=on)
    version = 0 if submission is None else submission.version
    acting = acts_for_lead(by, authority.id)
    name = fingerprint(
        context=context,
        rules_version=rules_version(),
        base_version=version,
        state=state,
        window=window,
        lock=window.lock_on(on, state),
        acting_for_lead=acting,
    )
    return Basis(authority.id, collection.id, context, version, acting, name)
