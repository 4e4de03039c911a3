"""Monthly means: a dot with its interval for each, and no trace of a month in which too few answered."""

import json

import pytest

from charts.rating_trend import WITHHELD, MonthlyMean, rating_trend

MONTHS = [
    MonthlyMean("Sep 2026", 3.2, 1.9, 4.5, "3.2", 5),
    MonthlyMean("Oct 2026"),
    MonthlyMean("Nov 2026", 4, 3, 5, "4.0", 6),
]


def draw(months=MONTHS):
    return rating_trend([("Shared purpose", months)], title="Months", told="Up.", caption="x", filename="pulse")


def marks(chart, kind: str) -> list[dict]:
    return [
        record for layer in chart.spec["layer"] if layer["mark"]["type"] == kind for record in layer["data"]["values"]
    ]


def test_each_month_has_a_dot_within_its_interval_and_no_line_joins_them() -> None:
    dots, chart = marks(draw(), "point"), draw()
    assert len(dots) == 2
    assert dots[0]["y"] > dots[1]["y"], "the higher mean stands higher"
    assert dots[0]["x"] < dots[1]["x"]
    assert not [layer for layer in chart.spec["layer"] if layer["mark"]["type"] == "line"]


def test_a_month_of_too_few_says_so_and_nothing_else() -> None:
    chart = draw([MONTHS[1]])
    assert chart.table.rows == (("Oct 2026", "Shared purpose", WITHHELD, None, None, WITHHELD),)
    assert marks(chart, "point") == []
    assert json.dumps(chart.spec) == json.dumps(draw([MonthlyMean("Oct 2026", answers=2)]).spec)
    assert draw([MonthlyMean("Oct 2026", answers=2)]).table == chart.table


def test_the_table_begins_with_the_newest_month() -> None:
    assert [row[0] for row in draw().table.rows] == ["Nov 2026", "Oct 2026", "Sep 2026"]


def test_a_mean_without_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="comes with its interval"):
        MonthlyMean("Nov 2026", 4.0)
    with pytest.raises(ValueError, match="no month"):
        draw([])
