"""The newest stored prediction of a post, for those entitled to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.chart import Chart
from charts.risk_bars import HorizonRisk, risk_bars
from leadership.register.models import Post
from leadership.register.views.record_of_risk import Said, list_said
from leadership.register.views.words import slug
from leadership.risk.bands import RiskBand
from leadership.risk.model import Risk
from leadership.risk.models import RiskRun, RunStatus, StoredPrediction
from leadership.risk.wording import UNIT_TEXT, percentage_words, risk_words

HORIZONS = (3, 6, 12)


@dataclass(frozen=True)
class PostRisk:
    """What was predicted of a post at the newest landmark, in words and as a picture; no chart for a vacant post."""

    landmark: date
    band: str | None
    level: int
    figures: str
    sentence: str
    gap: str | None
    drivers: list[dict[str, Any]]
    not_recorded: list[str]
    change_line: str
    chart: Chart | None
    said: list[Said]
    standing: str = UNIT_TEXT


def find_risk(session: Session, authority: Authority, post: Post, on: date) -> PostRisk | None:
    """The prediction of the newest landmark up to a day, made then and not replayed afterwards; None without one."""
    row = session.execute(
        select(StoredPrediction, RiskRun)
        .join(RiskRun, RiskRun.id == StoredPrediction.run_id)
        .where(
            StoredPrediction.authority_id == authority.id,
            StoredPrediction.post_id == post.id,
            RiskRun.status == RunStatus.PREDICTED,
            RiskRun.replayed.is_(False),
            RiskRun.landmark <= on,
        )
        .order_by(RiskRun.landmark.desc(), RiskRun.predicted_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    said = list_said(session, authority, post, before=row.RiskRun.landmark, on=on)
    return _told(row.StoredPrediction, row.RiskRun, said)


def _told(stored: StoredPrediction, run: RiskRun, said: list[Said]) -> PostRisk:
    risks = {months: _risk(stored, months) for months in HORIZONS}
    year = risks[12]
    band = RiskBand(stored.band) if stored.band else None
    return PostRisk(
        landmark=run.landmark,
        band=band.label if band else None,
        level=list(RiskBand).index(band) + 1 if band else 0,
        figures=percentage_words(year) if year else "",
        sentence=f"The post changes hands within a year with a chance of {risk_words(year)}." if year else "",
        gap=stored.gap,
        drivers=stored.drivers,
        not_recorded=stored.not_recorded,
        change_line=stored.change_line,
        chart=_chart(risks, stored, run),
        said=said,
    )


def _risk(stored: StoredPrediction, months: int) -> Risk | None:
    estimate, low, high = (getattr(stored, f"r{months}{end}") for end in ("", "_low", "_high"))
    return None if estimate is None else Risk(estimate, low, high)


def _chart(risks: dict[int, Risk | None], stored: StoredPrediction, run: RiskRun) -> Chart | None:
    bars = [
        HorizonRisk(
            months,
            risk.estimate,
            min(risk.low, risk.estimate),
            max(risk.high, risk.estimate),
            risk_words(risk),
            stored.base_r12 if months == HORIZONS[-1] else None,
        )
        for months, risk in risks.items()
        if risk is not None
    ]
    if not bars:
        return None
    return risk_bars(
        bars,
        title="How likely the post is to change hands",
        caption=f"As known on {run.landmark.day} {run.landmark:%B %Y}; model {run.model} {run.model_version}."
        + (" Provisional until proven on local data." if (run.summary or {"provisional": True})["provisional"] else ""),
        filename=f"risk-of-change-{slug(stored.role)}",
    )
