"""The readiness index and the landscape, by their rules (risk-and-analysis 9, 15.3, 15.4)."""

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import authorities.reference
from leadership.succession.kinds import Consistency, Item, Ready, Statement
from leadership.succession.landscape import (
    Compared,
    Fact,
    Landscape,
    Stability,
    category_of,
    compare,
    expires_on,
    stability_place,
)
from leadership.succession.readiness import Reading, Seen, plan_reading, readiness_of, successor_reading

ON = date(2026, 11, 28)


@dataclass(frozen=True)
class Plan:
    written: bool = True
    approved_on: date | None = None
    reviewed_on: date | None = None
    known_on: date = date(2026, 9, 1)
    evidence: str | None = None
    owner: str = "Head of people"


@dataclass(frozen=True)
class Judged:
    inspected_on: date
    overall: str | None = None
    impact_of_leaders: str | None = None
    help_and_protection: str | None = None
    children_in_care: str | None = None
    care_leavers: str | None = None


def test_the_index_is_the_mean_of_six_and_counts_what_is_missing_as_nothing():
    readiness = readiness_of(
        {Item.PLAN: Reading(Item.PLAN, 1.0, ON), Item.RECRUITMENT: Reading(Item.RECRUITMENT, 0.25, ON)}, ON
    )
    assert [item.item for item in readiness.items] == list(Item)
    assert readiness.total == 1.25
    assert readiness.index == pytest.approx(1.25 / 6)
    assert readiness.words == "1.25 out of 6"
    assert len(readiness.missing) == 4


@pytest.mark.parametrize(
    ("of", "counts"), [(date(2025, 11, 28), 1.0), (date(2025, 11, 27), 0.5), (date(2020, 1, 1), 0.5)]
)
def test_an_item_older_than_twelve_months_counts_half(of: date, counts: float):
    readiness = readiness_of({Item.CHAMPIONS: Reading(Item.CHAMPIONS, 1.0, of)}, ON)
    assert readiness.total == counts
    assert bool(readiness.stale) is (counts == 0.5)


@pytest.mark.parametrize(
    ("plan", "value", "of"),
    [
        (None, None, None),
        (Plan(written=False), 0.0, date(2026, 9, 1)),
        (Plan(), 0.5, date(2026, 9, 1)),
        (Plan(approved_on=date(2024, 1, 1)), 1.0, date(2024, 1, 1)),
        (Plan(approved_on=date(2024, 1, 1), reviewed_on=date(2026, 2, 1)), 1.0, date(2026, 2, 1)),
    ],
)
def test_a_plan_counts_by_approval_and_is_as_old_as_its_review(plan: Plan | None, value: float | None, of: date | None):
    reading = plan_reading(plan)
    assert (reading.value, reading.of) == (value, of)


@pytest.mark.parametrize(
    ("ready", "value"),
    [
        ([], None),
        ([Ready.OVER_24], 0.0),
        ([Ready.FROM_12_TO_24, Ready.WITHIN_12], 0.5),
        ([Ready.WITHIN_12, Ready.NOW], 1.0),
    ],
)
def test_the_best_successor_decides(ready: Sequence[Ready], value: float | None):
    bench = tuple(Seen(place, each, ON) for place, each in enumerate(ready, start=1))
    assert successor_reading(bench).value == value


@pytest.mark.parametrize(
    ("before", "last", "found"),
    [
        ("good", "good", Consistency.HIGH),
        ("outstanding", "outstanding", Consistency.HIGH),
        ("good", "outstanding", Consistency.IMPROVING),
        ("outstanding", "good", Consistency.DECLINING),
        ("requires_improvement", "requires_improvement", Consistency.FLAT),
        ("inadequate", "requires_improvement", Consistency.IMPROVING),
    ],
)
def test_consistency_is_likeness_and_an_improving_authority_is_less_consistent(
    before: str, last: str, found: Consistency
):
    inspections = [Judged(date(2024, 1, 1), last), Judged(date(2020, 1, 1), before)]
    assert compare(inspections).consistency is found


