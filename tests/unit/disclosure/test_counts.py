"""Suppression holds against a reader who adds and subtracts everything that is published."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.counts import CountTable, shown, suppress

SMALL = 5


def solutions(table: CountTable, known: tuple[tuple[int, ...], int] | None = None) -> list[tuple[int, ...]]:
    """Every way to fill the hidden cells that agrees with what is shown, by trying them all.

    A hidden cell is at least 1, since zero is shown as zero; `known` are columns and their sum, known from elsewhere.
    """
    places = [(r, c) for r, line in enumerate(table.cells) for c, cell in enumerate(line) if cell is None]
    found = []
    for filling in product(range(1, MOST + 1), repeat=len(places)):
        cells = [list(line) for line in table.cells]
        for (r, c), value in zip(places, filling, strict=True):
            cells[r][c] = value
        columns = list(zip(*cells, strict=True))
        agree = all(
            total is None or sum(line) == total
            for lines, totals in ((cells, table.row_totals), (columns, table.column_totals))
            for line, total in zip(lines, totals, strict=True)
        )
        if agree and (known is None or sum(sum(columns[c]) for c in known[0]) == known[1]):
            found.append(filling)
    return found


def said_exactly(table: CountTable, counts: Sequence[Sequence[int]]) -> CountTable:
    """The table to a reader who has come by the exact number behind every total that is printed to the nearest ten."""
    sums = [sum(line) for line in counts], [sum(line) for line in zip(*counts, strict=True)]
    rows, columns = (
        tuple(None if total is None else exact for total, exact in zip(totals, found, strict=True))
        for totals, found in zip((table.row_totals, table.column_totals), sums, strict=True)
    )
    return replace(table, row_totals=rows, column_totals=columns)


MOST = 12
"""As great as a hidden count may be in these trials; the true ones are smaller."""


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


def test_two_lone_counts_and_a_small_total_do_not_give_each_other_away():
    """Hidden means at least 1, so two hidden counts beneath a shown total of 2 would be 1 and 1."""
    counts = [[8, 1], [9, 1]]
    table = said_exactly(suppress(["a", "b"], ["x", "y"], counts, 2, known_columns=(0,)), counts)
    assert table.column_totals[1] is None
    assert None in table.row_totals, "the total of a row less the 17 that stand elsewhere would tell"
    assert {1, 2} <= {filling[table_place(table, 0, 1)] for filling in solutions(table, ((0,), 17))}


def table_place(table: CountTable, row: int, column: int) -> int:
    places = [(r, c) for r, line in enumerate(table.cells) for c, cell in enumerate(line) if cell is None]
    return places.index((row, column))


def test_a_small_total_is_hidden_like_a_small_count():
    table = suppress(["a", "b"], ["x", "y", "z"], [[2, 20, 30], [0, 40, 50]], 2)
    assert table.column_totals[0] is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=2),
    st.sampled_from([(), (0,)]),
)
def test_no_small_count_can_be_worked_out(counts, columns):
    published = suppress([str(n) for n in range(len(counts))], ["x", "y"], counts, 2, known_columns=columns)
    table = said_exactly(published, counts)
    hidden = [(r, c) for r, line in enumerate(table.cells) for c, cell in enumerate(line) if cell is None]
    if all(not cell for line in table.cells for cell in line) and not any(table.row_totals + table.column_totals):
        return  # nothing is shown but zeros: there was nothing left to hide
    known = (columns, sum(line[c] for line in counts for c in columns)) if columns else None
    found = solutions(table, known)
    for place, (row, column) in enumerate(hidden):
        if counts[row][column] > 2:
            continue  # a larger count, hidden only to shield a small one
        assert {1, 2} <= {filling[place] for filling in found}
    totals = [(sum(line), shown_total) for line, shown_total in zip(counts, table.row_totals, strict=True)]
    totals += [
        (sum(line), shown_total)
        for line, shown_total in zip(zip(*counts, strict=True), table.column_totals, strict=True)
    ]
    assert all(shown_total is None for total, shown_total in totals if 1 <= total <= 2)


def test_a_cell_that_was_published_before_shields_nobody():
    """The first version showed 20; a second with the same counts must shield 5 by the other one, or by its total."""
    counts = [[5, 20, 40], [50, 60, 70]]
    fresh = suppress(["a", "b"], ["x", "y", "z"], counts, SMALL)
    assert fresh.cells[0] == (None, None, 40)
    again = suppress(["a", "b"], ["x", "y", "z"], counts, SMALL, public=[(0, 1)])
    assert again.cells[0] == (None, 20, None)
