"""Stored predictions of a post, as a risk run would have left them."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from leadership.risk.models import RiskRun, StoredPrediction

DRIVER = {
    "code": "announced",
    "text": "a departure is announced",
    "multiplier": 12.0,
    "low": 4.3,
    "high": 33.4,
    "source": "judgement",
    "months": "0-3",
}


def add_prediction(
    session: Session, authority_id: int, post_id: UUID, landmark: date, *, r12: float = 0.6, replayed: bool = False
) -> StoredPrediction:
    """One run of one landmark with one prediction: R12 as given, the shorter horizons less, intervals around them."""
    run = RiskRun(
        landmark=landmark,
        trigger="replay" if replayed else "run_now",
        replayed=replayed,
        status="predicted",
        input_hash=f"{landmark:%Y%m%d}",
        model="gamma-poisson",
        model_version="1",
        priors_version="1",
    )
    session.add(run)
    session.flush()
    figures = {}
    for name, share in (("r3", 0.4), ("r6", 0.7), ("r12", 1.0)):
        value = r12 * share
        figures |= {name: value, f"{name}_low": value * 0.75, f"{name}_high": value * 1.25}
    prediction = StoredPrediction(
        run_id=run.id,
        authority_id=authority_id,
        post_id=post_id,
        role="dcs",
        status="permanent",
        months_in_post=52.0,
        band="very_high",
        base_r12=0.2,
        hard_facts="",
        prior_kind="national",
        cell="dcs permanent 24-60",
        drivers=[DRIVER],
        not_recorded=["inspection judgement"],
        change_line="Without the announced departure it would be about 1 in 5.",
        **figures,
    )
    session.add(prediction)
    session.flush()
    return prediction
