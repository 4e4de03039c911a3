"""The posts a council has, and how long people stay in them: section 2.5 of the risk specification."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    DCS = "dcs"
    ASSISTANT_DIRECTOR = "assistant_director"
    PROGRAMME_MANAGER = "programme_manager"
    PRACTICE_LEAD = "practice_lead"
    CHIEF_EXECUTIVE = "chief_executive"
    LEAD_MEMBER = "lead_member"


class Status(StrEnum):
    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    INTERIM = "interim"
    ACTING = "acting"


OFFICERS = tuple(role for role in Role if role is not Role.LEAD_MEMBER)
SUBSTANTIVE = (Status.PERMANENT, Status.FIXED_TERM)


@dataclass(frozen=True)
class RoleRates:
    """How one role turns over, before any circumstance of the authority acts on it.

    `mean_stay` months and `shape` are of a permanent's Weibull stay; `interim_chance` is monthly; `interim_follows`
    the probability that an interim comes after a permanent; `gap` the probability that the seat stands empty before
    the next permanent, for `gap_days` on average; `fixed_term` the share of substantive contracts with an end;
    `internal` the share of permanents found within the authority.
    """

    titles: tuple[str, ...]
    mean_stay: float
    shape: float
    interim_chance: float
    interim_follows: float
    gap: float
    gap_days: float
    fixed_term: float
    internal: float


# Stays and interim rates: section 2.5, but directors between the 48 months of 2023-24 and the 56 of the long run, and
# assistant directors 60, since moving up brings those down to about the 46 that 1/52 a month means at this shape. What
# follows a permanent: section 5. Shapes: 1.5 from the published tenures of directors (2.2), 1.25 from the prior slope
# of 0.25 on log tenure elsewhere. Gaps, contracts and internal shares
# are judgement, but for the directors' second-tier share (2.2, "Cascade").
RATES: dict[Role, RoleRates] = {
    Role.DCS: RoleRates(("Director of Children's Services",), 50, 1.5, 0.132, 0.66, 0.10, 25, 0.02, 0.35),
    Role.ASSISTANT_DIRECTOR: RoleRates(
        ("Assistant Director, Safeguarding", "Assistant Director, Early Help", "Assistant Director, Care"),
        60, 1.25, 0.11, 0.45, 0.45, 70, 0.03, 0.45,
    ),
    Role.PROGRAMME_MANAGER: RoleRates(("Programme Manager",), 36, 1.25, 0.11, 0.35, 0.50, 60, 0.60, 0.55),
    Role.PRACTICE_LEAD: RoleRates(("Practice Lead",), 48, 1.25, 0.10, 0.35, 0.45, 60, 0.25, 0.65),
    Role.CHIEF_EXECUTIVE: RoleRates(("Chief Executive",), 55, 1.25, 0.13, 0.50, 0.15, 40, 0.03, 0.15),
    Role.LEAD_MEMBER: RoleRates(("Lead Member for Children's Services",), 46, 1.25, 0.0, 0.0, 0.10, 12, 0.0, 0.0),
}  # fmt: skip
