"""What the simulator knows and the product must not: for tests and benchmarks, never for an import."""

from dataclasses import asdict
from datetime import date

from simulation.roles import RATES, Role
from simulation.world import World

Told = dict[str, object]


def tell_truth(world: World, known_on: date) -> Told:
    """Return parameters, rates and true effects of a world, ready for JSON."""
    truth = world.truth
    parameters = {name: _text(value) for name, value in asdict(world.parameters).items()}
    shifts = truth.effects.role_shifts
    return {
        "parameters": parameters,
        "told_until": known_on.isoformat(),
        "roles": {role.value: asdict(RATES[role]) | {"log_rate_shift": shifts[role]} for role in Role},
        "log_hazard_ratios": [
            {"effect": name, "applies_to": group, "log_ratio": ratio}
            for (name, group), ratio in truth.effects.log_ratios.items()
        ],
        "average_ratios": [
            {"role": role.value, "held": held.name.lower(), "ratio": average}
            for (role, held), average in truth.average_ratios.items()
        ],
        "frailty": {council.code: truth.frailty[council.index] for council in world.councils},
        "year_log_rates": {str(year): rate for year, rate in truth.year_log_rates.items()},
        "log_effects_of_innovations": truth.programme_effects,
        "log_effect_of_leadership_changes_on_figures": 0.0,
    }


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
