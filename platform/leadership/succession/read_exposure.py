"""Reads the exposure of posts: stored chances beside consequences, for those who may see chances (section 9)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadership.register.seats import Seat
from leadership.risk.model import Risk
from leadership.risk.models import RiskRun, RunStatus, StoredPrediction
from leadership.risk.wording import percentage_words
from leadership.succession.exposure import (
    RankRange,
    Terms,
    bench_term,
    consequence,
    landscape_term,
    quarter_of,
    rank_ranges,
    role_term,
    stage_term,
)
from leadership.succession.overview import Overview
from leadership.succession.triggers import triggers_of_post


@dataclass(frozen=True)
class PostExposure:
    """One post: its chance (None: vacant or never predicted), consequence, their product and its rank range."""

    overview: Overview
    seat: Seat
    prediction: StoredPrediction | None
    landmark: date | None
    terms: Terms
    rank: RankRange | None
    triggers: tuple[str, ...]

    @property
    def consequence(self) -> float:
        return consequence(self.terms)

    @property
    def quarter(self) -> int:
        return quarter_of(self.consequence)

    @property
    def chance(self) -> Risk | None:
        """The chance of a change within twelve months with its interval."""
        stored = self.prediction
        if stored is None or stored.r12 is None or stored.r12_low is None or stored.r12_high is None:
            return None
        return Risk(stored.r12, stored.r12_low, stored.r12_high)

    @property
    def chance_words(self) -> str:
        """The chance as the risk report words it, which prints no end more exactly than it is known; else nothing."""
        return percentage_words(self.chance) if self.chance else ""

    @property
    def expected(self) -> float | None:
        """Chance times consequence."""
        return None if self.chance is None else self.chance.estimate * self.consequence


def read_newest(
    session: Session, authority_ids: Collection[int], on: date
) -> Mapping[UUID, tuple[StoredPrediction, date]]:
    """By post, the prediction of the newest landmark up to a day, made then and not replayed, with its landmark."""
    run = session.scalars(
        select(RiskRun)
        .where(RiskRun.status == RunStatus.PREDICTED, RiskRun.replayed.is_(False), RiskRun.landmark <= on)
        .order_by(RiskRun.landmark.desc(), RiskRun.predicted_at.desc())
        .limit(1)
    ).one_or_none()
    if run is None:
        return {}
    rows = session.scalars(
        select(StoredPrediction).where(
            StoredPrediction.run_id == run.id, StoredPrediction.authority_id.in_(sorted(authority_ids))
        )
    )
    return {row.post_id: (row, run.landmark) for row in rows}


def list_exposures(session: Session, overviews: Sequence[Overview], on: date) -> list[PostExposure]:
    """Every post of these authorities, the most exposed first; those without a chance before them, they are gaps.

    Ranks are among the posts asked for. The session must be of somebody who may see chances of all of them.
    """
    newest = read_newest(session, {overview.authority.id for overview in overviews}, on)
    found = [_exposure(overview, seat, newest, on) for overview in overviews for seat in overview.seats]
    ranked = [each for each in found if each.chance is not None]
    ranges = rank_ranges([(each.terms, each.chance.estimate) for each in ranked if each.chance is not None])
    by_post = {each.seat.history.post.id: rank for each, rank in zip(ranked, ranges, strict=True)}
    return sorted(
        (_with_rank(each, by_post.get(each.seat.history.post.id)) for each in found),
        key=lambda each: (
            each.expected is not None,
            -(each.expected if each.expected is not None else each.consequence),
            each.overview.authority.name,
            each.seat.history.post.title,
            each.seat.history.post.ref,
        ),
    )


def _exposure(
    overview: Overview, seat: Seat, newest: Mapping[UUID, tuple[StoredPrediction, date]], on: date
) -> PostExposure:
    post = seat.history.post
    prediction, landmark = newest.get(post.id, (None, None))
    if seat.vacant:
        prediction = None
    standing = overview.standing(seat)
    terms = Terms(
        stage=stage_term(overview.live_on, on),
        role=role_term(post.role_code, overview.live_on, on),
        bench=bench_term(seat, overview.seats, on),
        gap=1 - standing.readiness.index,
        landscape=landscape_term(overview.situation.landscape.categories),
    )
    chance = prediction.r12 if prediction else None
    triggers = triggers_of_post(seat, standing.readiness, chance=chance, on=on)
    return PostExposure(overview, seat, prediction, landmark, terms, None, triggers)


def _with_rank(exposure: PostExposure, rank: RankRange | None) -> PostExposure:
    return PostExposure(
        exposure.overview,
        exposure.seat,
        exposure.prediction,
        exposure.landmark,
        exposure.terms,
        rank,
        exposure.triggers,
    )
