"""What raises or lowers a hazard: the priors of section 3, and the truth that one world draws around them.

The effects say who leaves rather than how many: a director's rate is pinned by national counts, so `world` divides
each role's base rate by what the effects of the world amount to on average.
"""

import math
from dataclasses import dataclass

import numpy as np

from simulation.roles import Role

OFFICER = "officer"


@dataclass(frozen=True)
class Prior:
    """A prior hazard ratio for a group of roles; `spread` is its standard deviation in units of the world's own."""

    name: str
    group: str
    ratio: float
    spread: float = 1.0


ALL_PRIORS: tuple[Prior, ...] = (
    Prior("inadequate_recently", Role.DCS, 2.0),
    Prior("inadequate_recently", OFFICER, 1.4),
    Prior("inadequate_standing", OFFICER, 1.25),
    Prior("chief_executive_changed", Role.DCS, 1.4),
    Prior("dcs_changed", Role.ASSISTANT_DIRECTOR, 1.35),
    Prior("control_changed", Role.LEAD_MEMBER, 3.0),
    Prior("control_changed", Role.CHIEF_EXECUTIVE, 1.6),
    Prior("control_changed", OFFICER, 1.15),
    Prior("election", Role.LEAD_MEMBER, 4.0),
    Prior("election", OFFICER, 1.1),
    Prior("reorganisation", "all", 1.5),
    Prior("contract_ending", "all", 2.5),
    Prior("peers_open", "all", 1.25),
    Prior("other_changes", "all", 1.02, spread=0.03 / 0.35),
    Prior("internal", Role.DCS, 0.8),
    Prior("internal", Role.ASSISTANT_DIRECTOR, 0.8),
)


@dataclass(frozen=True)
class TrueEffects:
    """The log hazard ratios of one world by effect and group, and the log rates of its roles against section 2.5."""

    log_ratios: dict[tuple[str, str], float]
    role_shifts: dict[Role, float]

    def of(self, name: str, role: Role) -> float:
        """Return the log hazard ratio of an effect for a role: its own, else the officers', else everybody's."""
        groups = [role, "all"] if role is Role.LEAD_MEMBER else [role, OFFICER, "all"]
        return next((self.log_ratios[name, group] for group in groups if (name, group) in self.log_ratios), 0.0)


def draw_effects(effect_sd: float, role_sd: float, rng: np.random.Generator) -> TrueEffects:
    """Draw one world's truth around the priors: right on average, wrong in detail (section 5)."""
    ratios = {
        (prior.name, str(prior.group)): math.log(prior.ratio) + prior.spread * effect_sd * float(rng.standard_normal())
        for prior in ALL_PRIORS
    }
    shifts = {role: 0.0 if role is Role.DCS else role_sd * float(rng.standard_normal()) for role in Role}
    return TrueEffects(ratios, shifts)
