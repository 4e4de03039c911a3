"""Tells the support team when a post's chance of a change reaches the threshold that they set (features B7).

A crossing is one row: it opens when a run's prediction reaches the threshold and is over once a later one lies below.
So there is one task and one letter for each crossing, however many runs follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from authorities.programme.members import list_member_ids
from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import NotFoundError
from core.outbox import send_after_commit
from leadership.register.models import Post
from leadership.risk.models import RiskRun, RunStatus, StoredPrediction
from leadership.risk.stored import PredictionsStored
from leadership.succession.errors import SuccessionError
from leadership.succession.models import AlertCrossing, AlertThreshold
from leadership.succession.versions import store

SEND = "succession.send_alert"
LEAST, MOST = 1, 100


@dataclass(frozen=True)
class Alert:
    """A post over the threshold, for the support team's list."""

    crossing: AlertCrossing
    post: Post
    authority: Authority


def find_threshold(session: Session) -> AlertThreshold | None:
    """The threshold that counts now; None before anybody has set one: then nobody is told."""
    return session.scalars(select(AlertThreshold).where(AlertThreshold.superseded_at.is_(None))).one_or_none()


def set_threshold(session: Session, *, by: Identity, percent: int, on: date) -> AlertThreshold:
    """Set from which chance on the team wants to be told; the newest predictions are looked at when the next run ends.

    Raises:
        SuccessionError: no percentage.
        ChangedMeanwhileError: somebody else has just set it.
    """
    if not LEAST <= percent <= MOST:
        raise SuccessionError(f"Enter a percentage from {LEAST} to {MOST}, such as 50.", field="chance")
    current = find_threshold(session)
    if current is not None:
        current.superseded_at = func.clock_timestamp()
        session.flush()  # only one may be current when the new one is written
    new = AlertThreshold(chance=Decimal(percent) / 100, set_by_id=by.account_id)
    session.add(new)
    store(session)
    record(
        session,
        by=by,
        deed="alert_threshold.set",
        subject=f"alert_threshold:{new.id}",
        authority_id=None,
        after={"percent": percent, "on": on.isoformat()},
    )
    return new


def note_crossings(session: Session, event: PredictionsStored) -> None:
    """Open and close crossings by the predictions of a run. A replayed or overtaken landmark tells nobody anything.

    Members only: the run predicts every post on record, the team looks after those of the programme.
    """
    threshold = find_threshold(session)
    if event.replayed or threshold is None or _is_overtaken(session, event):
        return
    members = list_member_ids(session, on=event.landmark)
    predictions = session.scalars(
        select(StoredPrediction)
        .where(StoredPrediction.run_id == event.run_id, StoredPrediction.authority_id.in_(members))
        .order_by(StoredPrediction.authority_id, StoredPrediction.post_id)
    ).all()
    open_now = {
        crossing.post_id: crossing
        for crossing in session.scalars(select(AlertCrossing).where(AlertCrossing.over_on.is_(None)))
    }
    reached = {
        each.post_id: each
        for each in predictions
        if each.r12 is not None and Decimal(repr(each.r12)) >= threshold.chance
    }
    for post_id, prediction in reached.items():
        if post_id not in open_now:
            _open(session, event, prediction, threshold)
    # Below the level, vacant, closed, or of an authority that has left: it is over.
    for post_id, crossing in open_now.items():
        if post_id not in reached:
            crossing.over_on = max(event.landmark, crossing.reached_on)


def _is_overtaken(session: Session, event: PredictionsStored) -> bool:
    """Whether a later landmark is predicted already, as when a run waited for a worker: its word is the last."""
    later = select(RiskRun.id).where(
        RiskRun.status == RunStatus.PREDICTED, RiskRun.replayed.is_(False), RiskRun.landmark > event.landmark
    )
    return session.scalar(select(later.exists())) is True


def _open(session: Session, event: PredictionsStored, prediction: StoredPrediction, threshold: AlertThreshold) -> None:
    made = session.execute(
        insert(AlertCrossing)
        .values(
            authority_id=prediction.authority_id,
            post_id=prediction.post_id,
            run_id=event.run_id,
            chance=Decimal(repr(prediction.r12)),
            threshold=threshold.chance,
            reached_on=event.landmark,
        )
        .on_conflict_do_nothing(index_elements=[AlertCrossing.post_id], index_where=AlertCrossing.over_on.is_(None))
        .returning(AlertCrossing.id)
    ).scalar_one_or_none()
    if made is not None:
        send_after_commit(session, SEND, str(made))


def list_alerts(session: Session) -> Sequence[Alert]:
    """The crossings that stand and that nobody of the team has marked as seen, by authority and post."""
    rows = session.execute(
        select(AlertCrossing, Post, Authority)
        .join(Post, (Post.authority_id == AlertCrossing.authority_id) & (Post.id == AlertCrossing.post_id))
        .join(Authority, Authority.id == AlertCrossing.authority_id)
        .where(AlertCrossing.over_on.is_(None), AlertCrossing.seen_at.is_(None))
        .order_by(Authority.name, Post.title, Post.ref)
    )
    return [Alert(crossing, post, authority) for crossing, post, authority in rows]


def mark_seen(session: Session, *, by: Identity, crossing_id: UUID, at: datetime) -> AlertCrossing:
    """Take a crossing off the team's list; it stays on record, and a new one comes only after it was over.

    Raises:
        NotFoundError: there is no such crossing.
    """
    crossing = session.get(AlertCrossing, crossing_id)
    if crossing is None:
        raise NotFoundError("There is no such page, or it is not yours to see.")
    if crossing.seen_at is None:
        crossing.seen_at, crossing.seen_by_id = at, by.account_id
        record(
            session,
            by=by,
            deed="alert.seen",
            subject=f"post:{crossing.post_id}",
            authority_id=crossing.authority_id,
            after={"alert": str(crossing.id)},
        )
    return crossing
