"""Counts of children in the DfE summary: decided once, over quarters, the year and versions (14.1, 14.3)."""

from collections.abc import Sequence

from reports.publication.content import OutcomeCell, Told
from reports.publication.outcomes import decide_row

QUARTERS = ("2025-26 Q2", "2025-26 Q3", "2025-26 Q4", "2026-27 Q1")
LARGE = {1: 120, 2: 90, 3: 101, 4: 94, 11: 60, 12: 71, 13: 66, 14: 58, 21: 30, 22: 44, 23: 39, 24: 27}


def parts_of(members: Sequence[int], changed: int | None = None) -> dict[str, list[int]]:
    """By quarter one observation of each member: member 10 has 11 to 14. A revised one has another number."""
    return {
        label: [member + place if member + place != changed else 1000 + changed for member in members]
        for place, label in enumerate(QUARTERS, start=1)
    }


def decided(counts: dict[int, int], members: Sequence[int] = (0, 10, 20), earlier: Sequence[Told] = ()):
    return decide_row("REF_RATE", parts_of(members), counts, earlier)


def test_large_counts_are_said_as_they_are() -> None:
    cells, told = decided(LARGE)
    assert [cell.count for cell in cells] == [210, 205, 206, 179, 800]
    assert not any(cell.rounded for cell in cells)
    assert not any(each.hidden for each in told)


def test_a_total_over_a_members_small_count_is_rounded_and_so_is_the_year() -> None:
    cells, _ = decided({**LARGE, 22: 4})
    assert cells[1] == OutcomeCell(170, rounded=True), "165, fives upwards"
    assert cells[4] == OutcomeCell(760, rounded=True)
    assert cells[0] == OutcomeCell(210, rounded=False)


def test_a_small_quarter_takes_another_or_the_year_with_it() -> None:
    """14.3 case 12: three quarters and the year would give the fourth."""
    counts = {**dict.fromkeys(LARGE, 9), 2: 0, 12: 0, 22: 4}
    cells, _ = decided(counts)
    assert cells[1].count is None
    assert sum(cell.count is None for cell in cells) == 2


def test_zero_is_said_as_zero() -> None:
    """14.3 case 13."""
    cells, _ = decided({**LARGE, 2: 0, 12: 0, 22: 0})
    assert cells[1] == OutcomeCell(0, rounded=False)


def test_a_member_who_joins_with_a_small_count_is_not_told_by_the_difference() -> None:
    """Two publications of one quarter, with and without a member: what lies between them is that member's count."""
    counts = {**LARGE, 31: 3, 32: 40, 33: 52, 34: 61}
    first, told = decided(counts)
    second, _ = decided(counts, (0, 10, 20, 30), told)
    assert first[0].count == 210
    assert second[0].count is None, "213 would be told by its difference even where it is rounded another day"
    assert sum(cell.count is None for cell in second) == 2, "with the year, the other quarters would tell it"
    assert second[4].count == 960, "956"


def test_a_revision_into_a_small_count_is_not_told_by_the_difference() -> None:
    """Everything of the quarter but one member stayed as it was, so a new total tells what that member has now."""
    counts = {**LARGE, 1002: 2}
    _, told = decided(counts)
    cells, _ = decide_row("REF_RATE", parts_of((0, 10, 20), changed=2), counts, told)
    assert cells[1] != OutcomeCell(117, rounded=False)


def test_what_is_told_holds_no_count() -> None:
    _, told = decided({**LARGE, 22: 4})
    assert {number for each in told for number in each.parts} == set(LARGE)
    assert [len(each.parts) for each in told] == [3, 3, 3, 3, 12]
