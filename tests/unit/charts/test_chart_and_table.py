"""The chart's own rules, its table and its CSV file."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from charts.chart import LONGEST_ALTERNATIVE, Chart, alternative_of
from charts.table import Table

TABLE = Table(("Year", "Rate"), ((2024, 19.6),))


def chart(**changes: object) -> Chart:
    given = {
        "title": "Re-referrals fall",
        "alternative": "Line chart of re-referrals from 24% to 20%.",
        "caption": "Source: return",
        "spec": {},
        "table": TABLE,
        "filename": "re-referrals",
    }
    return Chart(**(given | changes))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": " "}, "needs a title"),
        ({"alternative": ""}, "needs a text alternative"),
        ({"alternative": "x" * 221}, "keep it to 220"),
        ({"alternative": "Re-referrals fall."}, "repeats the title"),
        ({"caption": "\n"}, "needs a caption"),
        ({"filename": "Re referrals.csv"}, "small letters"),
        ({"filename": "../secret"}, "small letters"),
    ],
)
def test_a_chart_without_its_words_is_refused(changes: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        chart(**changes)


def test_the_longest_alternative_is_allowed() -> None:
    assert chart(alternative="x" * LONGEST_ALTERNATIVE).alternative


def test_sentences_that_do_not_fit_are_left_out_whole() -> None:
    told = alternative_of(["First.", "S" * 200 + ".", "T" * 50 + ".", "Last."])
    assert told == f"First. {'S' * 200}."


def test_a_first_sentence_that_does_not_fit_is_cut() -> None:
    told = alternative_of(["word " * 60])
    assert len(told) <= LONGEST_ALTERNATIVE
    assert told.endswith("\u2026")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_words_a_spreadsheet_would_run_are_made_harmless(start: str) -> None:
    table = Table((f"{start}SUM(A1)", "b"), ((f"{start}cmd|' /C calc'!A0", "plain"),))
    head, row = csv.reader(io.StringIO(table.to_csv(), newline=""))
    assert head[0].startswith("'")
    assert row[0].startswith("'")
    assert row[1] == "plain"


def test_numbers_stay_numbers_and_missing_stays_empty() -> None:
    row = (-3, -0.5, Decimal("-1.50"), date(2026, 11, 28), None, "c")
    table = Table(tuple("abcdef"), (row,))
    assert table.to_csv() == "a,b,c,d,e,f\r\n-3,-0.5,-1.50,2026-11-28,,c\r\n"


def test_a_column_of_figures_with_a_symbol_is_still_numeric() -> None:
    table = Table(("Period", "Rate", "Note"), (("2023", "c", "x"), ("2024", 19.6, "y")))
    assert table.numeric_columns() == (False, True, False)


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="Row 2 has 1 cells; the table has 2 columns"):
        Table(("a", "b"), ((1, 2), (1,)))


def test_a_table_without_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one column"):
        Table((), ())
