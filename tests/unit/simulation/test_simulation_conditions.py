from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from simulation.conditions.inspections import Grade, Inspection, inadequate_spells, inspect, inspection_fact
from simulation.conditions.politics import CHANGE, change_control, hold_elections
from simulation.conditions.reorganisations import reorganise
from simulation.councils import Cycle, invent_councils
from simulation.streams import stream

FIRST, LAST = date(2006, 1, 1), date(2026, 1, 1)
COUNCILS = 600


@pytest.fixture(scope="module")
def inspections() -> list[list[Inspection]]:
    return [inspect(FIRST, LAST, stream(number, "inspections")) for number in range(COUNCILS)]


def test_four_and_a_half_councils_in_a_hundred_fall_to_inadequate_each_year(inspections):
    falls = sum(
        later.grade is Grade.INADEQUATE and earlier.grade is not Grade.INADEQUATE
        for found in inspections
        for earlier, later in pairwise(found)
    )
    assert falls / (COUNCILS * 20) == pytest.approx(0.045, rel=0.12)


def test_a_council_stays_inadequate_for_two_and_a_half_years_on_average(inspections):
    spells = [spell for found in inspections for spell in inadequate_spells(found) if spell[1] < date.max]
    days = [(ended - begun).days for begun, ended in spells if begun > FIRST]
    assert sum(days) / len(days) / 30.44 == pytest.approx(30, rel=0.12)
    assert min(days) > 100


def test_grades_are_mixed_as_in_march_2025(inspections):
    at = date(2020, 3, 31)
    held = Counter([i for i in found if i.published_on <= at][-1].grade for found in inspections)
    shares = {grade: held[grade] / COUNCILS for grade in Grade}
    assert shares[Grade.GOOD] == pytest.approx(0.44, abs=0.07)
    assert shares[Grade.OUTSTANDING] == pytest.approx(0.235, abs=0.07)
    assert shares[Grade.REQUIRES_IMPROVEMENT] == pytest.approx(0.20, abs=0.06)
    assert shares[Grade.INADEQUATE] == pytest.approx(0.124, abs=0.05)


def test_reports_are_published_weeks_after_the_inspection(inspections):
    assert all(
        timedelta(weeks=6) <= i.published_on - i.inspected_on <= timedelta(weeks=11)
        for found in inspections
        for i in found
    )


def test_a_spell_runs_from_publication_to_publication():
    told = [
        Inspection(date(2020, 1, 1), date(2020, 2, 20), Grade.INADEQUATE),
        Inspection(date(2022, 1, 1), date(2022, 2, 20), Grade.INADEQUATE),
        Inspection(date(2023, 1, 1), date(2023, 2, 20), Grade.GOOD),
        Inspection(date(2025, 1, 1), date(2025, 2, 20), Grade.INADEQUATE),
    ]
    assert inadequate_spells(told) == [(date(2020, 2, 20), date(2023, 2, 20)), (date(2025, 2, 20), date.max)]


def test_since_april_2026_there_is_no_overall_grade_but_leaders_are_judged():
    before = inspection_fact(0, Inspection(date(2026, 3, 31), date(2026, 5, 20), Grade.INADEQUATE), stream(1, "x"))
    after = inspection_fact(0, Inspection(date(2026, 4, 1), date(2026, 5, 21), Grade.INADEQUATE), stream(1, "x"))
    assert before.value == "inadequate"
    assert after.value == ""
    assert "impact_of_leaders=inadequate" in after.detail


def test_care_leavers_have_a_judgement_of_their_own_since_2023():
    old = inspection_fact(0, Inspection(date(2022, 12, 31), date(2023, 2, 20), Grade.GOOD), stream(1, "x"))
    new = inspection_fact(0, Inspection(date(2023, 1, 1), date(2023, 2, 21), Grade.GOOD), stream(1, "x"))
    assert "care_leavers" not in old.detail
    assert "care_leavers" in new.detail


def test_no_part_is_inadequate_where_the_whole_is_not(inspections):
    rng = stream(1, "details")
    facts = [inspection_fact(0, i, rng) for found in inspections[:100] for i in found]
    assert not [fact for fact in facts if fact.value not in {"", "inadequate"} and "=inadequate" in fact.detail]


def test_polling_is_on_the_first_thursday_of_may():
    council = next(c for c in invent_councils(40, stream(5, "councils")) if c.cycle is Cycle.THIRDS)
    days = hold_elections(council, FIRST, LAST)
    assert all(day.month == 5 and day.weekday() == 3 and day.day <= 7 for day in days)
    assert date(2024, 5, 2) in days


@pytest.mark.parametrize("cycle", list(Cycle))
def test_control_changes_at_a_share_of_elections(cycle):
    councils = [c for c in invent_councils(900, stream(6, "councils")) if c.cycle is cycle]
    polls = changes = 0
    for council in councils:
        days = hold_elections(council, FIRST, LAST)
        found = change_control(council, days, FIRST, stream(council.index, "control"))
        polls, changes = polls + len(days), changes + len(found) - 1
        assert all(one.control != other.control for one, other in pairwise(found))
        assert all(change.known_on < change.effective_on for change in found[1:])
    assert changes / polls == pytest.approx(CHANGE[cycle], rel=0.15)


def test_reorganisations_last_eighteen_months_and_are_known_before():
    found = [reorganise(FIRST, LAST, stream(number, "reorganisations")) for number in range(300)]
    months = 300 * 20 * 12
    assert sum(len(own) for own in found) / months == pytest.approx(0.004 / (1 + 0.004 * 18), rel=0.12)
    for own in found:
        assert all(500 < (r.ends_on - r.begins_on).days < 560 and r.known_on < r.begins_on for r in own)
        assert all(one.ends_on <= other.begins_on for one, other in pairwise(own))
