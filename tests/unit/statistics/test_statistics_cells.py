from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.catalogue.status import Status, combined
from outcomes.evidence.statistics.cells import BadCell, Cell, read_cell


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("0", "0", 0),
        ("67", "67", 0),
        ("330.30", "330.30", 2),
        ("4.5999999999999996", "4.6", 1),
        ("4.9000000000000004", "4.9", 1),
        ("11.999999999999998", "12", 0),
        ("-2.39", "-2.39", 2),
        ("1,250", "1250", 0),
        ("1e+05", "100000", 0),
        ("1.21e+07", "12100000", 0),
        ("-24044.00305", "-24044.00305", 5),
    ],
)
def test_numbers_are_kept_at_their_published_decimals(text: str, value: str, decimals: int):
    cell = read_cell(text)
    assert isinstance(cell, Cell)
    assert (cell.value, cell.status, cell.decimals) == (Decimal(value), Status.OK, decimals)


@pytest.mark.parametrize(
    ("text", "status"),
    [("c", "c"), ("C", "c"), (" z ", "z"), ("x", "x"), ("u", "u"), ("k", "k"), ("low", "low"), ("~", "k"), (":", "x")],
)
def test_symbols_are_kept_without_a_number(text: str, status: str):
    cell = read_cell(text)
    assert isinstance(cell, Cell)
    assert cell.value is None
    assert cell.status == status


@pytest.mark.parametrize("text", ["~", ":", "..", "1,250", "1e+05", "4.5999999999999996"])
def test_what_was_read_as_something_else_is_said(text: str):
    cell = read_cell(text)
    assert isinstance(cell, Cell)
    assert cell.notice


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is blank"),
        ("  ", "is blank"),
        ("NA", "left behind"),
        ("NULL", "left behind"),
        ("nan", "left behind"),
        ("-", "nil, negligible and missing"),
        ("*", "use c"),
        ("N/A", "not applicable or not available"),
        ("<5", "a bound"),
        ("\u0661\u0662", "neither a number nor a symbol"),
        ("00:10", "a length of time in years and months"),
        ("#REF!", "an error of a spreadsheet"),
        ("62.5 [1]", "neither a number nor a symbol"),
        ("62,5", "neither a number nor a symbol"),
        ("\u22125", "neither a number nor a symbol"),
        ("1e309", "neither a number nor a symbol"),
        ("inf", "left behind"),
        ("=1+1", "neither a number nor a symbol"),
    ],
)
def test_what_nobody_can_read_is_rejected_with_its_reason(text: str, words: str):
    cell = read_cell(text)
    assert isinstance(cell, BadCell)
    assert words in cell.reason


@given(st.integers(-(10**8), 10**8), st.integers(0, 4))
def test_float_residue_never_changes_a_published_number(digits: int, places: int):
    published = Decimal(digits).scaleb(-places)
    residue = repr(float(published) + 0.1 - 0.1)
    cell = read_cell(residue)
    if "e" not in residue:
        assert isinstance(cell, Cell)
        assert cell.value == published


def test_a_status_made_of_several_protects_people_first():
    assert combined([Status.OK, Status.OK]) is Status.OK
    assert combined([Status.NOT_AVAILABLE, Status.CONFIDENTIAL, Status.OK]) is Status.CONFIDENTIAL
    assert combined([Status.ROUNDS_TO_ZERO, Status.OK]) is Status.ROUNDS_TO_ZERO
