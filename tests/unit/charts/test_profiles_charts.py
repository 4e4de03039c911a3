"""Rows of scores and the radar: what is hidden is drawn nowhere, and nothing is drawn through it."""

import math

import pytest
from chart_looks import layers, records, written

from charts.chart import Chart
from charts.profile_rows import Block, Line, Words, profile_rows
from charts.radar import Profile, radar

SAID = Words("What others see", "Dot plot of scores, with a line for each side.", "360 of 3 November 2026", "profile")
SPOKES = ("First", "Second", "Third", "Fourth", "Fifth")
OWN = Line("You", "4", "1", value=4, own=True)
HIDDEN = Line("Peers", "not shown", "fewer than 3", "not shown")
SHOWN = Line("Peers", "3.7", "3", "1.2 to 5", 3.7, 1.2, 5.0)


def rows(*lines: Line) -> Chart:
    return profile_rows([Block(name, lines) for name in SPOKES], SAID)


def web(values: tuple[float | None, ...]) -> Chart:
    shown = tuple("not shown" if value is None else str(value) for value in values)
    return radar(SPOKES, [Profile("All others", shown, values)], SAID, SPOKES)


def edges(chart: Chart) -> int:
    """How many lines the profile itself has: those of its colour and width, less the sample in the key."""
    lines = [layer for layer in layers(chart.spec) if layer["mark"].get("strokeWidth") == 2.5]
    return sum(len(layer["data"]["values"]) for layer in lines) - 1


def test_a_line_lies_where_its_score_is() -> None:
    chart = rows(OWN, SHOWN)
    places = {record["label"]: record["x"] for record in records(chart.spec, "label")}
    ticks = {record["text"]: record["x"] for record in records(chart.spec, "text") if record["text"] in "12345"}
    assert places["You"] == pytest.approx(ticks["4"])
    assert places["Peers"] == pytest.approx(ticks["3"] + 0.7 * (ticks["4"] - ticks["3"]))


def test_a_hidden_line_keeps_its_place_and_has_no_mark() -> None:
    hidden, shown = rows(OWN, HIDDEN), rows(OWN, SHOWN)
    assert hidden.spec["height"] == shown.spec["height"]
    assert written(hidden.spec).count("Peers: not shown") == 5
    assert {record["label"] for record in records(hidden.spec, "label")} == {"You"}
    assert [row[2:] for row in hidden.table.rows if row[1] == "Peers"] == [
        ("not shown", "fewer than 3", "not shown")
    ] * 5


def test_own_score_and_means_differ_in_shape() -> None:
    marks = {layer["mark"]["shape"] for layer in layers(rows(OWN, SHOWN).spec) if "shape" in layer["mark"]}
    assert marks == {"square", "circle"}


@pytest.mark.parametrize(
    "wrong",
    [{"value": 0.5}, {"value": 3, "low": 4, "high": 5}, {"low": 1, "high": 2}, {"value": 5, "low": 4, "high": 6}],
)
def test_a_line_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"must lie in its interval|has no interval"):
        Line("Peers", "x", **wrong)


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="no score"):
        profile_rows([Block("First", ())], SAID)


def test_a_whole_profile_is_closed() -> None:
    assert edges(web((4, 3, 5, 2, 1))) == 5


@pytest.mark.parametrize(
    ("values", "lines"), [((4, None, 5, 2, 1), 3), ((None, 3, None, 2, None), 0), ((None,) * 5, 0)]
)
def test_no_line_runs_through_a_hidden_value(values: tuple[float | None, ...], lines: int) -> None:
    chart = web(values)
    assert edges(chart) == lines
    points = [record["value"] for record in records(chart.spec, "value")]
    assert points == [value for value in values if value is not None]
    assert [row[1] for row in chart.table.rows].count("not shown") == list(values).count(None)


def test_the_first_spoke_points_up_and_the_others_follow_clockwise() -> None:
    spots = records(web((5, 5, 5, 5, 5)).spec, "value")
    centre = {"x": 280, "y": sum(spot["y"] for spot in spots) / 5}
    assert spots[0]["x"] == pytest.approx(centre["x"])
    assert spots[0]["y"] == min(spot["y"] for spot in spots)
    turn = math.degrees(math.atan2(spots[1]["x"] - centre["x"], centre["y"] - spots[1]["y"]))
    assert turn == pytest.approx(72, abs=0.5)


def test_three_profiles_or_a_short_one_are_refused() -> None:
    whole = Profile("x", ("1",) * 5, (1.0,) * 5)
    with pytest.raises(ValueError, match="one or two"):
        radar(SPOKES, [whole] * 3, SAID, SPOKES)
    with pytest.raises(ValueError, match="one value for each spoke"):
        radar(SPOKES, [Profile("x", ("1",), (1.0,))], SAID, SPOKES)


def test_what_is_hidden_is_nowhere_in_a_specification() -> None:
    """The recipe gets the token alone, so nothing else can be in what it makes."""
    for chart in (rows(HIDDEN), web((None,) * 5)):
        assert not records(chart.spec, "label")
        assert not records(chart.spec, "value")
