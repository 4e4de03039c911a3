"""Store predictions and totals: by post, without names, once."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from leadership.risk.bands import settle
from leadership.risk.earlier import Earlier
from leadership.risk.model import Expected, Prediction, Risk, Totals
from leadership.risk.models import RiskTotal, StoredPrediction

HORIZONS = ("r3", "r6", "r12")


def store_predictions(session: Session, run_id: UUID, predictions: Iterable[Prediction], earlier: Earlier) -> int:
    """One row for each open post, vacant ones too; return how many."""
    ids = authority_ids(session)
    rows = [_row(run_id, ids[prediction.authority], prediction, earlier) for prediction in predictions]
    if rows:
        session.execute(insert(StoredPrediction), rows)
    return len(rows)


def store_totals(session: Session, run_id: UUID, totals: Totals, programme: Expected) -> None:
    """The expected number of changes of each authority and (no authority) of the programme's members."""
    ids = authority_ids(session)
    rows = [
        {"id": uuid4(), "run_id": run_id, "authority_id": ids[code], **asdict(expected)}
        for code, expected in totals.authorities.items()
    ]
    rows.append({"id": uuid4(), "run_id": run_id, "authority_id": None, **asdict(programme)})
    session.execute(insert(RiskTotal), rows)


def authority_ids(session: Session) -> dict[str, int]:
    """The database's number of each authority, by the code that the model knows it by."""
    return {row.code: row.id for row in session.execute(select(Authority.code, Authority.id))}


def _row(run_id: UUID, authority_id: int, prediction: Prediction, earlier: Earlier) -> dict[str, Any]:
    post_id = UUID(prediction.post)
    before = earlier.get(post_id)
    band = prediction.band
    if prediction.r12 is not None and before is not None:
        band = settle(
            prediction.r12.estimate,
            previous=before.band,
            hard_fact_changed=before.hard_facts != prediction.hard_facts,
        )
    return {
        "id": uuid4(),
        "run_id": run_id,
        "authority_id": authority_id,
        "post_id": post_id,
        "role": prediction.role,
        "status": prediction.status,
        "months_in_post": prediction.months_in_post,
        **{name: value for horizon in HORIZONS for name, value in _figures(horizon, getattr(prediction, horizon))},
        "band": band,
        "band_before": None if before is None else before.band,
        "base_r12": prediction.base_r12,
        "hard_facts": prediction.hard_facts,
        "gap": prediction.gap,
        "prior_kind": prediction.prior_kind,
        "cell": prediction.cell,
        "drivers": [asdict(driver) for driver in prediction.drivers],
        "not_recorded": list(prediction.not_recorded),
        "change_line": prediction.change_line,
    }


def _figures(horizon: str, risk: Risk | None) -> list[tuple[str, float | None]]:
    if risk is None:
        return [(horizon, None), (f"{horizon}_low", None), (f"{horizon}_high", None)]
    return [(horizon, risk.estimate), (f"{horizon}_low", risk.low), (f"{horizon}_high", risk.high)]
