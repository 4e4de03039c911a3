"""A measure over time: gaps, stamps, labels and the table."""

from datetime import date
from decimal import Decimal

import pytest
from chart_histories import CHANGES, ENGLAND, NEIGHBOURS, OWN, year
from chart_looks import layers, records, written

from charts.axes import Tick, thin_out
from charts.chart import Chart
from charts.frame import Frame, nice_scale
from charts.lines import spread
from charts.series import Change, Figure, Neighbours, Series, series


def draw(own: Series = OWN, **changes: object) -> Chart:
    given: dict[str, object] = {
        "measure": "Re-referrals within 12 months",
        "unit": "%",
        "title": "Re-referrals fall",
        "source": "Children in need, published 30 October 2025",
        "filename": "re-referrals",
    }
    return series(own, **(given | changes))


def full() -> Chart:
    return draw(england=ENGLAND, neighbours=NEIGHBOURS, changes=CHANGES)


def test_a_confidential_figure_breaks_the_line_and_leaves_its_symbol() -> None:
    chart = full()
    own = [r for r in records(chart.spec, "run") if r["line"] == "Ashmere"]
    assert {(r["on"], r["run"]) for r in own} == {("2021-03-31", 0), ("2023-03-31", 1), ("2024-03-31", 1)}
    assert "c" in written(chart.spec)
    assert chart.table.rows[1][1] == "c"
    assert "c: confidential" in chart.caption


def test_a_figure_between_two_gaps_still_has_a_dot() -> None:
    lonely = Series("England", (year(2021, 22.0), year(2022, None, "x"), year(2023, 21.0), year(2024, None, "x")))
    dots = [
        layer
        for layer in layers(draw(england=lonely).spec)
        if layer["mark"]["type"] == "point" and layer["data"]["values"][0].get("line") == "England"
    ]
    assert {record["on"] for record in dots[0]["data"]["values"]} == {"2021-03-31", "2023-03-31"}


def test_lines_carry_their_names_and_latest_figures() -> None:
    assert {"Ashmere 19.6%", "Neighbours' median 20.6%", "England 21.8%"} <= set(written(full().spec))
    narrow = full().narrow
    assert narrow is not None
    assert {"Ashmere 19.6%", "Neighbours' median 20.6%", "England 21.8%"} <= set(written(narrow))


def test_the_neighbours_are_stamped() -> None:
    chart = full()
    assert "Neighbours: median of 9 of 10, 2025 model." in chart.caption
    assert chart.table.columns == (
        "Period",
        "Ashmere",
        "Neighbours' median",
        "Neighbours used",
        "England",
        "Change of leader since the period before",
    )
    assert chart.table.rows[0] == ("2020-21", Decimal("24.1"), Decimal("22.1"), "10 of 10", Decimal("22.7"), None)
    assert chart.table.rows[3] == ("2023-24", Decimal("19.6"), Decimal("20.6"), "9 of 10", Decimal("21.8"), None)


def test_a_change_of_leader_is_marked_and_told_in_its_period() -> None:
    chart = full()
    assert "new DCS" in written(chart.spec)
    assert chart.table.rows[2][5] == "new DCS, 1 September 2022"


def test_two_changes_close_together_keep_their_rules_and_lose_their_labels() -> None:
    close = (Change(date(2022, 9, 1), "interim DCS"), Change(date(2022, 10, 1), "new DCS"))
    chart = draw(changes=close)
    assert not {"interim DCS", "new DCS"} & set(written(chart.spec))
    rules = [r for layer in layers(chart.spec) if layer["mark"]["type"] == "rule" for r in layer["data"]["values"]]
    assert {"2022-09-01", "2022-10-01"} <= {r.get("on") for r in rules}
    assert chart.table.rows[2][2] == "interim DCS, 1 September 2022; new DCS, 1 October 2022"


def test_the_sentence_says_first_and_last_and_what_stands_beside() -> None:
    assert full().alternative == (
        "Line chart: Re-referrals within 12 months, 2020-21 to 2023-24. Ashmere: 24.1% in 2020-21, 19.6% in 2023-24. "
        "Neighbours' median: 20.6%. England: 21.8%."
    )


def test_an_authority_without_any_figure_is_said_to_have_none() -> None:
    none = Series("Ashmere", (year(2024, None, "x"),))
    assert "Ashmere has no published figure." in draw(none, england=ENGLAND).alternative
    with pytest.raises(ValueError, match="show the empty state"):
        draw(none)


def test_periods_only_others_have_are_on_the_axis() -> None:
    chart = draw(Series("Ashmere", (year(2024, 19.6),)), england=ENGLAND)
    assert [row[0] for row in chart.table.rows] == ["2020-21", "2021-22", "2022-23", "2023-24"]
    assert chart.table.rows[0][1] is None


@pytest.mark.parametrize(("value", "status"), [(1.0, "c"), (None, "ok")])
def test_a_value_and_a_symbol_exclude_one_another(value: float | None, status: str) -> None:
    with pytest.raises(ValueError, match="must have a value when its status is ok"):
        Figure("2024-25", date(2025, 3, 31), value, status)


def test_figures_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="not in order"):
        Series("Ashmere", (year(2024, 1.0), year(2023, 1.0)))


def test_a_median_without_counts_names_all_members() -> None:
    assert Neighbours((year(2024, 1.0),), 10, 2021).stamp() == "median of 10 of 10, 2021 model"


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([19.6, 24.1], [18, 20, 22, 24, 26]),
        ([3.0, 24.1], [0, 10, 20, 30]),
        ([0.0], [0, 0.5, 1]),
        ([7.0], [0, 2, 4, 6, 8]),
        ([-4.0, 4.0], [-4, -2, 0, 2, 4]),
        ([0.121, 0.134], [0.12, 0.125, 0.13, 0.135]),
    ],
)
def test_ticks_are_round_and_cover_every_value(values: list[float], ticks: list[float]) -> None:
    scale = nice_scale(values)
    assert scale[0] <= min(values)
    assert scale[-1] >= max(values)
    assert scale == pytest.approx(ticks)


def test_labels_move_apart_as_little_as_needed_and_stay_inside() -> None:
    assert spread([10, 50, 90], 20, 0, 100) == [10, 50, 90]
    assert spread([50, 52, 51], 20, 0, 100) == [50, 90, 70]
    assert spread([98, 99], 20, 0, 100) == [80, 100]
    assert spread([], 20, 0, 100) == []
    crowded = spread([5.0] * 8, 20, 0, 100)
    assert crowded == [20.0 * place for place in range(8)]


def test_an_axis_shows_as_many_labels_as_do_not_touch_and_always_the_last() -> None:
    frame = Frame(320, 200, 40, 300, 0, 180, date(2020, 1, 1), date(2026, 1, 1))
    ticks = [Tick(date(2020 + n // 4, 3 * (n % 4) + 3, 28), f"2020-21 Q{n % 4 + 1}") for n in range(23)]
    shown = thin_out(frame, ticks, keep_last=True)
    assert 2 <= len(shown) <= 3
    assert shown[-1] == ticks[-1]
    assert thin_out(frame, [], keep_last=True) == []
