"""The indicators of the catalogue as ratios of counts, each at the catalogue's decimals and basis.

A rate of a flow is that of the quarter, not a year's: four quarters add up to the published annual rate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from simulation.activity.counts import Count
from simulation.activity.noise import Amounts, rolling_year
from simulation.activity.simulate import Activity


class Due(StrEnum):
    """When a figure is known: every quarter, or once a year in the quarter that ends or follows its year."""

    QUARTERLY = "quarterly"
    YEAR_TO_MARCH = "year to March"
    ACADEMIC_YEAR = "academic year"


Series = Callable[[Activity], Amounts]


@dataclass(frozen=True)
class Rule:
    """How a figure is worked out and printed; `people` if it counts children, so that few of them are hidden."""

    multiplier: int
    decimals: int
    people: bool = True


@dataclass(frozen=True)
class Indicator:
    """`numerator` and `denominator` give one row a council and one column a quarter."""

    code: str
    numerator: Series
    denominator: Series
    rule: Rule
    due: Due = Due.QUARTERLY


def _count(name: Count) -> Series:
    return lambda activity: activity.counts[name].astype(np.float64)


def _rolling(name: Count) -> Series:
    return lambda activity: rolling_year(activity.counts[name]).astype(np.float64)


def _children(activity: Activity) -> Amounts:
    columns = [activity.population.for_quarter(quarter) for quarter in activity.grid.quarters]
    return np.stack(columns, axis=1).astype(np.float64)


def _without_alone(activity: Activity) -> Amounts:
    return (activity.counts[Count.CARE] - activity.counts[Count.CARE_ALONE]).astype(np.float64)


def _rate(code: str, numerator: Series, decimals: int = 1, due: Due = Due.QUARTERLY) -> Indicator:
    return Indicator(code, numerator, _children, Rule(10_000, decimals), due)


def _share(
    code: str, numerator: Count | Series, denominator: Count | Series, decimals: int = 0, due: Due = Due.QUARTERLY
) -> Indicator:
    over = _count(numerator) if isinstance(numerator, Count) else numerator
    under = _count(denominator) if isinstance(denominator, Count) else denominator
    return Indicator(code, over, under, Rule(100, decimals), due)


def _staff(code: str, numerator: Series, denominator: Series, multiplier: int = 100) -> Indicator:
    return Indicator(code, numerator, denominator, Rule(multiplier, 1, people=False))


def _leavers_in_a_year(activity: Activity) -> Amounts:
    leavers = np.cumsum(activity.workforce.leavers, axis=1)
    year = leavers.copy()
    year[:, 4:] -= leavers[:, :-4]
    return np.round(year, 1)


INDICATORS: tuple[Indicator, ...] = (
    _rate("REF_RATE", _count(Count.REFERRALS)),
    _share("REREF_PCT", Count.REREFERRALS, Count.REFERRALS, 1),
    _share("RETURN_12M_PCT", Count.RETURNED, Count.RETURN_POOL, 1),
    _share("ASSESS_45_PCT", Count.ASSESSED_IN_TIME, Count.ASSESSMENTS, 1),
    _rate("S47_RATE", _count(Count.SECTION_47)),
    _rate("ICPC_RATE", _count(Count.CONFERENCES)),
    _share("ICPC_15_PCT", Count.CONFERENCES_IN_TIME, Count.CONFERENCES, 1),
    _rate("CIN_RATE", _count(Count.NEED)),
    _rate("CPP_RATE", _count(Count.PLANS)),
    _rate("CPP_START_RATE", _count(Count.PLANS_STARTED)),
    _share("CPP_REPEAT_PCT", Count.PLANS_REPEATED, Count.PLANS_STARTED, 1),
    _share("CPP_2Y_PCT", _rolling(Count.PLANS_ENDED_LONG), _rolling(Count.PLANS_ENDED), 1),
    _share("PL_KINSHIP_PCT", Count.CARE_KINSHIP, Count.CARE),
    _rate("CLA_RATE", _count(Count.CARE), 0),
    _rate("CLA_XUASC_RATE", _without_alone),
    _rate("CLA_START_RATE", _count(Count.CARE_STARTED), 0),
    _share("CLA_START_ADOL_PCT", _rolling(Count.CARE_STARTED_10_TO_15), _rolling(Count.CARE_STARTED)),
    _rate("CLA_CEASE_RATE", _count(Count.CARE_CEASED), 0),
    _share("CLA_HOME_PCT", Count.CEASED_HOME_12M, Count.CEASED_12M, due=Due.YEAR_TO_MARCH),
    _share("CLA_SGO_PCT", Count.CEASED_GUARDIANSHIP_12M, Count.CEASED_12M, due=Due.YEAR_TO_MARCH),
    _rate("CARE_APP_RATE", _count(Count.APPLICATIONS_12M), 1, Due.YEAR_TO_MARCH),
    _share("PL_3PLUS_PCT", Count.CARE_MOVED_OFTEN, Count.CARE),
    _share("PL_LONGTERM_PCT", Count.CARE_LONG_STABLE, Count.CARE_LONG),
    _share("PL_20MI_PCT", Count.CARE_FAR, Count.CARE),
    _share("PL_RESIDENTIAL_PCT", Count.CARE_HOMES, Count.CARE),
    _share("CLA_MISSING_PCT", Count.CARE_MISSING_12M, Count.CARE_12M),
    _share("CLA_OFFEND_PCT", Count.OFFENDERS, Count.OFFENDERS_POOL, due=Due.YEAR_TO_MARCH),
    Indicator("CLA_SDQ_MEAN", _count(Count.SCORES), _count(Count.SCORED), Rule(1, 1), Due.YEAR_TO_MARCH),
    _share("CIN_PA_PCT", Count.NEED_PUPILS_ABSENT, Count.NEED_PUPILS, 1, Due.ACADEMIC_YEAR),
    _share("CLA_PA_PCT", Count.CARE_PUPILS_ABSENT, Count.CARE_PUPILS, 1, Due.ACADEMIC_YEAR),
    _share("CL_EET_PCT", Count.LEAVERS_OCCUPIED, Count.LEAVERS_19_TO_21, due=Due.YEAR_TO_MARCH),
    _share("CIN_UNAUTH_PCT", Count.SESSIONS_UNAUTHORISED, Count.SESSIONS, 1, Due.ACADEMIC_YEAR),
    _staff("SW_TURNOVER_PCT", _leavers_in_a_year, lambda a: a.workforce.in_post),
    _staff(
        "SW_VACANCY_PCT",
        lambda a: a.workforce.vacancies,
        lambda a: np.round(a.workforce.vacancies + a.workforce.in_post, 1),
    ),
    _staff(
        "SW_AGENCY_PCT", lambda a: a.workforce.agency, lambda a: np.round(a.workforce.agency + a.workforce.in_post, 1)
    ),
    _staff("SW_CASELOAD", lambda a: a.workforce.cases, lambda a: a.workforce.case_holders, 1),
)
