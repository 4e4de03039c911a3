import numpy as np
import pytest
from simulation_days import END

from core.quarters import Quarter
from simulation.activity.counts import Count
from simulation.activity.demand import simulate_demand
from simulation.activity.grid import last_completed
from simulation.activity.noise import Share, count_share, drift, flow_in_and_out, rolling_year
from simulation.streams import stream

COUNCILS, QUARTERS = 300, 40


@pytest.fixture(scope="module")
def referrals() -> np.ndarray:
    """Referrals of three hundred councils of England's sizes, without any programme."""
    rng = stream(8, "sizes")
    children = np.repeat(np.exp(rng.normal(11.1, 0.6, COUNCILS))[:, None], QUARTERS, axis=1)
    counts = simulate_demand(
        rng.standard_normal(COUNCILS), children, np.zeros((COUNCILS, QUARTERS)), stream(8, "demand")
    )
    return counts[Count.REFERRALS].astype(float)


def changes(counts: np.ndarray, lag: int) -> np.ndarray:
    return np.abs(counts[:, lag:] / counts[:, :-lag] - 1)


def test_referrals_have_the_published_seasonal_shares(referrals):
    shares = [100 * referrals[:, quarter::4].sum() / referrals.sum() for quarter in range(4)]
    assert shares == pytest.approx([25.3, 23.9, 25.3, 25.5], abs=0.5)


def test_referrals_move_from_quarter_to_quarter_as_the_published_ones_do(referrals):
    moved = changes(referrals, 1)
    assert np.median(moved) == pytest.approx(0.102, abs=0.015)
    assert np.quantile(moved, 0.95) == pytest.approx(0.376, abs=0.08)


def test_referrals_move_from_year_to_year_as_the_published_ones_do(referrals):
    moved = changes(referrals, 4)
    assert np.median(moved) == pytest.approx(0.158, abs=0.03)
    assert np.quantile(moved, 0.95) == pytest.approx(0.638, abs=0.15)


def test_a_drift_has_the_memory_and_spread_it_is_given():
    path = drift((400, 60), memory=0.8, spread=0.3, rng=stream(1, "drift"))
    assert path.std() == pytest.approx(0.3, rel=0.05)
    assert np.corrcoef(path[:, :-1].ravel(), path[:, 1:].ravel())[0, 1] == pytest.approx(0.8, abs=0.03)


def test_heavy_tails_make_large_jumps_and_keep_the_spread():
    calm = drift((400, 60), memory=0.0, spread=1.0, rng=stream(2, "drift"))
    jumpy = drift((400, 60), memory=0.0, spread=1.0, rng=stream(2, "drift"), tails=3)
    assert np.abs(jumpy).max() > 1.5 * np.abs(calm).max()
    assert jumpy.std() == pytest.approx(1.0, rel=0.15)


@pytest.mark.parametrize("same_children", [0.0, 0.85])
def test_a_share_has_its_mean_and_its_spread_between_councils(same_children):
    share = Share(20, 4, 2, same_children=same_children)
    whole = np.full((300, 40), 5_000)
    counted = count_share(share, np.zeros(300), whole, stream(3, "share")) / whole
    assert counted.mean() == pytest.approx(0.20, abs=0.01)
    assert counted.mean(axis=1).std() == pytest.approx(0.04, rel=0.15)
    assert counted.min() >= 0
    assert counted.max() <= 1


def test_counts_of_the_same_children_resemble_each_other_from_quarter_to_quarter():
    whole = np.full((200, 40), 200)
    steps = [
        np.abs(
            np.diff(count_share(Share(20, 4, 0.01, same_children=same), np.zeros(200), whole, stream(4, "s")))
        ).mean()
        for same in (0.0, 0.85)
    ]
    assert steps[1] < 0.6 * steps[0]


def test_nobody_is_lost_or_made_between_coming_and_leaving():
    rng = stream(5, "flow")
    coming = rng.poisson(50, (20, 30))
    left, stock = flow_in_and_out(np.full(20, 150.0), coming, np.full((20, 30), 0.25), rng)
    before = np.concatenate([np.full((20, 1), 150), stock[:, :-1]], axis=1)
    assert (before + coming - left == stock).all()
    assert stock.mean() == pytest.approx(150, rel=0.05)


def test_a_rolling_year_sums_four_quarters():
    counts = np.arange(1, 9)[None, :]
    assert rolling_year(counts).tolist() == [[1, 3, 6, 10, 14, 18, 22, 26]]


def test_the_last_completed_quarter_has_ended():
    assert last_completed(END) == Quarter(2026, 2)
    assert last_completed(Quarter(2026, 2).ends_on) == Quarter(2026, 2)


def test_parts_never_outgrow_their_whole(activity):
    counts = activity.counts
    for part, whole in [
        (Count.REREFERRALS, Count.REFERRALS),
        (Count.ASSESSED_IN_TIME, Count.ASSESSMENTS),
        (Count.PLANS_REPEATED, Count.PLANS_STARTED),
        (Count.CARE_ALONE, Count.CARE),
        (Count.CARE_LONG_STABLE, Count.CARE_LONG),
        (Count.CARE_MISSING_12M, Count.CARE_12M),
        (Count.RETURNED, Count.RETURN_POOL),
    ]:
        assert (counts[part] <= counts[whole]).all()
        assert (counts[part] >= 0).all()


def test_children_in_care_add_up_from_one_quarter_to_the_next(activity):
    care, started, ceased = (activity.counts[c] for c in (Count.CARE, Count.CARE_STARTED, Count.CARE_CEASED))
    assert (care[:, :-1] + started[:, 1:] - ceased[:, 1:] == care[:, 1:]).all()


def test_social_workers_add_up_from_one_quarter_to_the_next(activity):
    workers = activity.workforce
    moved = workers.in_post[:, :-1] - workers.leavers[:, 1:] + workers.starters[:, 1:]
    assert np.allclose(moved, workers.in_post[:, 1:], atol=1e-6)
