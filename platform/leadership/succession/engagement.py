"""Records what an authority says of its councillors' engagement, and a manual call of consistency (15.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from leadership.succession.kinds import Statement
from leadership.succession.models import ConsistencyCall, PoliticalEngagement
from leadership.succession.versions import supersede

COALITION = "coalition"


@dataclass(frozen=True)
class Engagement:
    """The answers with the evidence of those that hold, by the name of the statement."""

    owner: str
    stated_on: date
    holds: frozenset[str]
    evidence: Mapping[str, str]


def state_engagement(
    session: Session, *, by: Identity, authority: Authority, said: Engagement, on: date
) -> PoliticalEngagement:
    """Say which of the five statements hold today, and whether a coalition is signed.

    Raises:
        SuccessionError: a statement without evidence, or a day that has not come.
        ChangedMeanwhileError: somebody else has just recorded it.
    """
    answers: dict[str, bool | str | None] = {}
    for name in (*(each.value for each in Statement), COALITION):
        answers[name] = name in said.holds
        answers[f"{name}_evidence"] = (said.evidence.get(name) or None) if name in said.holds else None
    new = PoliticalEngagement(
        authority_id=authority.id,
        stated_on=said.stated_on,
        owner=said.owner,
        known_on=on,
        recorded_by_id=by.account_id,
        **answers,
    )
    supersede(session, find_engagement(session, authority_id=authority.id), new)
    _record(session, by, authority, "political_engagement.stated", str(new.id))
    return new


def call_consistency(
    session: Session, *, by: Identity, authority: Authority, high: bool, reason: str, owner: str, on: date
) -> ConsistencyCall:
    """Call performance consistent or not where inspections say too little, with the reason."""
    new = ConsistencyCall(
        authority_id=authority.id,
        high=high,
        reason=reason,
        owner=owner,
        known_on=on,
        recorded_by_id=by.account_id,
    )
    supersede(session, find_call(session, authority_id=authority.id), new)
    _record(session, by, authority, "consistency.called", str(new.id))
    return new


def find_engagement(session: Session, *, authority_id: int) -> PoliticalEngagement | None:
    """What is said now, expired or not."""
    return session.scalars(
        select(PoliticalEngagement).where(
            PoliticalEngagement.authority_id == authority_id, PoliticalEngagement.superseded_at.is_(None)
        )
    ).one_or_none()


def find_call(session: Session, *, authority_id: int) -> ConsistencyCall | None:
    """The manual call that stands."""
    return session.scalars(
        select(ConsistencyCall).where(
            ConsistencyCall.authority_id == authority_id, ConsistencyCall.superseded_at.is_(None)
        )
    ).one_or_none()


def _record(session: Session, by: Identity, authority: Authority, deed: str, number: str) -> None:
    record(
        session,
        by=by,
        deed=deed,
        subject=f"authority:{authority.code}",
        authority_id=authority.id,
        after={"record": number},
    )
