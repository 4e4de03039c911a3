"""Risk bars, calibration and expected changes: figures on one scale with their words."""

import pytest
from chart_looks import records, shapes, written

from charts.calibration import Group, calibration
from charts.chart import Chart
from charts.expected_changes import Expectation, expected_changes
from charts.risk_bars import HorizonRisk, risk_bars
from charts.words import chance_in_words, count_in_words, join_in_words

THREE = HorizonRisk(3, 0.17, 0.11, 0.25, "about 1 in 6, plausibly 1 in 9 to 1 in 4", 0.065)
TWELVE = HorizonRisk(12, 0.48, 0.33, 0.63, "about 1 in 2, plausibly 1 in 3 to 3 in 5")


def risks(*horizons: HorizonRisk) -> Chart:
    return risk_bars(horizons, title="Even odds", caption="M6, provisional", filename="risk")


def test_bars_are_as_long_as_their_chance() -> None:
    bars = [r for r in records(risks(THREE, TWELVE).spec, "value") if "x2" in r]
    lengths = {r["label"]: r["x2"] - r["x"] for r in bars}
    assert lengths["12 months"] / lengths["3 months"] == pytest.approx(0.48 / 0.17)
    whole = [r["x"] for r in records(risks(THREE).spec, "text") if r["text"] in {"0%", "100%"}]
    assert lengths["12 months"] == pytest.approx(0.48 * (whole[1] - whole[0]))


def test_interval_words_and_base_stand_beside_the_bar() -> None:
    spec = risks(THREE, TWELVE).spec
    assert {(r["low"], r["high"]) for r in records(spec, "low")} == {(0.11, 0.25), (0.33, 0.63)}
    assert {THREE.words, TWELVE.words, "80% interval", "an ordinary post of this role"} <= set(written(spec))
    assert [r["reference"] for r in records(spec, "reference")] == [0.065]


def test_without_a_base_the_key_does_not_speak_of_one() -> None:
    assert "an ordinary post of this role" not in written(risks(TWELVE).spec)
    assert shapes(risks(TWELVE).spec) == set()


def test_the_table_of_risks_is_in_whole_percentages() -> None:
    table = risks(THREE).table
    assert table.rows == (("3 months", "17%", "11%", "25%", THREE.words, "6%"),)


def test_an_estimate_outside_its_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="within 6 months must lie inside its interval"):
        HorizonRisk(6, 0.5, 0.6, 0.7, "words")
    with pytest.raises(ValueError, match="shows its gap instead"):
        risks()


GROUPS = (Group("Lowest fifth", 0.07, 3, 62, 0.01, 0.13), Group("Highest fifth", 0.58, 33, 62, 0.41, 0.65))


def scored(*groups: Group) -> Chart:
    return calibration(groups, months=12, title="As said", caption="20 landmarks", filename="calibration")


def test_what_was_said_stands_beside_what_happened_with_counts() -> None:
    chart = scored(*GROUPS)
    assert [r["value"] for r in records(chart.spec, "value")] == pytest.approx([3 / 62, 33 / 62])
    assert [r["reference"] for r in records(chart.spec, "reference")] == [0.07, 0.58]
    assert "33 of 62 posts changed; we had said 58%" in written(chart.spec)
    assert chart.table.rows[1] == ("Highest fifth", 62, 36.0, 33, "58%", "53%")
    assert "In all 40 changes predicted, 36 seen." in chart.alternative


def test_seen_and_said_differ_in_shape() -> None:
    assert shapes(scored(*GROUPS).spec) == {"circle", "diamond"}


def test_no_tick_beyond_certainty() -> None:
    figures = [text for text in written(scored(Group("Only", 0.97, 62, 62, 0.9, 1.0)).spec) if text.endswith("%")]
    assert "100%" in figures
    assert not {"110%", "120%"} & set(figures)


@pytest.mark.parametrize(("changed", "posts"), [(5, 4), (-1, 4), (0, 0)])
def test_counts_that_cannot_be_are_refused(changed: int, posts: int) -> None:
    with pytest.raises(ValueError, match="cannot have changed hands"):
        Group("Lowest fifth", 0.1, changed, posts)


def test_nothing_scored_and_nothing_expected_are_empty_states() -> None:
    with pytest.raises(ValueError, match="empty state"):
        scored()
    with pytest.raises(ValueError, match="empty state"):
        expected_changes([], title="t", caption="c", filename="f")


def test_the_expected_number_stands_beside_last_years() -> None:
    rows = [Expectation("Programme", 112, 31.2, 25, 38, 28), Expectation("Directors", 17, 4.1, 2, 6, 0)]
    chart = expected_changes(rows, title="About 31", caption="M6", filename="expected")
    assert "31 of 112 posts, plausibly 25 to 38; 28 last year" in written(chart.spec)
    assert [r["reference"] for r in records(chart.spec, "reference")] == [28, 0]
    assert chart.table.rows[0] == ("Programme", 112, 31.2, 25, 38, 28)
    assert chart.alternative.endswith("Directors: 4.")


def test_an_expected_number_outside_its_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="lies outside 5 to 8"):
        Expectation("Programme", 20, 9, 5, 8)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0, "under 5%"),
        (0.049, "under 5%"),
        (0.05, "5%"),
        (0.336, "34%"),
        (0.95, "95%"),
        (0.951, "over 95%"),
        (1, "over 95%"),
    ],
)
def test_chances_are_whole_percentages_between_under_five_and_over_ninety_five(chance: float, words: str) -> None:
    assert chance_in_words(chance) == words


def test_a_chance_is_between_nought_and_one() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        chance_in_words(1.1)


def test_counts_and_lists_are_spoken() -> None:
    assert count_in_words(1, "post", "posts") == "1 post"
    assert count_in_words(0, "post", "posts") == "0 posts"
    assert join_in_words([]) == ""
    assert join_in_words(["a"]) == "a"
    assert join_in_words(["a", "b", "c"]) == "a, b and c"
