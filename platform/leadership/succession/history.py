"""What was said of a post's succession over time, the latest first; nobody who might follow is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from charts.words import day_in_words
from leadership.register.models import Post
from leadership.succession.kinds import Item, Level, Loss
from leadership.succession.models import LossJudgement, ReadinessItem, SuccessionPlan, Successor


@dataclass(frozen=True)
class Said:
    """One thing that was recorded on a day."""

    known_on: date
    recorded_at: datetime
    what: str
    words: str
    owner: str | None


def list_said(session: Session, *, post: Post, on: date) -> list[Said]:
    """Everything recorded of the post up to a day, with what took its place."""
    found = [*_judgements(session, post), *_plans(session, post), *_items(session, post), *_successors(session, post)]
    known = [said for said in found if said.known_on <= on]
    return sorted(known, key=lambda said: (said.known_on, said.recorded_at), reverse=True)


def _judgements(session: Session, post: Post) -> Iterator[Said]:
    for each in session.scalars(
        select(LossJudgement).where(LossJudgement.authority_id == post.authority_id, LossJudgement.post_id == post.id)
    ):
        words = f"{Level(each.level).words}: {each.reason}"
        yield Said(each.known_on, each.recorded_at, Loss(each.kind).words, words, each.owner)


def _plans(session: Session, post: Post) -> Iterator[Said]:
    for each in session.scalars(
        select(SuccessionPlan).where(
            SuccessionPlan.authority_id == post.authority_id, SuccessionPlan.post_id == post.id
        )
    ):
        if not each.written:
            words = "There is none"
        elif each.approved_on is None:
            words = "Written, not approved yet"
        else:
            words = f"Approved {day_in_words(each.approved_on)}"
        yield Said(each.known_on, each.recorded_at, Item.PLAN.words, words, each.owner)


def _items(session: Session, post: Post) -> Iterator[Said]:
    """Those of the post, and those of the authority that count for it."""
    for each in session.scalars(
        select(ReadinessItem).where(
            ReadinessItem.authority_id == post.authority_id,
            or_(ReadinessItem.post_id == post.id, ReadinessItem.post_id.is_(None)),
        )
    ):
        evidence = f"; {each.evidence}" if each.evidence else ""
        words = f"{each.value.normalize():f} of 1, looked at {day_in_words(each.assessed_on)}{evidence}"
        yield Said(each.known_on, each.recorded_at, Item(each.item).words, words, each.owner)


def _successors(session: Session, post: Post) -> Iterator[Said]:
    for each in session.scalars(
        select(Successor).where(Successor.authority_id == post.authority_id, Successor.post_id == post.id)
    ):
        yield Said(each.named_on, each.recorded_at, Item.SUCCESSOR.words, "Somebody was put on the list", None)
        if each.withdrawn_on is not None and each.withdrawn_at is not None:
            yield Said(each.withdrawn_on, each.withdrawn_at, Item.SUCCESSOR.words, "Somebody was taken off it", None)
