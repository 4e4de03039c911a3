from math import log

import numpy as np
import pytest
from risk_histories import day, plain_facts, seat, tenure
from scipy.stats import chi2

from leadership.risk.known import freeze
from leadership.risk.measures import area_under_curve, brier, fifths, poisson_interval, recalibration
from leadership.risk.outcomes import Stored
from leadership.risk.scoring import score

TODAY = day("2025-01-01")


def stored(post, r12=0.2, *, landmark="2023-01-01", status="permanent", r3=None, r6=None):
    return Stored(day(landmark), post, "dcs", status, r3 or r12 / 4, r6 or r12 / 2, r12)


def left_on(post, ended, end_known=None, **more):
    return seat(
        post, tenure(f"{post}-1", f"{post}-1", "2020-01-01", ended, end_known=end_known), authority=post, **more
    )


def stayed(post):
    return seat(post, tenure(f"{post}-1", f"{post}-1", "2020-01-01"), authority=post)


def scored(predictions, *seats, today=TODAY):
    return score(predictions, freeze(seats, [plain_facts()], today))


def test_a_change_counts_in_the_horizons_that_it_falls_into():
    found = scored([stored("a"), stored("b")], left_on("a", "2023-05-01"), stayed("b"))
    assert {months: one.changes for months, one in found.horizons.items()} == {3: 0, 6: 1, 12: 1}
    year = found.horizons[12]
    assert (year.predictions, year.expected) == (2, pytest.approx(0.4))
    assert year.observed_over_expected.estimate == pytest.approx(2.5)
    assert year.brier == pytest.approx((0.8**2 + 0.2**2) / 2)


@pytest.mark.parametrize(
    ("ended", "changes"), [("2023-01-01", None), ("2023-01-02", 1), ("2023-04-01", 1), ("2023-04-02", 0)]
)
def test_a_window_ends_on_the_day_of_the_month_on_which_it_began(ended, changes):
    found = scored([stored("a")], left_on("a", ended))
    assert (found.horizons[3].changes if 3 in found.horizons else None) == changes


def test_a_change_that_was_not_yet_known_to_have_happened_is_not_scored():
    backdated = left_on("a", "2022-11-01", end_known="2023-02-01")
    found = scored([stored("a"), stored("b")], backdated, stayed("b"))
    assert found.horizons[12].predictions == 1
    assert found.left_out["the holder had already left, which was not known at the landmark"] == 1


def test_windows_still_open_and_posts_that_closed_are_left_out_and_counted():
    closed = left_on("c", "2023-09-01", closed_on=day("2023-09-01"), close_known_on=day("2023-08-01"))
    found = scored([stored("a", landmark="2024-04-01"), stored("b"), stored("c")], stayed("a"), stayed("b"), closed)
    assert {months: one.predictions for months, one in found.horizons.items()} == {3: 3, 6: 3, 12: 1}
    assert found.left_out == {"the post closed within 12 months": 1, "the window of 12 months is still open": 1}


def test_a_confirmed_interim_is_no_change():
    rows = (
        tenure("1", "ann", "2022-10-01", "2023-03-01", status="interim", end_reason="confirmed"),
        tenure("2", "ann", "2023-03-01"),
    )
    found = scored([stored("a", status="interim")], seat("a", *rows, authority="a"))
    assert found.horizons[12].changes == 0


def test_a_job_share_has_changed_when_either_holder_has_left():
    rows = (tenure("1", "ann", "2020-01-01"), tenure("2", "bob", "2021-01-01", "2023-08-01"))
    found = scored([stored("a")], seat("a", *rows, authority="a", job_share=True))
    assert (found.horizons[6].changes, found.horizons[12].changes) == (0, 1)


def test_one_change_in_several_windows_is_one_change():
    quarters = ["2023-01-01", "2023-04-01", "2023-07-01"]
    found = scored([stored("a", landmark=landmark) for landmark in quarters], left_on("a", "2023-09-01"))
    assert (found.horizons[12].changes, found.horizons[12].distinct_changes, found.landmarks) == (3, 1, 3)
    assert found.provisional


