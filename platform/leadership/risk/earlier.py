"""What was said before: the latest earlier prediction of each post, for its band and for what has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadership.risk.bands import RiskBand
from leadership.risk.models import RiskRun, RunStatus, StoredPrediction


@dataclass(frozen=True)
class EarlierBand:
    band: RiskBand | None
    hard_facts: str


Earlier = Mapping[UUID, EarlierBand]


def latest_earlier_run(session: Session, landmark: date, *, reports_only: bool = False) -> RiskRun | None:
    """The newest run of an earlier landmark; with `reports_only`, one that was not a replay."""
    query = select(RiskRun).where(RiskRun.status == RunStatus.PREDICTED, RiskRun.landmark < landmark)
    if reports_only:
        query = query.where(RiskRun.replayed.is_(False))
    return session.scalars(query.order_by(RiskRun.landmark.desc(), RiskRun.predicted_at.desc()).limit(1)).one_or_none()


def latest_earlier(session: Session, landmark: date) -> Earlier:
    """The bands of the newest earlier run, by post; empty before the first run."""
    run = latest_earlier_run(session, landmark)
    if run is None:
        return {}
    rows = session.execute(
        select(StoredPrediction.post_id, StoredPrediction.band, StoredPrediction.hard_facts).where(
            StoredPrediction.run_id == run.id
        )
    )
    return {
        row.post_id: EarlierBand(RiskBand(row.band) if row.band is not None else None, row.hard_facts) for row in rows
    }
