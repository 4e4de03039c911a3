"""What the capped process hands over comes back as it was, whatever cells hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.collection.intake.answer import CELLS, ROWS, UNREADABLE, Row, pack, record_of, unpack

TEXT = st.text(st.characters(exclude_characters=ROWS + CELLS), max_size=8)
SHEETS = st.lists(st.tuples(st.integers(1, 99_999), st.lists(TEXT, min_size=1, max_size=4)), max_size=5)


def handed_over(answer: dict[str, Any], rows: list[tuple[int, list[str]]]) -> tuple[dict[str, Any], tuple[Row, ...]]:
    return unpack(pack(answer, [number for number, _ in rows], [record_of(cells) for _, cells in rows]))


@given(SHEETS)
def test_rows_come_back_as_they_were(rows: list[tuple[int, list[str]]]) -> None:
    answer = {"sheet": "Return \u2013 1\n", "blank": 2}
    assert handed_over(answer, rows) == (answer, tuple((number, tuple(cells)) for number, cells in rows))


@pytest.mark.parametrize("sign", [ROWS, CELLS])
def test_what_parts_rows_and_cells_stays_unreadable_in_a_cell(sign: str) -> None:
    _, rows = handed_over({}, [(2, ["a", f"1{sign}2", ""]), (3, ["b", "", "c"])])
    assert rows == ((2, ("a", f"1{UNREADABLE}2", "")), (3, ("b", "", "c")))


@pytest.mark.parametrize(
    "written",
    [b"", b"no JSON", b"[{}]\n", b"[{},[1,2]]\na", b"[{},[1]]\n\xff", b"5\n", b"[1,2]\n", b"{}\n", b"[{},1]\n"],
)
def test_what_was_not_handed_over_so_is_no_answer(written: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        unpack(written)
