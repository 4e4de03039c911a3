"""What a holder who has decided to go does next: when they leave, why, and what they say about it beforehand.

Officers decide, then leave nought to five months later; 60% announce it (section 5 of the risk specification).
"""

from dataclasses import dataclass

import numpy as np

from simulation.roles import OFFICERS, Role

ANNOUNCED = 0.60
WITHDRAWN = 0.03
LONGEST_NOTICE_DAYS = 153
LONGEST_INTERIM_NOTICE_DAYS = 61
SAID_WITHIN_DAYS = 10
CONFIRMED = {Role.DCS: 0.12}
CONFIRMED_OTHERS = 0.18
ACTING_CONFIRMED = 0.30
CONTRACT_NOT_RENEWED = 0.6
DATE_MISSED = 0.15
CONFIDENTIAL = 0.08

REASONS = ("planned_move", "retirement", "agreed_exit", "restructure", "other", "unknown")
USUAL = (0.52, 0.17, 0.10, 0.04, 0.07, 0.10)
UNDER_PRESSURE = (0.34, 0.12, 0.32, 0.05, 0.07, 0.10)
IN_REORGANISATION = (0.38, 0.14, 0.12, 0.22, 0.06, 0.08)


@dataclass(frozen=True)
class Decision:
    """To leave (or, as an interim, to be confirmed) on a day; `announced_on` is None if nobody hears beforehand.

    `said_last_day` is the last day in post as announced, which is not always the true one.
    """

    leaves_on: int
    reason: str
    announced_on: int | None = None
    said_last_day: int | None = None
    withdrawn_on: int | None = None


def decide_officer(day: int, *, interim: bool, reason: str, rng: np.random.Generator) -> Decision:
    """Return how an officer who decides on `day` goes."""
    longest = LONGEST_INTERIM_NOTICE_DAYS if interim else LONGEST_NOTICE_DAYS
    leaves = day + 1 + int(rng.integers(0, longest))
    said = day + int(rng.integers(0, SAID_WITHIN_DAYS))
    if rng.random() >= ANNOUNCED or said >= leaves - 1:
        return Decision(leaves, reason)
    last_day = leaves - 1
    if rng.random() < DATE_MISSED:
        last_day = max(said, last_day + int(rng.integers(-30, 31)))
    withdrawn = None
    if not interim and leaves - said > 30 and rng.random() < WITHDRAWN:
        withdrawn = said + int(rng.integers(10, leaves - said - 10))
    return Decision(leaves, reason, said, last_day, withdrawn)


def decide_member(day: int, annual_meeting: int | None, rng: np.random.Generator) -> Decision:
    """Return how a lead member goes: at the annual meeting after an election, else at once."""
    if annual_meeting is not None:
        return Decision(annual_meeting, "election")
    return Decision(day + 1, str(rng.choice(("other", "unknown", "planned_move"), p=(0.5, 0.3, 0.2))))


def decide_end_of_contract(day: int, contract_end: int, rng: np.random.Generator) -> Decision | None:
    """Return how somebody on a fixed term goes when it ends; None if they are made permanent instead."""
    if rng.random() >= CONTRACT_NOT_RENEWED:
        return None
    if rng.random() >= ANNOUNCED:
        return Decision(contract_end, "contract_end")
    return Decision(contract_end, "contract_end", day, contract_end - 1)


def confirmation_chance(role: Role, *, acting: bool) -> float:
    """Return how often the end of an interim spell is that the interim becomes permanent."""
    return ACTING_CONFIRMED if acting else CONFIRMED.get(role, CONFIRMED_OTHERS)


def reason_of(role: Role, *, pressed: bool, reorganising: bool, interim: bool, rng: np.random.Generator) -> str:
    """Return why an officer goes. Interims go when their contract does."""
    if role not in OFFICERS:
        return "other"
    if interim:
        return "contract_end"
    shares = UNDER_PRESSURE if pressed else IN_REORGANISATION if reorganising else USUAL
    return str(rng.choice(REASONS, p=shares))
