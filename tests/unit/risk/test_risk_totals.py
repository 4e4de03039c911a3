import pytest
from risk_histories import council, day, plain_facts, seat, tenure

from leadership.risk.gamma_poisson import fit
from leadership.risk.known import freeze

LANDMARK = day("2025-01-01")


def programme(count):
    councils = [council(number) for number in range(count)]
    return freeze([one for seats, _ in councils for one in seats], [facts for _, facts in councils], LANDMARK)


def test_the_expected_number_is_the_sum_of_the_risks():
    cut = programme(8)
    model = fit(cut)
    predictions, totals = model.predict(cut), model.totals(cut)
    for code, total in totals.authorities.items():
        mine = [one.r12.estimate for one in predictions if one.authority == code and one.r12]
        assert total.posts == len(mine)
        assert total.expected == pytest.approx(sum(mine), abs=1e-4)
    assert totals.programme.expected == pytest.approx(
        sum(one.expected for one in totals.authorities.values()), abs=1e-4
    )
    assert totals.programme.posts == sum(one.posts for one in totals.authorities.values())


def test_intervals_hold_the_expected_number_and_are_repeatable():
    cut = programme(8)
    first, again = fit(cut).totals(cut), fit(cut).totals(cut)
    assert first == again
    for total in (first.programme, *first.authorities.values()):
        assert 0 <= total.low <= total.expected + 1
        assert total.expected - 1 <= total.high <= total.posts


def test_the_whole_is_surer_than_its_parts():
    totals = fit(cut := programme(12)).totals(cut)
    parts = sum(one.high - one.low for one in totals.authorities.values())
    assert totals.programme.high - totals.programme.low < parts


def test_the_interval_is_wider_than_that_of_independent_coins():
    cut = programme(12)
    model = fit(cut)
    risks = [one.r12.estimate for one in model.predict(cut) if one.r12]
    coins = sum(risk * (1 - risk) for risk in risks) ** 0.5 * 2 * 1.2816
    total = model.totals(cut).programme
    assert total.high - total.low > coins


def test_a_vacant_post_is_not_expected_to_change_hands():
    gone = seat("A-dcs", tenure("1", "ann", "2020-01-01", "2024-08-01"))
    cut = freeze([gone], [plain_facts()], LANDMARK)
    totals = fit(cut).totals(cut)
    assert totals.programme == totals.authorities["A"]
    assert (totals.programme.posts, totals.programme.expected, totals.programme.high) == (0, 0.0, 0)


def test_a_job_share_counts_as_one_post():
    shared = seat("A-dcs", tenure("1", "ann", "2020-01-01"), tenure("2", "bob", "2021-01-01"), job_share=True)
    cut = freeze([shared], [plain_facts()], LANDMARK)
    model = fit(cut)
    assert model.totals(cut).programme.posts == 1
    assert model.totals(cut).programme.expected == pytest.approx(model.predict(cut)[0].r12.estimate, abs=1e-5)
