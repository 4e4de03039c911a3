import pytest

from leadership.risk.bands import STANDING_TEXT, RiskBand, band_of, settle
from leadership.risk.priors import base_risk

LOW, MEDIUM, HIGH, VERY_HIGH = RiskBand


@pytest.mark.parametrize(
    ("months", "limits"), [(12, (0.15, 0.25, 0.50)), (6, (0.08, 0.15, 0.40)), (3, (0.05, 0.10, 0.30))]
)
def test_limits_are_fixed_and_belong_to_the_higher_band(months, limits):
    for limit, below, above in zip(limits, (LOW, MEDIUM, HIGH), (MEDIUM, HIGH, VERY_HIGH), strict=True):
        assert band_of(limit - 1e-6, months) is below
        assert band_of(limit, months) is above
    assert band_of(0.0, months) is LOW
    assert band_of(1.0, months) is VERY_HIGH


def test_an_ordinary_permanent_director_is_medium_and_the_text_says_so():
    assert band_of(base_risk("dcs", "permanent")) is MEDIUM
    assert "ordinary permanent director is Medium" in STANDING_TEXT


@pytest.mark.parametrize(
    ("risk", "previous", "shown"),
    [
        (0.26, MEDIUM, MEDIUM),
        (0.2799, MEDIUM, MEDIUM),
        (0.28, MEDIUM, HIGH),
        (0.24, HIGH, HIGH),
        (0.22, HIGH, MEDIUM),
        (0.27, LOW, MEDIUM),
        (0.60, LOW, VERY_HIGH),
        (0.10, VERY_HIGH, LOW),
        (0.13, VERY_HIGH, MEDIUM),
        (0.20, MEDIUM, MEDIUM),
    ],
)
def test_a_band_is_left_only_three_points_beyond_its_limit(risk, previous, shown):
    assert settle(risk, previous=previous, hard_fact_changed=False) is shown


def test_a_hard_fact_or_a_first_prediction_lets_the_limits_decide():
    assert settle(0.26, previous=MEDIUM, hard_fact_changed=True) is HIGH
    assert settle(0.26, previous=None, hard_fact_changed=False) is HIGH


def test_labels_are_words():
    assert [band.label for band in RiskBand] == ["Low", "Medium", "High", "Very high"]
