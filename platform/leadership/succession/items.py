"""Records an item of the readiness index: its value, where the evidence is, who answers for it (section 9)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from leadership.register.models import Post
from leadership.succession.kinds import OF_THE_AUTHORITY, Item
from leadership.succession.models import ReadinessItem
from leadership.succession.versions import supersede


@dataclass(frozen=True)
class ItemFacts:
    """What is said of one item."""

    value: Decimal
    owner: str
    assessed_on: date
    evidence: str | None = None


def assess_item(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    post: Post | None,
    item: Item,
    facts: ItemFacts,
    on: date,
) -> ReadinessItem:
    """Say how far an item is in place; of a post, or (political ownership) of the authority as a whole.

    Raises:
        ValueError: the item is not of a post or not of the authority; a fault of ours.
        SuccessionError: a value without evidence, or a day that has not come.
        ChangedMeanwhileError: somebody else has just recorded it.
    """
    if (item in OF_THE_AUTHORITY) is not (post is None):
        msg = f"{item} is recorded for {'the authority' if item in OF_THE_AUTHORITY else 'a post'}"
        raise ValueError(msg)
    new = ReadinessItem(
        authority_id=authority.id,
        post_id=post.id if post else None,
        item=item.value,
        value=facts.value,
        evidence=facts.evidence,
        owner=facts.owner,
        assessed_on=facts.assessed_on,
        known_on=on,
        recorded_by_id=by.account_id,
    )
    supersede(session, find_item(session, authority_id=authority.id, post_id=new.post_id, item=item), new)
    record(
        session,
        by=by,
        deed="readiness_item.assessed",
        subject=f"post:{post.id}" if post else f"authority:{authority.code}",
        authority_id=authority.id,
        after={"item": item.value, "record": str(new.id)},
    )
    return new


def find_item(session: Session, *, authority_id: int, post_id: UUID | None, item: Item) -> ReadinessItem | None:
    """What is said of the item now."""
    of_post = ReadinessItem.post_id.is_(None) if post_id is None else ReadinessItem.post_id == post_id
    return session.scalars(
        select(ReadinessItem).where(
            ReadinessItem.authority_id == authority_id,
            of_post,
            ReadinessItem.item == item.value,
            ReadinessItem.superseded_at.is_(None),
        )
    ).one_or_none()
