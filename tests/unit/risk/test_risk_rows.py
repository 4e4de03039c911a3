from datetime import date

import numpy as np
import pytest
from risk_histories import day, seat, tenure

from leadership.risk.history import read
from leadership.risk.known import freeze
from leadership.risk.months import DAYS_IN_MONTH, add_months, month_edges
from leadership.risk.rows import coming_rows, coming_windows, past_rows, past_windows

LANDMARK = day("2025-01-01")


def past(*seats, landmark=LANDMARK):
    history = read(freeze(seats, [], landmark))
    windows = past_windows(history)
    return history, windows, past_rows(history, windows)


def test_months_are_added_to_the_end_of_shorter_months():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 1, 31), -2) == date(2023, 11, 30)
    assert [date.fromordinal(edge).isoformat() for edge in month_edges(date(2024, 11, 20), date(2025, 1, 16))] == [
        "2024-11-01",
        "2024-12-01",
        "2025-01-01",
        "2025-01-16",
    ]


def test_exposure_is_the_time_in_post_and_the_event_stands_in_its_last_month():
    one = seat("p", tenure("1", "ann", "2024-02-10", "2024-05-20"), tenure("2", "bob", "2024-06-15"))
    _, windows, rows = past(one)
    ann = rows.stretch == 0
    days = rows.months * DAYS_IN_MONTH
    assert np.allclose(days[ann], [20, 31, 30, 19])
    assert days.sum() == pytest.approx(100 + 200)
    assert rows.event.sum() == 1
    last = np.flatnonzero(rows.event)[0]
    assert date.fromordinal(int(windows.start[rows.window[last]])) == date(2024, 5, 1)
    assert rows.tenure[last] * DAYS_IN_MONTH == pytest.approx(81 + 19 / 2)


def test_a_landmark_within_a_month_counts_the_days_before_it():
    _, _, rows = past(seat("p", tenure("1", "ann", "2024-12-20")), landmark=day("2025-01-11"))
    assert np.allclose(rows.months * DAYS_IN_MONTH, [12, 10])


def test_a_confirmed_interim_gives_rows_of_both_kinds_and_no_event():
    one = seat(
        "p",
        tenure("1", "ann", "2024-07-01", "2024-10-01", status="interim", end_reason="confirmed"),
        tenure("2", "ann", "2024-10-01"),
    )
    _, _, rows = past(one)
    assert rows.temporary.tolist() == [1, 1, 1, 0, 0, 0]
    assert rows.event.sum() == 0
    assert rows.tenure[3] < 1


def test_without_a_complete_record_survivors_do_not_count_as_proof_of_safety():
    """Registers begin with today's holders: their years in post say nothing about those who left before them."""
    holder = seat("A-dcs", tenure("1", "ann", "2012-01-01"), observed_from=None)
    _, _, rows = past(holder)
    assert len(rows) == 0


def test_a_post_is_watched_from_the_first_departure_in_its_authority_and_role():
    first = {"observed_from": None}
    changed = seat("A-dcs", tenure("1", "ann", "2015-01-01", "2023-03-01"), tenure("2", "bob", "2023-03-01"), **first)
    other_role = seat("A-ad", tenure("3", "cat", "2015-01-01"), role="assistant_director", **first)
    elsewhere = [
        seat("B-ad", tenure("4", "dan", "2015-01-01", "2024-01-01"), authority="B", role="assistant_director", **first),
        seat("B-dcs", tenure("5", "eve", "2015-01-01"), authority="B", **first),
        seat("C-dcs", tenure("6", "fay", "2015-01-01"), authority="C", **first),
    ]
    history, _, rows = past(changed, other_role, *elsewhere)
    watched = {post.seat.post: post.observed_from and post.observed_from.isoformat() for post in history.posts}
    assert watched == {
        "A-dcs": "2023-03-01",
        "A-ad": "2024-01-01",
        "B-ad": "2024-01-01",
        "B-dcs": "2024-01-01",
        "C-dcs": None,
    }
    assert rows.event.sum() == 0
    assert {item.holding.person for item in rows.stretches} == {"bob", "cat", "eve"}


def test_a_post_opened_on_record_after_its_holder_came_is_watched_from_its_opening():
    one = seat("p", tenure("1", "ann", "2012-01-01", "2024-03-01"), opened_on=day("2024-01-01"), observed_from=None)
    _, _, rows = past(one)
    assert rows.months.sum() * DAYS_IN_MONTH == pytest.approx(60)
    assert rows.event.sum() == 1
    assert rows.tenure[0] > 140


def test_three_rows_are_ahead_of_every_holder_of_an_open_post():
    history = read(
        freeze(
            [
                seat("a", tenure("1", "ann", "2023-01-01")),
                seat("b", tenure("2", "bob", "2023-01-01", "2024-12-01")),
                seat("c", tenure("3", "cat", "2023-01-01"), closed_on=day("2024-12-31"), close_known_on=LANDMARK),
                seat("d", tenure("4", "dan", "2023-01-01"), closed_on=day("2025-05-17"), close_known_on=LANDMARK),
            ],
            [],
            LANDMARK,
        )
    )
    rows, windows = coming_rows(history), coming_windows(history)
    assert [item.post.seat.post for item in rows.stretches] == ["a", "d"]
    assert rows.months.reshape(-1, 3)[0].tolist() == [3, 3, 6]
    assert rows.months.reshape(-1, 3)[1] == pytest.approx([3, 136 / DAYS_IN_MONTH - 3, 0])
    assert rows.tenure[:3] == pytest.approx(731 / DAYS_IN_MONTH + np.asarray([1.5, 4.5, 9.0]))
    assert [date.fromordinal(int(end)).isoformat() for end in windows.end] == ["2025-04-01", "2025-07-01", "2026-01-01"]
