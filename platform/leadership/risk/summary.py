"""What a run says of the programme as a whole, worked out where everything is in sight and stored with the run.

The members' expected changes beside last year's actual ones, and how good the stored predictions have been. It names
no authority and no post.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any

from leadership.risk.facts import DataCut
from leadership.risk.history import read
from leadership.risk.model import Expected, FittedModel
from leadership.risk.months import add_months
from leadership.risk.scoring import YEAR, Score

WHOLE_YEAR = 12


@dataclass(frozen=True)
class Record:
    """The model's record at a landmark, in the figures that reports print."""

    landmarks: int
    predictions: int
    changes: int
    distinct_changes: int
    expected: float
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    brier: float
    brier_role_status: float
    fifths: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True)
class PastScores:
    """Stored predictions scored: all of them, and those alone that were made at the time rather than replayed."""

    every: Score
    at_the_time: Score


@dataclass(frozen=True)
class RunSummary:
    """Members only: how many there are, what is expected of their posts in 12 months, what last year brought."""

    members: int
    expected: Expected
    last_year_changes: int
    last_year_posts: int
    record: Record | None
    replayed_landmarks: int
    provisional: bool

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)


def summarise(cut: DataCut, model: FittedModel, members: Collection[str], past: PastScores) -> RunSummary:
    """Work out the summary.

    Args:
        cut: the frozen data of the run.
        model: fitted on it.
        members: codes of the programme's authorities at the landmark.
        past: the stored predictions scored with what was known at the landmark. The figures stay provisional until
            enough of those made at the time have come true or not.
    """
    own = only(cut, members)
    changes, posts = last_year(own)
    return RunSummary(
        members=len(members),
        expected=model.totals(own).programme,
        last_year_changes=changes,
        last_year_posts=posts,
        record=record_of(past.every),
        replayed_landmarks=past.every.landmarks - past.at_the_time.landmarks,
        provisional=past.at_the_time.provisional,
    )


def only(cut: DataCut, authorities: Collection[str]) -> DataCut:
    """The part of the cut that is about these authorities."""
    return replace(
        cut,
        seats=tuple(seat for seat in cut.seats if seat.authority in authorities),
        authorities=tuple(facts for facts in cut.authorities if facts.authority in authorities),
    )


def last_year(cut: DataCut) -> tuple[int, int]:
    """How many times a post changed hands in the twelve months to the landmark, and how many posts were open then."""
    start = add_months(cut.landmark, -WHOLE_YEAR)
    history = read(cut)
    changes = sum(
        holding.left and holding.end is not None and start < holding.end <= cut.landmark
        for post in history.posts
        for holding in post.holdings
    )
    return changes, sum(post.is_open(start) for post in history.posts)


def record_of(score: Score) -> Record | None:
    """The record over twelve months; None before any window of a year has closed."""
    year = score.horizons.get(YEAR)
    if year is None:
        return None
    ratio = year.observed_over_expected
    return Record(
        landmarks=score.landmarks,
        predictions=year.predictions,
        changes=year.changes,
        distinct_changes=year.distinct_changes,
        expected=year.expected,
        ratio=ratio.estimate if ratio else None,
        ratio_low=ratio.low if ratio else None,
        ratio_high=ratio.high if ratio else None,
        brier=year.brier,
        brier_role_status=year.brier_role_status,
        fifths=tuple((fifth.mean_predicted, fifth.mean_observed, fifth.predictions) for fifth in score.fifths),
    )
