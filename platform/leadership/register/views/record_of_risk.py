"""What was said of a post before, and what happened: its earlier predictions beside the register of today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from leadership.register.days import in_words
from leadership.register.models import Post
from leadership.risk.facts import Seat
from leadership.risk.history import read
from leadership.risk.inputs import read_inputs
from leadership.risk.known import freeze
from leadership.risk.model import Risk
from leadership.risk.models import RiskRun, RunStatus, StoredPrediction
from leadership.risk.months import add_months
from leadership.risk.outcomes import Stored, outcome_of
from leadership.risk.wording import percentage_words

QUARTER_STARTS = (1, 4, 7, 10)
SHOWN = 8
YEAR = 12


@dataclass(frozen=True)
class Said:
    """One earlier prediction: the chance of a change within a year, and whether there was one."""

    landmark: date
    figures: str
    replayed: bool
    happened: str


def list_said(session: Session, authority: Authority, post: Post, before: date, on: date) -> list[Said]:
    """The predictions of the quarterly landmarks before a day, the latest first, eight at most.

    A landmark has one line: the prediction made then, or, where there was none, the one worked out afterwards from
    what had been known.
    """
    rows = session.execute(
        select(StoredPrediction, RiskRun.landmark, RiskRun.replayed)
        .join(RiskRun, RiskRun.id == StoredPrediction.run_id)
        .where(
            StoredPrediction.authority_id == authority.id,
            StoredPrediction.post_id == post.id,
            StoredPrediction.r12.is_not(None),
            RiskRun.status == RunStatus.PREDICTED,
            RiskRun.landmark < before,
        )
        .order_by(RiskRun.landmark.desc(), RiskRun.replayed, RiskRun.predicted_at.desc())
    )
    newest: dict[date, Row[StoredPrediction, date, bool]] = {}
    for row in rows:
        if row.landmark.day == 1 and row.landmark.month in QUARTER_STARTS:
            newest.setdefault(row.landmark, row)
    chosen = list(newest.values())[:SHOWN]
    if not chosen:
        return []
    seats = [seat for seat in read_inputs(session, on, [authority.id])[0] if seat.post == str(post.id)]
    return [
        Said(
            row.landmark,
            _figures(row.StoredPrediction),
            row.replayed,
            _happened(row.StoredPrediction, row.landmark, seats, on),
        )
        for row in chosen
    ]


def _figures(stored: StoredPrediction) -> str:
    estimate, low, high = stored.r12 or 0.0, stored.r12_low or 0.0, stored.r12_high or 0.0
    return percentage_words(Risk(estimate, low, high))


def _happened(stored: StoredPrediction, landmark: date, seats: list[Seat], on: date) -> str:
    prediction = Stored(
        landmark,
        str(stored.post_id),
        stored.role,
        stored.status,
        stored.r3 or 0.0,
        stored.r6 or 0.0,
        stored.r12 or 0.0,
    )
    outcome = outcome_of(prediction, read(freeze(seats, [], landmark)), read(freeze(seats, [], on)))
    if outcome.excluded is not None:
        return f"Not scored: {outcome.excluded}"
    within = outcome.within(landmark, YEAR)
    if within is None:
        return "The post closed within the year"
    if within and outcome.left_on is not None:
        return f"Changed hands on {in_words(outcome.left_on)}"
    over = add_months(landmark, YEAR) <= on
    return "Did not change hands within the year" if over else "Has not changed hands so far"
