"""What the loss of a holder would mean for the innovation, and with which chance it comes (section 9). Pure.

Consequence and chance stay two axes. Neither they nor their product ever enter the risk model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import product

import numpy as np

from leadership.register.seats import Seat
from leadership.risk.months import add_months

# Judgement, to be owned and versioned by the programme; they add up to one.
WEIGHTS = {"stage": 0.25, "role": 0.20, "bench": 0.15, "gap": 0.25, "landscape": 0.15}
WEIGHTS_VERSION = "2026.1"
SPREAD = (0.75, 1.0, 1.25)

PREPARING = 0.5
# Months since go-live up to which a stage exposes so much, in order; after the last one a quarter.
STAGES = ((6, 1.0), (18, 0.8), (36, 0.5))
AFTER = 0.25
CENTRALITY = {
    "dcs": 1.0,
    "executive_director": 0.7,
    "assistant_director": 0.7,
    "practice_lead": 0.6,
    "principal_social_worker": 0.6,
    "chief_executive": 0.5,
    "council_leader": 0.5,
    "lead_member": 0.5,
}
OTHER_ROLE = 0.5
MANAGER = "programme_manager"
MANAGER_MONTHS = 18
MANAGER_EARLY, MANAGER_LATER = 0.9, 0.5
# The seats that an innovation rests on; the bench counts these.
CORE_ROLES = frozenset({"dcs", "assistant_director", MANAGER, "practice_lead", "chief_executive", "lead_member"})
STEADY_MONTHS = 12
LANDSCAPE = {1: 1.0, 2: 0.75, 3: 0.6, 4: 0.35}
QUARTERS = (25, 50, 75)


@dataclass(frozen=True)
class Terms:
    """The five terms of a post, each from 0 (least exposed) to 1 (most)."""

    stage: float
    role: float
    bench: float
    gap: float
    landscape: float

    def as_array(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.asarray([getattr(self, field.name) for field in fields(self)], dtype=np.float64)


def stage_term(live_on: date | None, on: date) -> float:
    """Preparing is a half; most in the first half year after go-live, then less and less."""
    if live_on is None or live_on > on:
        return PREPARING
    return next((value for months, value in STAGES if on < add_months(live_on, months)), AFTER)


def role_term(role: str, live_on: date | None, on: date) -> float:
    """How central the role is; a programme manager is so until a year and a half after go-live."""
    if role != MANAGER:
        return CENTRALITY.get(role, OTHER_ROLE)
    early = live_on is None or on < add_months(live_on, MANAGER_MONTHS)
    return MANAGER_EARLY if early else MANAGER_LATER


def bench_term(seat: Seat, seats: Sequence[Seat], on: date) -> float:
    """The share of the other core seats that are not held permanently for a year or more; 1 where there is no other."""
    others = [each for each in seats if is_core(each) and each.history.post.id != seat.history.post.id]
    if not others:
        return 1.0
    return 1 - sum(_is_steady(each, on) for each in others) / len(others)


def is_core(seat: Seat) -> bool:
    """Whether the post is one of those that an innovation rests on."""
    return seat.history.post.role_code in CORE_ROLES and not seat.closed


def _is_steady(seat: Seat, on: date) -> bool:
    """Since the permanent appointment, not since somebody who was confirmed came as interim.

    Who is away does not count: somebody else stands in for them.
    """
    until = add_months(on, -STEADY_MONTHS)
    return any(
        holder.tenure.status == "permanent" and holder.tenure.started.on <= until
        for holder in seat.holders
        if not holder.away
    )


def landscape_term(categories: Sequence[int]) -> float:
    """By category; where several are possible, the mean of theirs."""
    return sum(LANDSCAPE[category] for category in categories) / len(categories)


def consequence(terms: Terms, weights: Mapping[str, float] = WEIGHTS) -> float:
    """The consequence of a loss, 0 to 100."""
    return float(100 * sum(weights[field.name] * getattr(terms, field.name) for field in fields(terms)))


def quarter_of(value: float) -> int:
    """The quarter of the scale in which a consequence lies, 1 to 4."""
    return 1 + int(np.searchsorted(QUARTERS, value, side="right"))


@dataclass(frozen=True)
class RankRange:
    """A rank, with the best and the worst it takes when each weight is a quarter less or more."""

    rank: int
    best: int
    worst: int

    @property
    def words(self) -> str:
        return f"{self.rank}" if self.best == self.worst else f"{self.rank} ({self.best} to {self.worst})"


def rank_ranges(posts: Sequence[tuple[Terms, float]]) -> list[RankRange]:
    """Rank posts by expected exposure (chance times consequence), with the range over all combinations of weights.

    Each weight is taken at three quarters, as it is, and at five quarters: all 243 combinations are worked out, so
    nothing is drawn by chance and the same posts always give the same ranges.
    """
    if not posts:
        return []
    terms = np.stack([term.as_array() for term, _ in posts])
    chances = np.asarray([chance for _, chance in posts])
    usual = np.asarray([WEIGHTS[field.name] for field in fields(Terms)])
    combinations = np.asarray(list(product(SPREAD, repeat=len(usual)))) * usual
    combinations /= combinations.sum(axis=1, keepdims=True)
    ranks = _ranks((terms @ combinations.T) * chances[:, None])
    own = _ranks(((terms @ usual) * chances)[:, None])[:, 0]
    return [RankRange(int(rank), int(row.min()), int(row.max())) for rank, row in zip(own, ranks, strict=True)]


def _ranks(exposures: np.ndarray) -> np.ndarray:
    """By column, how many posts have a larger exposure, counted from one; equal ones share the better rank."""
    rounded = np.round(exposures, 9)
    larger = rounded[None, :, :] > rounded[:, None, :]
    return np.asarray(larger.sum(axis=1) + 1)
