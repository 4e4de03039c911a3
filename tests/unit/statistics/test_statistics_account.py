"""The account of a file adds up, whatever stands in its cells."""

import pytest
from factories.tidy import BARNSLEY, DORSET, ENGLAND, TODAY, authority, tidy
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.evidence.statistics.geography import Gazetteer
from outcomes.evidence.statistics.measure import Harvest
from outcomes.evidence.statistics.read import read_statistics
from outcomes.evidence.statistics.reconcile import reconcile
from outcomes.evidence.statistics.refusal import FileRefusedError
from outcomes.evidence.statistics.settle import settle

PLACES = (DORSET, BARNSLEY, ENGLAND, authority("942", "E06000063", "Cumberland"), authority("9", "E", "Nowhere"))
CELLS = st.sampled_from(
    ["0", "12", "100", "250", "c", "z", "x", "u", "low", "~", "", "NA", "-4", "00:10", "1e+05", "abc"]
)
KINDS = ("Children looked after on 31 March each year", "Children adopted")

ROW = st.fixed_dictionaries(
    {
        "population_type": st.sampled_from(KINDS),
        "population_estimate": CELLS,
        "children_count": CELLS,
        "rate_per_10000": CELLS,
        "time_period": st.sampled_from(["2022", "2023", "2024", "2030", "202324"]),
        "place": st.sampled_from(PLACES),
    }
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_rows_and_figures_read_are_all_accounted_for(gazetteer: Gazetteer, rows: list[dict[str, str]]):
    laid = [{**{name: cell for name, cell in row.items() if name != "place"}, **row["place"]} for row in rows]
    columns = ["population_type", "population_estimate", "children_count", "rate_per_10000"]
    try:
        reading = read_statistics(tidy(laid, columns), file_name="a", gazetteer=gazetteer, on=TODAY)
    except FileRefusedError:
        return
    account = reading.reconciliation
    ignored = sum(tally.count for tally in account.rows_ignored)
    rejected = sum(tally.count for tally in account.rows_rejected)
    assert account.rows_read == len(rows) == account.rows_stored + ignored + rejected
    assert account.figures_stored == len(reading.figures)
    stored = {figure.line for figure in reading.figures}
    assert account.rows_stored == len(stored)
    assert len({figure.key for figure in reading.figures}) == len(reading.figures)
    told = [line for tally in (*account.rows_ignored, *account.rows_rejected) for line in tally.lines]
    assert not stored & set(told)


def test_an_account_that_does_not_add_up_is_an_error():
    harvest = Harvest(rows=2)
    with pytest.raises(ArithmeticError, match="2 rows read and 0 told of"):
        reconcile(harvest, settle(harvest))
