"""Records what is judged of a holder's loss, and whether a written plan for the post exists (features B4)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity
from leadership.register.log import audit_post
from leadership.register.models import Post
from leadership.succession.errors import SuccessionError
from leadership.succession.kinds import Level, Loss
from leadership.succession.models import LossJudgement, SuccessionPlan
from leadership.succession.versions import supersede


@dataclass(frozen=True)
class PlanFacts:
    """What is said of a post's written plan."""

    written: bool
    owner: str
    approved_on: date | None = None
    approved_by: str | None = None
    reviewed_on: date | None = None
    review_due_on: date | None = None
    evidence: str | None = None


def judge_loss(
    session: Session,
    *,
    by: Identity,
    post: Post,
    kind: Loss,
    level: Level,
    reason: str,
    owner: str,
    judged_on: date,
    on: date,
) -> LossJudgement:
    """Say how likely the holder's loss is, or how much it would hurt; the earlier judgement stays on record.

    Raises:
        SuccessionError: it was judged later than today.
        ChangedMeanwhileError: somebody else has just judged the same.
    """
    new = LossJudgement(
        authority_id=post.authority_id,
        post_id=post.id,
        kind=kind.value,
        level=level.value,
        reason=reason,
        owner=owner,
        judged_on=judged_on,
        known_on=on,
        recorded_by_id=by.account_id,
    )
    supersede(session, find_judgement(session, post=post, kind=kind), new)
    audit_post(session, by=by, deed="loss_judgement.recorded", post=post, after={"kind": kind.value})
    return new


def record_plan(session: Session, *, by: Identity, post: Post, facts: PlanFacts, on: date) -> SuccessionPlan:
    """Say how the written plan of a post stands.

    Raises:
        SuccessionError: days without a plan, days that have not come, an approval by nobody.
        ChangedMeanwhileError: somebody else has just recorded it.
    """
    if facts.review_due_on is not None and facts.reviewed_on is not None and facts.review_due_on < facts.reviewed_on:
        raise SuccessionError(
            "The next review lies before the last one. Correct one of the two.", field="review_due_on"
        )
    new = SuccessionPlan(
        authority_id=post.authority_id,
        post_id=post.id,
        written=facts.written,
        approved_on=facts.approved_on,
        approved_by=facts.approved_by,
        reviewed_on=facts.reviewed_on,
        review_due_on=facts.review_due_on,
        evidence=facts.evidence,
        owner=facts.owner,
        known_on=on,
        recorded_by_id=by.account_id,
    )
    supersede(session, find_plan(session, post=post), new)
    audit_post(session, by=by, deed="succession_plan.recorded", post=post, after={"plan": str(new.id)})
    return new


def find_judgement(session: Session, *, post: Post, kind: Loss) -> LossJudgement | None:
    """The judgement that counts now."""
    return session.scalars(
        select(LossJudgement).where(
            LossJudgement.authority_id == post.authority_id,
            LossJudgement.post_id == post.id,
            LossJudgement.kind == kind.value,
            LossJudgement.superseded_at.is_(None),
        )
    ).one_or_none()


def find_plan(session: Session, *, post: Post) -> SuccessionPlan | None:
    """What is said of the plan now."""
    return session.scalars(
        select(SuccessionPlan).where(
            SuccessionPlan.authority_id == post.authority_id,
            SuccessionPlan.post_id == post.id,
            SuccessionPlan.superseded_at.is_(None),
        )
    ).one_or_none()
