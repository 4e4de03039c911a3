"""Score the predictions that were stored, as they stood, against what is known today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadership.risk.facts import DataCut
from leadership.risk.models import RiskRun, RunStatus, StoredPrediction
from leadership.risk.outcomes import Stored
from leadership.risk.scoring import Score, score

QUARTER_STARTS = (1, 4, 7, 10)


@dataclass(frozen=True)
class ScoredRun:
    """One landmark in the record: its run, and whether its predictions were made afterwards (replayed)."""

    run: RiskRun
    quarterly: bool


def list_scored_runs(session: Session, *, until: date) -> list[ScoredRun]:
    """The newest run of each landmark up to a day, oldest landmark first."""
    newest: dict[date, RiskRun] = {}
    for run in session.scalars(
        select(RiskRun)
        .where(RiskRun.status == RunStatus.PREDICTED, RiskRun.landmark <= until)
        .order_by(RiskRun.landmark, RiskRun.predicted_at)
    ):
        newest[run.landmark] = run
    return [ScoredRun(run, run.landmark.day == 1 and run.landmark.month in QUARTER_STARTS) for run in newest.values()]


def score_stored(
    session: Session,
    *,
    today: DataCut,
    quarterly: bool = True,
    replayed: bool = True,
    authorities: Iterable[int] | None = None,
) -> Score:
    """Scores of stored predictions, by default of the quarterly landmarks, so that no month counts more than another.

    Args:
        session: sees every authority.
        today: everything known today (`run.freeze_cut`).
        quarterly: only landmarks on the first day of a quarter; False takes every landmark.
        replayed: also landmarks that were predicted afterwards. Only the others prove a model: whoever chose it had
            not seen what followed.
        authorities: only these; all when None.
    """
    runs = [
        item.run
        for item in list_scored_runs(session, until=today.landmark)
        if (item.quarterly or not quarterly) and (replayed or not item.run.replayed)
    ]
    landmarks = {run.id: run.landmark for run in runs}
    query = select(StoredPrediction).where(StoredPrediction.run_id.in_(landmarks), StoredPrediction.r12.is_not(None))
    if authorities is not None:
        query = query.where(StoredPrediction.authority_id.in_(list(authorities)))
    return score((_stored(row, landmarks[row.run_id]) for row in session.scalars(query)), today)


def _stored(row: StoredPrediction, landmark: date) -> Stored:
    if row.r3 is None or row.r6 is None or row.r12 is None:
        raise ValueError("a prediction without figures cannot be scored")
    return Stored(landmark, str(row.post_id), row.role, row.status, row.r3, row.r6, row.r12)
