from datetime import date

import numpy as np
import pytest
from risk_histories import announced, day, plain_facts, seat, tenure

from leadership.risk.covariates import NO_NOTICE
from leadership.risk.gamma_poisson import fit
from leadership.risk.history import read
from leadership.risk.known import freeze
from leadership.risk.months import DAYS_IN_MONTH
from leadership.risk.past_landmarks import landmark_rows, landmark_windows
from leadership.risk.timing import learn_timing

LANDMARK = day("2025-01-01")
NOTHING = np.zeros(0, dtype=np.int64)


def past(*seats):
    history = read(freeze(seats, [], LANDMARK))
    windows = landmark_windows(history)
    return windows, landmark_rows(history, windows)


def told(windows, rows, person):
    mine = [n for n, place in enumerate(rows.stretch) if rows.stretches[place].holding.person == person]
    return [
        (
            date.fromordinal(int(windows.known[rows.window[n]])).isoformat(),
            int(windows.interval[rows.window[n]]),
            round(float(rows.months[n] * DAYS_IN_MONTH)),
            int(rows.event[n]),
        )
        for n in sorted(mine, key=lambda n: (windows.known[rows.window[n]], windows.interval[rows.window[n]]))
    ]


def test_each_quarter_in_post_is_a_landmark_and_each_interval_that_has_ended_a_row():
    windows, rows = past(seat("p", tenure("1", "ann", "2024-03-15")))
    assert told(windows, rows, "ann") == [
        ("2024-04-01", 0, 91, 0),
        ("2024-04-01", 1, 92, 0),
        ("2024-07-01", 0, 92, 0),
        ("2024-07-01", 1, 92, 0),
        ("2024-10-01", 0, 92, 0),
    ]
    first = np.flatnonzero(windows.known[rows.window] == day("2024-04-01").toordinal())
    assert sorted(rows.tenure[first] - 17 / DAYS_IN_MONTH) == pytest.approx([1.5, 4.5])


def test_a_departure_ends_its_row_and_leaves_none_behind_it():
    windows, rows = past(seat("p", tenure("1", "ann", "2024-01-01", "2024-08-11"), tenure("2", "bob", "2024-08-11")))
    assert told(windows, rows, "ann") == [
        ("2024-01-01", 0, 91, 0),
        ("2024-01-01", 1, 91, 0),
        ("2024-01-01", 2, 41, 1),
        ("2024-04-01", 0, 91, 0),
        ("2024-04-01", 1, 41, 1),
        ("2024-07-01", 0, 41, 1),
    ]


def test_the_status_is_that_of_the_landmark_and_a_confirmation_no_event():
    confirmed = seat(
        "p",
        tenure("1", "ann", "2024-04-01", "2024-08-01", status="interim", end_reason="confirmed"),
        tenure("2", "ann", "2024-08-01"),
    )
    windows, rows = past(confirmed)
    assert rows.event.sum() == 0
    by_day = {
        date.fromordinal(int(windows.known[w])).month: t for w, t in zip(rows.window, rows.temporary, strict=True)
    }
    assert by_day == {4: 1, 7: 1, 10: 0}


def test_without_past_landmarks_the_factors_are_the_priors():
    timing = learn_timing(NOTHING, NOTHING, NOTHING, np.zeros(0), np.zeros(0))
    assert timing.own == pytest.approx(np.exp([0, 0.05, 0.10]))
    assert timing.interim == pytest.approx(np.exp([0, 0.05, 0.10]))
    assert timing.noticed == pytest.approx(np.ones(3))
    assert timing.noticed_sd == pytest.approx([0.8, np.hypot(0.8, 0.7), np.hypot(0.8, 1.0)])


def test_the_factors_are_the_formula_worked_by_hand():
    """60 rows: 20 own in interval 2, 20 interims in interval 0, 20 noticed in the interval of their last day."""
    kind = np.repeat([0, 1, 2], 20)
    temporary = (kind == 1).astype(np.int64)
    interval = np.where(kind == 0, 2, 0)
    since = np.where(kind == 2, 0, NO_NOTICE)
    observed = np.tile([1.0, 0.0], 30)
    timing = learn_timing(temporary, interval, since, observed, np.full(60, 0.25))
    # The six-month interval counts half: 5 observed and 2.5 expected; shapes 16, 12.5 and 1 / (exp(0.64) - 1).
    assert timing.own[2] == pytest.approx((16 + 5) / (16 / np.exp(0.10) + 2.5))
    assert timing.interim[0] == pytest.approx((12.5 + 10) / (12.5 + 5))
    shape = 1 / np.expm1(0.64)
    assert timing.noticed[0] == pytest.approx((shape + 10) / (shape + 5))
    assert timing.noticed_sd[0] == pytest.approx(np.sqrt(np.log1p(1 / (shape + 10))))
    assert timing.own[0] == 1
    assert timing.factors(temporary, interval, since)[[0, 20, 40]] == pytest.approx(
        [timing.own[2], timing.interim[0], timing.noticed[0]]
    )


def always_goes(number):
    """A post whose holders announce three months ahead and always go on the day."""
    rows, said = [], []
    for year in range(2015, 2025):
        rows.append(tenure(f"{number}-{year}", f"{number}-{year}", f"{year}-02-01", f"{year + 1}-02-01"))
        said.append(announced(f"{year + 1}-01-31", f"{year}-11-15", person=f"{number}-{year}"))
    rows[-1] = tenure(f"{number}-2024", f"{number}-2024", "2024-02-01")
    return seat(f"Z{number:03d}", *rows, authority=f"Z{number:03d}", announcements=said)


def test_where_the_announced_always_go_an_announcement_comes_to_mean_it():
    seats = [always_goes(number) for number in range(6)]
    cut = freeze(seats, [plain_facts(one.authority) for one in seats], LANDMARK)
    model = fit(cut)
    assert model.timing.noticed[0] > 1.5
    prediction = model.predict(cut)[0]
    assert prediction.r3.estimate > 0.9
    first = prediction.drivers[0]
    assert (first.code, first.source) == ("announced", "local")
    assert first.multiplier == pytest.approx(12 * model.timing.noticed[0], rel=1e-3)
