"""Suppression holds against a reader who adds and subtracts everything that is published."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.counts import CountTable, shown, suppress

SMALL = 5


def solutions(table: CountTable) -> list[tuple[int, ...]]:
    """Every way to fill the hidden cells with counts that agree with the published totals, by trying them all."""
    places = [(r, c) for r, line in enumerate(table.cells) for c, cell in enumerate(line) if cell is None]
    budget = max((total for total in table.row_totals if total is not None), default=12)
    found = []
    for filling in product(range(budget + 1), repeat=len(places)):
        cells = [list(line) for line in table.cells]
        for (r, c), value in zip(places, filling, strict=True):
            cells[r][c] = value
        rows_agree = all(
            total is None or sum(line) == total for line, total in zip(cells, table.row_totals, strict=True)
        )
        columns = list(zip(*cells, strict=True))
        if rows_agree and all(
            total is None or sum(line) == total for line, total in zip(columns, table.column_totals, strict=True)
        ):
            found.append(filling)
    return found


def test_one_small_count_takes_a_second_with_it():
    """14.3 case 10: a total of 14 with 9 beside it gives 5; the rows and columns around it hide their own."""
    table = suppress(["a", "b"], ["x", "y", "z"], [[9, 5, 20], [30, 40, 50]], SMALL)
    assert table.cells == ((None, None, 20), (None, None, 50))


def test_zero_is_shown_as_zero():
    table = suppress(["a", "b"], ["x", "y"], [[0, 30], [40, 50]], SMALL)
    assert table.cells == ((0, 30), (40, 50))
    assert table.row_totals == (30, 90)


def test_two_hidden_in_one_column_hide_a_fourth():
    """14.3 case 11: one hidden in each row, both in one column; their rows' totals would give both away."""
    table = suppress(["a", "b"], ["x", "y"], [[3, 40], [4, 50]], SMALL)
    assert table.cells == ((None, None), (None, None))


def test_a_table_too_small_to_protect_loses_its_totals():
    table = suppress(["a"], ["x"], [[3]], SMALL)
    assert table.cells == ((None,),)
    assert table.row_totals == (None,)
    assert table.column_totals == (None,)


def test_the_hidden_token_is_one_letter():
    assert shown(None) == "c"
    assert shown(0) == "0"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=2))
def test_no_small_count_can_be_worked_out(counts):
    table = suppress([str(n) for n in range(len(counts))], ["x", "y"], counts, 2)
    hidden = [(r, c) for r, line in enumerate(table.cells) for c, cell in enumerate(line) if cell is None]
    if not hidden or table.row_totals[0] is None:
        return
    for position, (row, column) in enumerate(hidden):
        if counts[row][column] > 2:
            continue  # a larger count, hidden only to shield a small one
        possible = {filling[position] for filling in solutions(table)}
        assert {1, 2} <= possible
