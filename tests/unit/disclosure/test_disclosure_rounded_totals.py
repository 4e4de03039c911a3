"""Totals over hidden counts are to the nearest ten; what is published then stays open (14.1, 14.3 cases 10 to 13)."""

import numpy as np
import pytest

from disclosure.bounds import ranges
from disclosure.counts import rounded, shown_total, suppress


@pytest.mark.parametrize(("count", "printed"), [(0, 0), (4, 0), (5, 10), (14, 10), (15, 20), (104, 100), (105, 110)])
def test_fives_are_rounded_upwards(count: int, printed: int) -> None:
    assert rounded(count) == printed


def test_a_total_over_a_hidden_count_is_rounded_and_another_is_not() -> None:
    """14.3 case 10: 14 beside 9 would give 5. The second is hidden all the same: the total may be said yet."""
    table = suppress(["a", "b"], ["x", "y", "z"], [[9, 5, 0], [30, 41, 52]], 5)
    assert table.cells[0] == (None, None, 0)
    assert table.row_totals[0] == 10
    assert table.column_totals[2] == 52, "nothing of this column is hidden"
    assert table.column_totals[0] == 40


def test_a_year_over_a_hidden_quarter_is_rounded() -> None:
    """14.3 case 12: quarters as columns, the year as their total."""
    table = suppress(["north", "south"], ["Q1", "Q2", "Q3", "Q4"], [[21, 4, 33, 25], [40, 51, 62, 73]], 5)
    assert table.cells[0] == (None, None, 33, 25)
    assert table.row_totals == (80, 230)
    assert table.column_totals == (60, 60, 95, 98)


def test_a_total_that_rounds_to_zero_is_no_zero() -> None:
    """14.3 case 13: zero is shown as zero, so a total of hidden counts never reads 0."""
    assert shown_total(0, [None, None, 0]) == "k"
    assert shown_total(0, [0, 0]) == 0
    assert shown_total(None, [None]) == "c"
    assert shown_total(20, [None, 18]) == 20


def test_the_audit_reckons_with_totals_that_were_told_rounded() -> None:
    """A total that is hidden now and was 20 to the nearest ten last month lies between 15 and 24."""
    table = np.array([[12, 9, 21], [40, 40, 80], [52, 49, 101]])
    hidden = np.zeros(table.shape, dtype=bool)
    hidden[0] = True
    hidden[2] = True
    free = ranges(table, hidden, wanted=[(0, 0)])[0, 0]
    told = ranges(table, hidden, wanted=[(0, 0)], within={(0, 2): (15, 24)})[0, 0]
    assert free.greatest is None
    assert told.greatest == pytest.approx(23)
