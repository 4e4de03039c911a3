"""A file of quarterly figures is read whole or refused with every problem."""

from decimal import Decimal

import pytest

from core.csv_problems import Problems
from core.quarters import Quarter
from outcomes.catalogue.indicators import list_indicators
from outcomes.collection.observation.figures_file import FigureRow, check_figures, read_figures

CODE = list_indicators()[0].code
HEAD = "authority_code,quarter,indicator_code,value,numerator,denominator,status\n"
GOOD = f"Z001,2025-26 Q1,{CODE},12.5,25,200,ok\nZ001,2025-26 Q2,{CODE},,,,c\n"


def problems_of(rows: str, stored: dict | None = None) -> list[tuple[int, str, str]]:
    problems = Problems()
    check_figures(read_figures((HEAD + rows).encode(), problems), {"Z001"}, stored or {}, problems)
    return [(problem.line, problem.column, problem.message) for problem in problems.in_order()]


def test_figures_are_read_with_their_status():
    problems = Problems()
    table = read_figures((HEAD + GOOD).encode(), problems)
    assert [item.row for item in check_figures(table, {"Z001"}, {}, problems)] == [
        FigureRow("Z001", Quarter(2025, 1), CODE, Decimal("12.5"), Decimal(25), Decimal(200), "ok"),
        FigureRow("Z001", Quarter(2025, 2), CODE, None, None, None, "c"),
    ]
    assert problems.found == []


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (f"Z002,2025-26 Q1,{CODE},1,,,ok", "authority_code", "no authority has the code Z002"),
        (f"Z001,2025-27 Q1,{CODE},1,,,ok", "quarter", "is not a quarter"),
        ("Z001,2025-26 Q1,NONE,1,,,ok", "indicator_code", "not in the catalogue"),
        (f"Z001,2025-26 Q1,{CODE},,,,ok", "value", "the value is blank"),
        (f"Z001,2025-26 Q1,{CODE},1,,,c", "value", "the status is c and there is a number"),
        (f"Z001,2025-26 Q1,{CODE},,3,,x", "numerator", "the status is x"),
        (f'Z001,2025-26 Q1,{CODE},"1,5",,,ok', "value", "is not a number"),
        (f"Z001,2025-26 Q1,{CODE},1e3,,,ok", "value", "is not a number"),
        (f"Z001,2025-26 Q1,{CODE},1,,,fine", "status", "not a word of this column"),
        (f"Z001,2025-26 Q1,{CODE},2,,,ok\nZ001,2025-26 Q1,{CODE},2,,,ok", "authority_code", "stands on line 2 already"),
    ],
)
def test_a_wrong_figure_is_named(row: str, column: str, words: str):
    found = problems_of(row + "\n")
    assert [(each[1], words in each[2]) for each in found] == [(column, True)], found


def test_an_approved_figure_is_not_replaced():
    stored = FigureRow("Z001", Quarter(2025, 1), CODE, Decimal("12.50"), Decimal(25), Decimal(200), "ok")
    assert problems_of(GOOD, {stored.key: stored}) == []
    other = FigureRow("Z001", Quarter(2025, 1), CODE, Decimal(13), Decimal(26), Decimal(200), "ok")
    assert [(line, column) for line, column, _ in problems_of(GOOD, {other.key: other})] == [(2, "value")]
