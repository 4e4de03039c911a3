import pytest

from leadership.risk.model import Risk
from leadership.risk.wording import UNIT_TEXT, fraction, percentage, percentage_words, risk_words


@pytest.mark.parametrize(
    ("risk", "words"),
    [
        (Risk(0.34, 0.25, 0.41), "about 1 in 3 (plausibly 1 in 4 to 2 in 5)"),
        (Risk(0.20, 0.20, 0.20), "about 1 in 5"),
        (Risk(0.02, 0.01, 0.08), "under 5% (plausibly under 5% to 1 in 12)"),
        (Risk(0.02, 0.01, 0.04), "under 5%"),
        (Risk(0.97, 0.90, 0.99), "over 95% (plausibly 9 in 10 to over 95%)"),
        (Risk(0.80, 0.66, 0.99), "about 4 in 5 (plausibly 2 in 3 to over 95%)"),
    ],
)
def test_risks_in_words(risk, words):
    assert risk_words(risk) == words


def test_whole_percentages_with_ends():
    assert [percentage(risk) for risk in (0.049, 0.05, 0.172, 0.95, 0.951)] == [
        "under 5%",
        "5%",
        "17%",
        "95%",
        "over 95%",
    ]
    assert percentage_words(Risk(0.312, 0.25, 0.4)) == "31% (25% to 40%)"
    assert percentage_words(Risk(0.01, 0.01, 0.02)) == "under 5%"


def test_fractions_are_never_far_off():
    for step in range(50, 951):
        risk = step / 1000
        part, whole = fraction(risk).split(" in ")
        assert abs(int(part) / int(whole) - risk) <= 0.05


def test_the_standing_text_says_what_the_figure_is_not():
    assert "the post, not the person" in UNIT_TEXT
    assert "must not be used for a decision about a person" in UNIT_TEXT
