"""Inspections of one council: routine ones, the fall to inadequate, and the way back.

Rates: inadequate is entered by 4.5% of councils a year and left at 1/30 a month (section 5 of the risk specification);
gaps between inspections and moves between grades follow 115 pairs of real inspections (sector, part E).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from simulation.days import shift
from simulation.records import Fact


class Grade(StrEnum):
    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"


ORDER = tuple(Grade)
ENTER_A_YEAR = 0.045
# Relative chance of falling to inadequate by the grade before; with the mix of grades they average one.
FALL = {Grade.OUTSTANDING: 0.25, Grade.GOOD: 1.05, Grade.REQUIRES_IMPROVEMENT: 2.0}
STAY_AT_LEAST_DAYS = 183
STAY_MORE_DAYS = 730
GAP_YEARS = {Grade.OUTSTANDING: 4.8, Grade.GOOD: 4.9, Grade.REQUIRES_IMPROVEMENT: 4.2}
GAP_SPREAD = 0.2
SHORTEST_GAP_DAYS = 365
# Next routine grade (outstanding, good, requires improvement), from each grade: the measured moves, with fewer rises to
# outstanding, which in eight real years have only grown and over twenty simulated ones would leave little else.
MOVES = {
    Grade.OUTSTANDING: (0.66, 0.27, 0.07),
    Grade.GOOD: (0.24, 0.61, 0.15),
    Grade.REQUIRES_IMPROVEMENT: (0.05, 0.50, 0.45),
    Grade.INADEQUATE: (0.0, 0.46, 0.54),
}
FIRST_GRADES = (0.21, 0.45, 0.24, 0.10)
PUBLISHED_AFTER_DAYS = (42, 73)
CARE_LEAVERS_SINCE = date(2023, 1, 1)
NO_OVERALL_SINCE = date(2026, 4, 1)
LEADERS_INADEQUATE_TOO = 0.79


@dataclass(frozen=True)
class Inspection:
    inspected_on: date
    published_on: date
    grade: Grade


def inspect(first: date, last: date, rng: np.random.Generator) -> list[Inspection]:
    """Return the inspections of one council from before `first` until `last`, in order of date."""
    grade = ORDER[int(rng.choice(len(ORDER), p=FIRST_GRADES))]
    day = shift(first, -int(rng.integers(30, 1400)))
    found = [_published(day, grade, rng)]
    while True:
        day, grade = _next(day, grade, rng)
        if day > last:
            return found
        found.append(_published(day, grade, rng))


def _next(day: date, grade: Grade, rng: np.random.Generator) -> tuple[date, Grade]:
    if grade is Grade.INADEQUATE:
        stay = STAY_AT_LEAST_DAYS + rng.exponential(STAY_MORE_DAYS)
        return shift(day, int(stay)), _move(grade, rng)
    routine = 365.25 * GAP_YEARS[grade] * np.exp(GAP_SPREAD * rng.standard_normal())
    fall = rng.exponential(365.25 / (ENTER_A_YEAR * FALL[grade]))
    if fall < routine:
        return shift(day, int(max(fall, SHORTEST_GAP_DAYS))), Grade.INADEQUATE
    return shift(day, int(routine)), _move(grade, rng)


def _move(grade: Grade, rng: np.random.Generator) -> Grade:
    return ORDER[int(rng.choice(3, p=MOVES[grade]))]


def _published(day: date, grade: Grade, rng: np.random.Generator) -> Inspection:
    return Inspection(day, shift(day, int(rng.integers(*PUBLISHED_AFTER_DAYS))), grade)


def inadequate_spells(inspections: list[Inspection]) -> list[tuple[date, date]]:
    """Return the spells between publication of an inadequate judgement and of the next that is not."""
    spells = []
    begun: date | None = None
    for inspection in inspections:
        if inspection.grade is Grade.INADEQUATE:
            begun = begun or inspection.published_on
        elif begun:
            spells.append((begun, inspection.published_on))
            begun = None
    return [*spells, (begun, date.max)] if begun else spells


def inspection_fact(council: int, inspection: Inspection, rng: np.random.Generator) -> Fact:
    """Return an inspection as a dated fact, with its sub-judgements; since April 2026 there is no overall grade."""
    overall = inspection.inspected_on < NO_OVERALL_SINCE
    judgements = {"impact_of_leaders": _leaders(inspection.grade, overall, rng)}
    others = ["help_and_protection", "children_in_care"]
    if inspection.inspected_on >= CARE_LEAVERS_SINCE:
        others.append("care_leavers")
    judgements |= {name: _near(inspection.grade, rng) for name in others}
    return Fact(
        council=council,
        kind="inspection",
        effective_on=inspection.inspected_on,
        known_on=inspection.published_on,
        value=inspection.grade.value if overall else "",
        detail=";".join(f"{name}={grade.value}" for name, grade in judgements.items()),
        source="inspection report",
    )


def _leaders(grade: Grade, overall: bool, rng: np.random.Generator) -> Grade:
    """Leaders are graded as the whole; of inadequate councils a fifth keep a better grade for their leaders."""
    if grade is Grade.INADEQUATE and overall and rng.random() > LEADERS_INADEQUATE_TOO:
        return Grade.REQUIRES_IMPROVEMENT
    if grade is Grade.GOOD and rng.random() < 0.15:
        return Grade.OUTSTANDING
    return grade


def _near(grade: Grade, rng: np.random.Generator) -> Grade:
    place = ORDER.index(grade) + int(rng.choice((-1, 0, 1), p=(0.15, 0.7, 0.15)))
    # No part of an inspection is inadequate unless the whole is: one inadequate part makes the whole so.
    worst = len(ORDER) - 1 if grade is Grade.INADEQUATE else len(ORDER) - 2
    return ORDER[min(max(place, 0), worst)]