def test_one_inspection_is_too_little_and_a_missing_overall_grade_is_compared_by_what_both_have():
    assert compare([Judged(date(2020, 1, 1), "good")]).consistency is Consistency.INSUFFICIENT
    before = Judged(date(2022, 1, 1), "good", impact_of_leaders="good", help_and_protection="good")
    after = Judged(date(2026, 6, 1), None, impact_of_leaders="good", help_and_protection="good", care_leavers="good")
    found = compare([before, after])
    assert (found.consistency, found.by_overall) == (Consistency.HIGH, False)
    bare = Judged(date(2026, 6, 1), None, care_leavers="good")
    assert compare([before, bare]).consistency is Consistency.INSUFFICIENT


def rows_of(name: str) -> list[dict[str, str]]:
    path = Path(authorities.reference.__file__).with_name(name)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_published_table_is_reproduced_on_the_register_of_real_inspections():
    """35 high; 45 improving, 19 declining, 15 flat below good; 39 with too little: 153 at 31 March 2025 (15.3)."""
    # Authorities that had been replaced by then are judged in the file and not counted in the table.
    there = {row["code"] for row in rows_of("authorities.csv") if not row["valid_to"] or row["valid_to"] > "2025"}
    histories = defaultdict(list)
    for row in rows_of("inspections.csv"):
        if row["source"].endswith("at 31 March 2025") and row["code"] in there:
            histories[row["code"]].append(Judged(date.fromisoformat(row["inspected_on"]), row["overall"] or None))
    counted = Counter(compare(history).consistency for history in histories.values())
    assert counted == {
        Consistency.HIGH: 35,
        Consistency.IMPROVING: 45,
        Consistency.DECLINING: 19,
        Consistency.FLAT: 15,
        Consistency.INSUFFICIENT: 39,
    }


def stability(facts: Sequence[bool | None], engaged: int | None = None) -> Stability:
    said = None if engaged is None else {each: place < engaged for place, each in enumerate(Statement)}
    return Stability(tuple(Fact(str(place), held, "") for place, held in enumerate(facts)), said)


HIGH, LOW = [True] * 6, [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    ("facts", "engaged", "high"),
    [(HIGH, 5, True), (HIGH, 3, True), (HIGH, 2, False), (LOW, 5, False), (HIGH, None, True), (LOW, None, False)],
)
def test_stability_takes_both_halves_and_facts_alone_where_nothing_is_said(
    facts: list[bool], engaged: int | None, *, high: bool
):
    found = stability(facts, engaged)
    assert found.is_high is high
    assert found.facts_only is (engaged is None)
    place = stability_place(found)
    assert (place.point >= 0.5) is high, "the picture agrees with the words"
    assert 0 <= place.low <= place.point <= place.high <= 1


def test_an_unknown_fact_is_neither_true_nor_false_and_widens_the_stretch():
    known, unknown = stability(HIGH, 5), stability([True] * 3 + [None] * 3, 5)
    assert unknown.facts_share == 1.0
    assert unknown.facts_range == (0.5, 1.0)
    assert stability_place(unknown).low < stability_place(known).low
    assert stability([None] * 6).is_high is None


@pytest.mark.parametrize(
    ("name", "consistency", "stable", "category"),
    [
        # D moved from adequate to performing well under political swings.
        ("D", Consistency.IMPROVING, False, 1),
        # B improved considerably under stable leadership: 3 by the definition, though the study says 2.
        ("B", Consistency.IMPROVING, True, 3),
        ("H", Consistency.HIGH, True, 4),
    ],
)
def test_the_authorities_of_the_study_fall_where_its_definition_puts_them(
    name: str, consistency: Consistency, *, stable: bool, category: int
):
    held = stability(HIGH, 5) if stable else stability([False] * 6, 1)
    assert Landscape(Compared(consistency), held).category == category, name


def test_too_little_leaves_two_categories_until_somebody_calls_it():
    unsure = Landscape(Compared(Consistency.INSUFFICIENT), stability(HIGH, 5))
    assert unsure.categories == (3, 4)
    assert unsure.category is None
    assert Landscape(Compared(Consistency.INSUFFICIENT), stability(HIGH, 5), called=True).category == 4
    told = Landscape(Compared(Consistency.FLAT), stability(HIGH, 5), called=True)
    assert told.category == 3, "a call does not stand against inspections that say enough"


def test_the_four_categories_and_the_end_of_a_statement():
    assert [category_of(consistent=c, stable=s) for s in (False, True) for c in (False, True)] == [1, 2, 3, 4]
    assert expires_on(date(2026, 5, 28)) == date(2026, 11, 28)
