"""What holds for every picture of the product, whichever recipe drew it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import vl_convert
from chart_histories import CHANGES, EASTMARSH, ENGLAND, NEIGHBOURS, OUTCOME, OWN, ROWS, START, TODAY
from chart_looks import layers, problems, tree, written

from charts.calibration import Group, calibration
from charts.chart import LONGEST_ALTERNATIVE, Chart
from charts.expected_changes import Expectation, expected_changes
from charts.landscape import Axis, landscape_chart
from charts.profile_rows import Block, Line, Words, profile_rows
from charts.radar import Profile, radar
from charts.rating_trend import MonthlyMean, rating_trend
from charts.risk_bars import HorizonRisk, risk_bars
from charts.series import Figure, Series, series
from charts.svg import to_svg
from charts.through_line import Holding, Row, Segment, through_line

AWKWARD = "King's <script>alert(1)</script> & \"Lynn\" datum['x']"


def one(name: str = "Eastmarsh") -> Chart:
    row = Row(name, EASTMARSH.segments, name, EASTMARSH.events, EASTMARSH.stages, EASTMARSH.outlook)
    return through_line(
        [row],
        title="One director since 2020",
        caption="Register",
        filename="one",
        start=START,
        today=TODAY,
        outcome=OUTCOME,
    )


def many(name: str = "Eastmarsh") -> Chart:
    rows = [Row(name, EASTMARSH.segments, "No Wrong Door", EASTMARSH.events), *ROWS * 5]
    return through_line(rows, title="Most hold", caption="Register", filename="many", start=START, today=TODAY)


def a_series(name: str = "Ashmere") -> Chart:
    return series(
        Series(name, OWN.figures),
        measure="Re-referrals within 12 months",
        unit="%",
        title="Re-referrals fall",
        source="Children in need",
        filename="re-referrals",
        england=ENGLAND,
        neighbours=NEIGHBOURS,
        changes=CHANGES,
    )


def a_short_series(name: str = "Ashmere") -> Chart:
    return series(
        Series(name, (Figure("2024-25", date(2025, 3, 31), 0.0),)),
        measure="Children",
        unit="",
        title="One figure",
        source="Return",
        filename="short",
        decimals=0,
    )


def risks(name: str = "about 1 in 2") -> Chart:
    horizons = [HorizonRisk(3, 0.17, 0.1, 0.25, name, 0.06), HorizonRisk(12, 0.48, 0.33, 0.63, name)]
    return risk_bars(horizons, title="Even odds", caption="M6", filename="risk")


def scored(name: str = "Lowest fifth") -> Chart:
    groups = [Group(name, 0.07, 3, 62, 0.01, 0.13), Group("Highest fifth", 0.95, 62, 62, 0.9, 1.0)]
    return calibration(groups, months=12, title="As said", caption="20 landmarks", filename="calibration")


def expected(name: str = "Programme") -> Chart:
    rows = [Expectation(name, 112, 31.2, 25, 38, 28), Expectation("Directors", 17, 4.1, 2, 6)]
    return expected_changes(rows, title="About 31", caption="M6", filename="expected")


def a_landscape(name: str = "Ashmere") -> Chart:
    return landscape_chart(
        name=name,
        across=Axis(5 / 12, 2 / 6, 0.5, "Low: improving"),
        up=Axis(0.62, 0.2, 0.8, "4 of 6 known facts hold; facts only"),
        hatched=True,
        categories=(1, 3),
        title="Where it may stand",
        caption="As known on 28 November 2026",
        filename="landscape",
    )


ALTERNATIVE = "Scores from one to five with a line for each side. The table has every figure."


def rows_of_scores(name: str = "Ashmere") -> Chart:
    lines = (Line("You", "4", value=4, own=True), Line(name, "3.7", "3", "1.2 to 5", 3.7, 1.2, 5.0))
    said = Words("What others see", ALTERNATIVE, "360 of 3 November 2026", "profile")
    return profile_rows([Block(name, (*lines, Line("Partners", "not shown")))], said)


def a_radar(name: str = "Ashmere") -> Chart:
    profiles = [
        Profile("You", ("4",) * 5, (4.0,) * 5),
        Profile(name, ("3", "not shown", "4", "2", "5"), (3, None, 4, 2, 5)),
    ]
    said = Words("What others see", ALTERNATIVE, "360 of 3 November 2026", "radar")
    return radar([name, "b", "c", "d", "e"], profiles, said, [name, "b", "c", "d", "e"])


def a_rating_trend(name: str = "Ashmere") -> Chart:
    months = [
        MonthlyMean("Sep 2026", 3.2, 1.9, 4.5, "3.2", 5),
        MonthlyMean("Oct 2026"),
        MonthlyMean("Nov 2026", 4, 3, 5),
    ]
    return rating_trend(
        [(name, months), ("Honest challenge", months)],
        title="Months",
        told=name,
        caption="To a tenth",
        filename="pulse",
    )


RECIPES = [
    one,
    many,
    a_series,
    a_short_series,
    risks,
    scored,
    expected,
    a_landscape,
    rows_of_scores,
    a_radar,
    a_rating_trend,
]
Recipe = Callable[..., Chart]
every_recipe = pytest.mark.parametrize("recipe", RECIPES)


@every_recipe
@pytest.mark.parametrize("narrow", [False, True])
def test_the_schema_of_vega_lite_allows_it(recipe: Recipe, narrow: bool) -> None:
    chart = recipe()
    spec = chart.narrow if narrow else chart.spec
    assert spec is not None
    assert problems(spec) == []


@every_recipe
@pytest.mark.parametrize("narrow", [False, True])
def test_the_svg_passes_a_strict_content_policy(recipe: Recipe, narrow: bool) -> None:
    picture = to_svg(recipe(AWKWARD), narrow=narrow, prefix="a")
    root = tree(picture)
    assert root.tag.endswith("svg")
    for element in root.iter():
        assert "style" not in element.attrib
        assert not element.tag.endswith(("script", "style", "image", "foreignObject", "a"))
        assert not any(name.lower().startswith("on") for name in element.attrib)
    assert not re.search(r'(?:href|src)="(?!#)', picture)


@every_recipe
@pytest.mark.parametrize("narrow", [False, True])
def test_it_is_as_wide_as_its_page_and_keeps_its_view_box(recipe: Recipe, narrow: bool) -> None:
    root = tree(to_svg(recipe(), narrow=narrow, prefix="a"))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["viewBox"] == f"0 0 {width:g} {height:g}"
    # Nothing hangs out of the field by more than a hair's breadth.
    assert width - {True: (320,), False: (960, 630)}[narrow][-1 if width < 700 and not narrow else 0] <= 12


@every_recipe
def test_it_is_told_in_a_sentence_that_fits_and_is_not_its_title(recipe: Recipe) -> None:
    for name in ("Ashmere", "Bournemouth, Christchurch and Poole " * 9):
        chart = recipe(name)
        assert 40 <= len(chart.alternative) <= LONGEST_ALTERNATIVE
        assert chart.title not in chart.alternative


@every_recipe
def test_it_has_a_table_with_rows_and_a_csv(recipe: Recipe) -> None:
    chart = recipe("=1+1")
    lines = chart.to_csv().splitlines()
    assert len(lines) == len(chart.table.rows) + 1 >= 2
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line.split(","))


@every_recipe
def test_its_words_have_ink(recipe: Recipe) -> None:
    spec = recipe().spec
    assert len(written(spec)) >= 3
    assert ink(
        {"vconcat": [{"layer": [layer for layer in layers(spec) if layer["mark"]["type"] == "text"]}]} | look(spec)
    )


def look(spec: dict) -> dict:
    return {"config": spec["config"], "$schema": spec["$schema"]}


def ink(spec: dict) -> bool:
    """Whether the picture differs from the same picture with its text made transparent."""
    drawn = vl_convert.vegalite_to_png(spec, vl_version="6.4")
    config = {**spec["config"], "text": {**spec["config"]["text"], "opacity": 0}}
    blank = vl_convert.vegalite_to_png({**spec, "config": config}, vl_version="6.4")
    return drawn != blank and len(drawn) > len(blank)


def test_a_font_that_does_not_resolve_would_be_noticed() -> None:
    spec = risks().spec
    text = {**spec["config"]["text"], "font": "No Such Face"}
    assert not ink({**spec, "config": {**spec["config"], "text": text, "font": "No Such Face"}})


@every_recipe
def test_no_two_marks_that_differ_only_in_colour(recipe: Recipe) -> None:
    """Lines and points are told apart by thickness, dashes or shape as well."""
    told = [
        (
            layer["mark"]["type"],
            layer["mark"].get("shape"),
            layer["mark"].get("strokeWidth"),
            tuple(layer["mark"].get("strokeDash", ())),
        )
        for layer in layers(recipe().spec)
        if layer["mark"]["type"] == "line"
    ]
    assert len(told) == len(set(told))


def test_a_row_without_any_segment_can_be_drawn() -> None:
    chart = through_line([Row("Empty", ())], title="Nothing", caption="c", filename="f", start=START, today=TODAY)
    assert to_svg(chart)
    assert chart.table.rows == ()


def test_a_segment_that_starts_after_today_is_not_drawn() -> None:
    row = Row("Later", (Segment(date(2026, 1, 1), None, Holding.PERMANENT, new_person=True),))
    chart = through_line([row], title="Later", caption="c", filename="f", start=START, today=TODAY)
    assert chart.table.rows == ()
