"""What a world would look like in the national counts: the figures of section 2, taken from its tenures."""

from dataclasses import dataclass
from datetime import date

from simulation.days import DAYS_IN_MONTH, add_months
from simulation.records import Tenure
from simulation.roles import SUBSTANTIVE, Role
from simulation.world import World


@dataclass(frozen=True)
class RoleFigures:
    """Figures of one role over the written years; tenures in months, shares from 0 to 1."""

    changes_a_year: float
    interim_appointments_a_year: float
    interim_share: float
    vacant_share: float
    elapsed_permanent: float
    completed_permanent: float
    completed_interim: float


def measure_role(world: World, role: Role) -> RoleFigures:
    """Return what one role's posts show; a change is a new person in the post, so a confirmation is none."""
    parameters = world.parameters
    first, last = parameters.begins_on, add_months(parameters.end, 0)
    by_post = _tenures_by_post(world, role)
    years = (last - first).days / 365.25
    starts = [
        tenure
        for tenures in by_post
        for before, tenure in zip([None, *tenures], tenures, strict=False)
        if first <= tenure.started_on < last and (before is None or before.person != tenure.person)
    ]
    interims = [tenure for tenure in starts if tenure.status not in SUBSTANTIVE]
    days = [add_months(first, 6 * step) for step in range(1, 2 * parameters.years)]
    holders = [_holder(tenures, day) for tenures in by_post for day in days]
    elapsed = [months for status, months in holders if status in SUBSTANTIVE]
    held = [status for status, _ in holders if status is not None]
    ended = [t for tenures in by_post for t in tenures if t.ended_on and first <= t.ended_on < last]
    return RoleFigures(
        changes_a_year=len(starts) / years,
        interim_appointments_a_year=len(interims) / years,
        interim_share=sum(status not in SUBSTANTIVE for status in held) / max(len(held), 1),
        vacant_share=1 - len(held) / max(len(holders), 1),
        elapsed_permanent=_mean(elapsed),
        completed_permanent=_mean([_months(t) for t in ended if t.status in SUBSTANTIVE]),
        completed_interim=_mean([_months(t) for t in ended if t.status not in SUBSTANTIVE]),
    )


def _tenures_by_post(world: World, role: Role) -> list[list[Tenure]]:
    places = {place: list[Tenure]() for place, post in enumerate(world.posts) if post.role is role}
    for tenure in world.tenures:
        if tenure.post in places:
            places[tenure.post].append(tenure)
    return list(places.values())


def _holder(tenures: list[Tenure], day: date) -> tuple[object, float]:
    for tenure in tenures:
        if tenure.started_on <= day and (tenure.ended_on is None or tenure.ended_on > day):
            return tenure.status, (day - tenure.started_on).days / DAYS_IN_MONTH
    return None, 0.0


def _months(tenure: Tenure) -> float:
    return ((tenure.ended_on or tenure.started_on) - tenure.started_on).days / DAYS_IN_MONTH


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else float("nan")
