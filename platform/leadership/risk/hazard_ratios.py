"""Hazard ratios: by how much each circumstance multiplies the base rate, and on what evidence.

Each is a normal prior on the logarithm of the ratio. Circumstances that only some roles feel have a row for each of
them. `default_share` is how common the circumstance is, for authorities where nobody recorded it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import exp, log
from typing import Literal

from leadership.risk.priors import POLITICAL_ROLES, Grade

USUAL_SD = 0.35

Source = Literal["published", "judgement", "local"]


class Circumstance(StrEnum):
    """The circumstances that move a risk, in the order of the model's columns."""

    ANNOUNCED = "announced"
    INADEQUATE_RECENT = "inadequate_recent"
    INADEQUATE_STANDING = "inadequate_standing"
    CHIEF_EXECUTIVE_CHANGED = "chief_executive_changed"
    DCS_CHANGED = "dcs_changed"
    CONTROL_CHANGED = "control_changed"
    ELECTION = "election"
    ELECTION_AHEAD = "election_ahead"
    REORGANISATION = "reorganisation"
    CONTRACT_ENDS = "contract_ends"
    PEERS_VACANT = "peers_vacant"
    OTHER_CHANGES = "other_changes"
    INTERNAL = "internal"


CIRCUMSTANCES = tuple(Circumstance)


@dataclass(frozen=True)
class Ratio:
    """Prior of one hazard ratio for the roles named; with no role named, for `officers` or for everybody."""

    median: float
    grade: Grade
    log_sd: float = USUAL_SD
    roles: frozenset[str] = frozenset()
    officers_only: bool = False

    @property
    def log_mean(self) -> float:
        return log(self.median)

    def holds_for(self, role: str) -> bool:
        if self.roles:
            return role in self.roles
        return not (self.officers_only and role in POLITICAL_ROLES)


@dataclass(frozen=True)
class Effect:
    """What a circumstance is called on the page and what it does; the first ratio that holds for a role is taken.

    `default_share` is the share of post-months that meet it (of `OTHER_CHANGES` their usual number).
    """

    text: str
    missing: str
    default_share: float
    ratios: tuple[Ratio, ...]
    evidence: str

    def ratio_for(self, role: str) -> Ratio | None:
        return next((ratio for ratio in self.ratios if ratio.holds_for(role)), None)


def _only(*roles: str) -> frozenset[str]:
    return frozenset(roles)


ANNOUNCED = Ratio(12.0, "C", log_sd=0.8)

EFFECTS: dict[Circumstance, Effect] = {
    Circumstance.ANNOUNCED: Effect(
        "Departure announced, or a successor's start or a last day already known",
        "announced departures",
        0.02,
        (ANNOUNCED,),
        "certain on sign, judgement on size",
    ),
    Circumstance.INADEQUATE_RECENT: Effect(
        "Judged inadequate by Ofsted (overall or impact of leaders) in the last 12 months",
        "Ofsted inspections",
        0.04,
        (Ratio(2.0, "B", roles=_only("dcs")), Ratio(1.4, "C", officers_only=True)),
        "11 of 17 newly inadequate authorities had a recent new DCS, against one in three nationally",
    ),
    Circumstance.INADEQUATE_STANDING: Effect(
        "Judged inadequate by Ofsted more than 12 months ago and not inspected better since",
        "Ofsted inspections",
        0.08,
        (Ratio(1.25, "B", officers_only=True),),
        "2.9 directors in 2008-14 against 2.3 in authorities judged good",
    ),
    Circumstance.CHIEF_EXECUTIVE_CHANGED: Effect(
        "Chief executive changed in the last 12 months",
        "the chief executive's post",
        0.20,
        (Ratio(1.4, "C", roles=_only("dcs")),),
        "corporate fit is named as a cause of departures",
    ),
    Circumstance.DCS_CHANGED: Effect(
        "Director of children's services changed in the last 12 months",
        "the director's post",
        0.30,
        (Ratio(1.35, "A", roles=_only("assistant_director")),),
        "44% of DCS changes are filled from the authority's own second tier",
    ),
    Circumstance.CONTROL_CHANGED: Effect(
        "Political control changed in the last 12 months",
        "political control",
        0.08,
        (
            Ratio(3.0, "B", roles=POLITICAL_ROLES),
            Ratio(1.6, "B", roles=_only("chief_executive")),
            Ratio(1.15, "B"),
        ),
        "changes of council composition raise exits of city managers; for a leader of the council as for a lead member",
    ),
    Circumstance.ELECTION: Effect(
        "Local election in these months",
        "local elections",
        0.04,
        (Ratio(4.0, "C", roles=POLITICAL_ROLES),),
        "the calendar is public; the size is judgement",
    ),
    Circumstance.ELECTION_AHEAD: Effect(
        "Local election within six months",
        "local elections",
        0.25,
        (Ratio(1.1, "C", officers_only=True),),
        "the calendar is public; the size is judgement",
    ),
    Circumstance.REORGANISATION: Effect(
        "Council or directorate being reorganised",
        "reorganisations",
        0.07,
        (Ratio(1.5, "C"),),
        "the sector expects churn with unitarisation",
    ),
    Circumstance.CONTRACT_ENDS: Effect(
        "Fixed term ends within six months",
        "when the fixed term ends",
        0.25,
        (Ratio(2.5, "C"),),
        "judgement",
    ),
    Circumstance.PEERS_VACANT: Effect(
        "Two or more of the authority's other posts vacant or held by an interim",
        "other posts",
        0.08,
        (Ratio(1.25, "C"),),
        "judgement",
    ),
    Circumstance.OTHER_CHANGES: Effect(
        "Changes in the authority's other posts in the last three years",
        "changes in other posts",
        4.0,
        (Ratio(1.02, "C", log_sd=0.03),),
        "stands for an organisation in motion; for each change",
    ),
    Circumstance.INTERNAL: Effect(
        "Appointed from within the authority",
        "whether the holder was appointed from within",
        0.44,
        (Ratio(0.8, "B", roles=_only("dcs", "assistant_director")),),
        "internal appointment goes with fewer exits other than retirement among superintendents",
    ),
}

# An announced departure that has not happened in the first three months has slipped: its ratio decays in the intervals
# 3 to 6 and 6 to 12 months after the one in which the last day was expected.
ANNOUNCED_DECAY = (0.0, -0.7, -1.5)
ANNOUNCED_DECAY_SD = (0.0, 0.7, 1.0)


def source_of(grade: Grade) -> Source:
    """Grades A and B rest on something published, grade C is judgement."""
    return "judgement" if grade == "C" else "published"


@cache
def usual_multiplier(role: str) -> float:
    """What the circumstances that posts of a role usually meet multiply its hazard by, on average.

    A published rate is that of posts in all circumstances. Divided by this it is that of a post in none, which is what
    the ratios multiply; without it every ratio above 1 would be counted twice. The end of a fixed term is left out:
    it can only befall those who have one.
    """
    product = 1.0
    for circumstance, effect in EFFECTS.items():
        ratio = effect.ratio_for(role)
        if ratio is None or circumstance is Circumstance.CONTRACT_ENDS:
            continue
        if circumstance is Circumstance.OTHER_CHANGES:
            product *= exp(ratio.log_mean * effect.default_share)
        else:
            product *= 1.0 + effect.default_share * (ratio.median - 1.0)
    return product