def test_the_integrated_score_is_the_mean_over_twelve_months_of_the_stored_curve():
    found = scored([stored("a", 0.4, r3=0.1, r6=0.2)], left_on("a", "2023-05-15"))
    hazards = {0: 0.0, 3: -log(0.9), 6: -log(0.8), 12: -log(0.6)}
    risks = 1 - np.exp(-np.interp(range(1, 13), list(hazards), list(hazards.values())))
    happened = np.asarray([0] * 4 + [1] * 8)
    assert found.integrated_brier == pytest.approx(float(np.mean((risks - happened) ** 2)))


def test_the_role_and_status_baseline_knows_only_what_was_known_then():
    seats = [left_on(f"s{n}", "2023-06-01") for n in range(30)]
    early = scored([stored("s0", landmark="2023-01-01")], *seats).horizons[12]
    later = scored([stored("s0", landmark="2023-01-01")], *seats, today=day("2024-06-01")).horizons[12]
    assert early.brier_role_status == later.brier_role_status
    # Thirty directors and three years each without a change: 1 event in 30 x 36 months and a little of the prior.
    months = 30 * (day("2023-01-01") - day("2020-01-01")).days / 30.4375 + 48
    assert early.brier_role_status == pytest.approx(np.exp(-12 / months) ** 2, abs=1e-6)


def test_a_hundred_changes_end_the_provisional_standing():
    seats = [left_on(f"s{n:03d}", "2023-06-01") for n in range(100)]
    enough = scored([stored(one.post) for one in seats], *seats)
    assert enough.horizons[12].distinct_changes == 100
    assert not enough.provisional
    assert scored([stored(one.post) for one in seats[:99]], *seats).provisional


def test_nothing_to_score_gives_an_empty_score():
    found = scored([], stayed("a"))
    assert found.horizons == {}
    assert found.integrated_brier is None
    assert found.fifths == ()
    assert found.provisional


def test_area_under_the_curve_counts_pairs_and_half_for_ties():
    risk = np.asarray([0.1, 0.4, 0.4, 0.8])
    observed = np.asarray([0.0, 0.0, 1.0, 1.0])
    pairs = [(0.4, 0.1), (0.4, 0.4), (0.8, 0.1), (0.8, 0.4)]
    expected = sum(1.0 if event > other else 0.5 if event == other else 0.0 for event, other in pairs) / 4
    assert area_under_curve(risk, observed) == pytest.approx(expected)
    assert area_under_curve(risk, np.zeros(4)) is None


def test_the_poisson_interval_is_exact_for_distinct_events():
    found = poisson_interval(10, 10, 8.0)
    assert found.estimate == 1.25
    assert found.low == pytest.approx(chi2.ppf(0.025, 20) / 2 / 8)
    assert found.high == pytest.approx(chi2.ppf(0.975, 22) / 2 / 8)
    overlapping = poisson_interval(40, 10, 32.0)
    assert (overlapping.low, overlapping.high) == pytest.approx((found.low, found.high))
    assert poisson_interval(0, 0, 2.0).low == 0
    assert poisson_interval(0, 0, 2.0).high == pytest.approx(3.689 / 2, abs=0.001)
    assert poisson_interval(0, 0, 0.0) is None


def test_recalibration_finds_slope_and_intercept():
    random = np.random.default_rng(3)
    truth = random.normal(-1.0, 1.0, 200_000)
    observed = (random.random(len(truth)) < 1 / (1 + np.exp(-truth))).astype(float)
    too_sure = 1 / (1 + np.exp(-(2 * truth + 0.5)))
    slope, intercept = recalibration(too_sure, observed)
    assert slope == pytest.approx(0.5, abs=0.02)
    assert intercept == pytest.approx(-0.25, abs=0.02)
    assert recalibration(np.asarray([0.2, 0.8]), np.asarray([0.0, 1.0])) == (None, None)
    assert recalibration(np.full(4, 0.3), np.asarray([0.0, 1.0, 0.0, 1.0])) == (None, None)


def test_fifths_go_from_the_lowest_risks_up():
    risk = np.asarray([0.9, 0.1, 0.5, 0.3, 0.7, 0.2])
    groups = fifths(risk, (risk > 0.4).astype(float))
    assert [group.predictions for group in groups] == [2, 1, 1, 1, 1]
    assert [group.mean_predicted for group in groups] == pytest.approx([0.15, 0.3, 0.5, 0.7, 0.9])
    assert [group.mean_observed for group in groups] == [0, 0, 1, 1, 1]
    assert brier(risk, risk) == 0
