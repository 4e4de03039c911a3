"""Score the predictions that were stored, as they stood, against what is known today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import LONDON
from leadership.risk.due import newest_landmark
from leadership.risk.facts import DataCut
from leadership.risk.models import RiskRun, RunStatus, StoredPrediction
from leadership.risk.outcomes import Stored
from leadership.risk.scoring import Score, score

QUARTER_STARTS = (1, 4, 7, 10)


@dataclass(frozen=True)
class ScoredRun:
    """One landmark in the record: its run, and whether its predictions were made then rather than afterwards."""

    run: RiskRun
    quarterly: bool
    at_the_time: bool


def list_scored_runs(session: Session, *, until: date) -> list[ScoredRun]:
    """The run that counts for each landmark up to a day, oldest landmark first.

    It is the newest of those made at the time; only where there is none, the newest made afterwards. What was said is
    scored as it was said, whatever has been worked out since.
    """
    counting: dict[date, RiskRun] = {}
    for run in session.scalars(
        select(RiskRun)
        .where(RiskRun.status == RunStatus.PREDICTED, RiskRun.landmark <= until)
        .order_by(RiskRun.landmark, RiskRun.predicted_at)
    ):
        before = counting.get(run.landmark)
        if before is None or made_at_the_time(run) or not made_at_the_time(before):
            counting[run.landmark] = run
    return [
        ScoredRun(run, run.landmark.day == 1 and run.landmark.month in QUARTER_STARTS, made_at_the_time(run))
        for run in counting.values()
    ]


def made_at_the_time(run: RiskRun) -> bool:
    """Whether the run was made before the next month's was due.

    Whoever asked later may have seen what followed. A replay says so itself; a run of an old landmark is one too.
    """
    if run.replayed or run.predicted_at is None:
        return False
    return newest_landmark(run.predicted_at.astimezone(LONDON).date()) <= run.landmark


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
        replayed: also landmarks that were only predicted afterwards. The others alone prove a model: whoever chose it
            had not seen what followed.
        authorities: only these; all when None.
    """
    runs = [
        item.run
        for item in list_scored_runs(session, until=today.landmark)
        if (item.quarterly or not quarterly) and (replayed or item.at_the_time)
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
