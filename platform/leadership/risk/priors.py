"""Base rates: what is believed about each role before any local record, and on what evidence.

Rates are hazards per month. The permanent rate is that of a holder with 24 months in post; it rises with the
logarithm of time in post (slope 0.25). Evidence grades: A derived from published counts, B published association, C
judgement. Sources and derivations: `docs/methodology.md`, "Risk of leadership change".
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp
from typing import Literal

VERSION = "2025.1"
TENURE_SLOPE = 0.25
REFERENCE_MONTHS = 24.0
# One part of a month is added to time in post so that the logarithm exists on the first day.
FIRST_MONTH = 1.0

PriorKind = Literal["national", "judgement"]
Grade = Literal["A", "B", "C"]


class Group(StrEnum):
    """The two kinds of holding that have hazards of their own."""

    SUBSTANTIVE = "permanent"
    TEMPORARY = "interim"


TEMPORARY_STATUSES = frozenset({"interim", "acting"})


def group_of(status: str) -> Group:
    """Interim and acting holders are temporary; permanent and fixed-term ones hold the post in their own right."""
    return Group.TEMPORARY if status in TEMPORARY_STATUSES else Group.SUBSTANTIVE


@dataclass(frozen=True)
class BaseRate:
    """A prior hazard: mean per month, sd of its logarithm, how well it is evidenced and by what."""

    per_month: float
    log_sd: float
    kind: PriorKind
    grade: Grade
    source: str


@dataclass(frozen=True)
class RolePrior:
    substantive: BaseRate
    temporary: BaseRate

    def of(self, group: Group) -> BaseRate:
        return self.temporary if group is Group.TEMPORARY else self.substantive


def _judged(per_month: float, log_sd: float, source: str) -> BaseRate:
    return BaseRate(per_month, log_sd, "judgement", "C", source)


_SENIOR_INTERIM = "as for a director's interim, a little slower; no figure published"
_POLITICAL_ACTING = "a deputy acts until the council or its leader next appoints; no figure published"

ROLES: dict[str, RolePrior] = {
    "dcs": RolePrior(
        BaseRate(
            1 / 48,
            0.20,
            "national",
            "A",
            "ADCS counts of changes: (62 - 28) a year among 136 permanent holders in 2023-24",
        ),
        BaseRate(
            0.132,
            0.25,
            "national",
            "A",
            "ADCS counts: 17 interims serving and 28 appointed in 2023-24, 18 and 27 in 2017-18 (Little's law)",
        ),
    ),
    "chief_executive": RolePrior(
        BaseRate(1 / 55, 0.40, "national", "B", "almost half are in post for under three years (Penna survey)"),
        _judged(0.13, 0.40, "as for an interim DCS"),
    ),
    "executive_director": RolePrior(
        _judged(1 / 50, 0.40, "between DCS and assistant director: a corporate director whose portfolio often moves"),
        _judged(0.12, 0.40, _SENIOR_INTERIM),
    ),
    "assistant_director": RolePrior(
        _judged(1 / 52, 0.40, "no direct figure; 44% of DCS changes are filled from the second tier"),
        _judged(0.11, 0.40, _SENIOR_INTERIM),
    ),
    "programme_manager": RolePrior(
        _judged(1 / 36, 0.40, "posts of fixed-term funding"), _judged(0.11, 0.40, _SENIOR_INTERIM)
    ),
    "practice_lead": RolePrior(
        _judged(1 / 48, 0.40, "social-worker turnover of about 15% a year, and promotion on top of it"),
        _judged(0.10, 0.40, _SENIOR_INTERIM),
    ),
    "principal_social_worker": RolePrior(
        _judged(1 / 48, 0.40, "as for a practice lead, which is the nearest kind of job"),
        _judged(0.10, 0.40, _SENIOR_INTERIM),
    ),
    "lead_member": RolePrior(
        _judged(1 / 46, 0.40, "appointed by the leader for terms of up to four years; the May effect comes on top"),
        _judged(0.10, 0.50, _POLITICAL_ACTING),
    ),
    "council_leader": RolePrior(
        _judged(1 / 54, 0.40, "as for a lead member, steadier: elected by the council for up to four years"),
        _judged(0.10, 0.50, _POLITICAL_ACTING),
    ),
}
# A role that the register has and this table has not: in the middle of the others, and held with less confidence.
OTHER_ROLE = RolePrior(
    _judged(1 / 48, 0.50, "role without a base rate of its own: the middle of the others"),
    _judged(0.11, 0.50, "role without a base rate of its own: the middle of the others"),
)

POLITICAL_ROLES = frozenset({"lead_member", "council_leader"})


def role_prior(role: str) -> RolePrior:
    """The base rates of a role; one that is not in the table gets those of `OTHER_ROLE`."""
    return ROLES.get(role, OTHER_ROLE)


def prior_hazard(role: str, group: Group, months_in_post: float) -> float:
    """Hazard per month from base rate and time in post alone.

    `r24 ((t + 1) / 24)^0.25` for a holder in their own right, with r24 the rate at 24 months and t the months in post.
    The hazard of interims is constant: their mean time in post equals their mean stay (section 2.2 of the
    specification).
    """
    rate = role_prior(role).of(group).per_month
    if group is Group.TEMPORARY:
        return rate
    return float(rate * ((months_in_post + FIRST_MONTH) / REFERENCE_MONTHS) ** TENURE_SLOPE)


def base_risk(role: str, status: str, months: int = 12) -> float:
    """Chance of a change within `months` by the base rate alone, at 24 months in post; printed beside a risk."""
    return 1.0 - exp(-months * role_prior(role).of(group_of(status)).per_month)
