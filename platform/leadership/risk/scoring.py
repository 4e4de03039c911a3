"""How good have the predictions been? Stored ones against what happened; they are never made again for the purpose.

A prediction counts over a horizon once that window has closed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from leadership.risk.arrays import Floats
from leadership.risk.baselines import Baseline, baseline_of, national_risk
from leadership.risk.facts import DataCut
from leadership.risk.history import read
from leadership.risk.known import freeze
from leadership.risk.measures import (
    Fifth,
    Interval,
    area_under_curve,
    brier,
    fifths,
    poisson_interval,
    recalibration,
)
from leadership.risk.months import add_months
from leadership.risk.outcomes import Outcome, Stored, outcome_of
from leadership.risk.rows import HORIZONS

YEAR = 12
PROVISIONAL_UNTIL = 100
PROVISIONAL_TEXT = "Not yet proven on local data."


@dataclass(frozen=True)
class HorizonScore:
    """Scores over one horizon.

    `changes` counts the predictions whose post changed hands, `distinct_changes` the changes themselves: landmarks
    overlap, so one change may lie in several windows. The interval of observed over expected (95%, exact Poisson) rests
    on the distinct ones. `auc` is `None` where everything or nothing changed.
    """

    months: int
    predictions: int
    changes: int
    distinct_changes: int
    expected: float
    observed_over_expected: Interval | None
    brier: float
    brier_role_status: float
    brier_national: float
    auc: float | None


@dataclass(frozen=True)
class Score:
    """Scores of all predictions given, by horizon, and those of the year as a whole.

    The integrated Brier score is the mean over months 1 to 12, with a constant hazard between the stored horizons.
    Slope, intercept and fifths are of the 12-month risk. `left_out` says how many predictions were not scored, and why.
    """

    landmarks: int
    horizons: Mapping[int, HorizonScore]
    integrated_brier: float | None
    integrated_brier_role_status: float | None
    integrated_brier_national: float | None
    calibration_slope: float | None
    calibration_intercept: float | None
    fifths: tuple[Fifth, ...]
    left_out: Mapping[str, int]

    @property
    def provisional(self) -> bool:
        """True until 100 changes have been scored over twelve months: print `PROVISIONAL_TEXT` beside every figure."""
        return YEAR not in self.horizons or self.horizons[YEAR].distinct_changes < PROVISIONAL_UNTIL


def score(predictions: Iterable[Stored], today: DataCut) -> Score:
    """Score stored predictions against the facts as known today, beside two plain baselines.

    The baselines, too, know only what was known at each landmark.
    """
    now, cases, left_out = read(today), list[_Case](), Counter[str]()
    by_landmark: dict[date, list[Stored]] = {}
    for prediction in predictions:
        by_landmark.setdefault(prediction.landmark, []).append(prediction)
    for landmark in sorted(by_landmark):
        then = read(freeze(today.seats, today.authorities, landmark))
        baseline = baseline_of(then)
        for prediction in sorted(by_landmark[landmark], key=lambda item: item.post):
            outcome = outcome_of(prediction, then, now)
            if outcome.excluded is None:
                cases.append(_Case(prediction, outcome, baseline))
            else:
                left_out[outcome.excluded] += 1
    for months in HORIZONS:
        left_out.update(_not_yet(cases, months, today.landmark))
    return _summary(cases, today.landmark, left_out)


@dataclass(frozen=True)
class _Case:
    stored: Stored
    outcome: Outcome
    baseline: Baseline

    def window_closed(self, months: int, until: date) -> bool:
        return add_months(self.stored.landmark, months) <= until

    def changed(self, months: int) -> bool | None:
        return self.outcome.within(self.stored.landmark, months)


_Risks = Callable[[Sequence[_Case], int], Floats]


def _model(cases: Sequence[_Case], months: int) -> Floats:
    """The stored risk; between the stored horizons the cumulative hazard is taken to grow evenly."""
    stored = np.asarray([(case.stored.r3, case.stored.r6, case.stored.r12) for case in cases]).reshape(-1, 3)
    hazard = -np.log1p(-np.minimum(stored, 1.0 - np.finfo(np.float64).eps))
    edges = [0.0, *map(float, HORIZONS)]
    grown = [float(np.interp(months, edges, [0.0, *line])) for line in hazard.tolist()]
    return np.asarray(-np.expm1(-np.asarray(grown)))


def _role_status(cases: Sequence[_Case], months: int) -> Floats:
    return np.asarray([case.baseline.risk(case.stored.role, case.stored.status, months) for case in cases])


def _national(cases: Sequence[_Case], months: int) -> Floats:
    return np.full(len(cases), national_risk(months))


def _scorable(cases: Sequence[_Case], months: int, until: date) -> list[_Case]:
    return [case for case in cases if case.window_closed(months, until) and case.changed(months) is not None]


def _observed(cases: Sequence[_Case], months: int) -> Floats:
    return np.asarray([float(bool(case.changed(months))) for case in cases])


def _not_yet(cases: Sequence[_Case], months: int, until: date) -> dict[str, int]:
    waiting = sum(not case.window_closed(months, until) for case in cases)
    closed = len(cases) - waiting - len(_scorable(cases, months, until))
    return {f"the window of {months} months is still open": waiting, f"the post closed within {months} months": closed}


def _horizon(cases: Sequence[_Case], months: int) -> HorizonScore:
    risk, observed = _model(cases, months), _observed(cases, months)
    distinct = len({(case.stored.post, case.outcome.left_on) for case in cases if case.changed(months)})
    return HorizonScore(
        months=months,
        predictions=len(cases),
        changes=int(observed.sum()),
        distinct_changes=distinct,
        expected=float(risk.sum()),
        observed_over_expected=poisson_interval(float(observed.sum()), distinct, float(risk.sum())),
        brier=brier(risk, observed),
        brier_role_status=brier(_role_status(cases, months), observed),
        brier_national=brier(_national(cases, months), observed),
        auc=area_under_curve(risk, observed),
    )


def _integrated(cases: Sequence[_Case], risks: _Risks) -> float | None:
    if not cases:
        return None
    return float(np.mean([brier(risks(cases, month), _observed(cases, month)) for month in range(1, YEAR + 1)]))


def _summary(cases: Sequence[_Case], until: date, left_out: Mapping[str, int]) -> Score:
    by_horizon = {months: _scorable(cases, months, until) for months in HORIZONS}
    year = by_horizon[YEAR]
    risk, observed = _model(year, YEAR), _observed(year, YEAR)
    slope, intercept = recalibration(risk, observed)
    return Score(
        landmarks=len({case.stored.landmark for case in cases}),
        horizons={months: _horizon(mine, months) for months, mine in by_horizon.items() if mine},
        integrated_brier=_integrated(year, _model),
        integrated_brier_role_status=_integrated(year, _role_status),
        integrated_brier_national=_integrated(year, _national),
        calibration_slope=slope,
        calibration_intercept=intercept,
        fifths=fifths(risk, observed),
        left_out={reason: count for reason, count in sorted(left_out.items()) if count},
    )
