from risk_histories import day, seat, tenure

from leadership.risk.known import current_rows, first_known, freeze, superseded_refs
from leadership.risk.spells import holdings_of

LANDMARK = day("2025-01-01")


def holdings(*rows, **more):
    one = seat("p", *rows, **more)
    cut = freeze([one], [], LANDMARK)
    rows = current_rows(cut.seats[0], superseded_refs(cut))
    return holdings_of(cut.seats[0], rows, first_known(cut), LANDMARK)


def told(found):
    return [(one.person, str(one.start), str(one.end) if one.end else None, one.left) for one in found]


def test_a_departure_is_one_change_and_the_successors_arrival_none():
    found = holdings(tenure("1", "ann", "2020-01-01", "2022-01-01"), tenure("2", "bob", "2022-05-01"))
    assert told(found) == [("ann", "2020-01-01", "2022-01-01", True), ("bob", "2022-05-01", None, False)]


def test_a_confirmed_interim_has_not_left_but_the_clock_starts_anew():
    found = holdings(
        tenure("1", "ann", "2023-01-01", "2023-07-01", status="interim", end_reason="confirmed"),
        tenure("2", "ann", "2023-07-01"),
    )
    assert told(found) == [("ann", "2023-01-01", None, False)]
    assert [str(spell.clock_from) for spell in found[0].spells] == ["2023-01-01", "2023-07-01"]


def test_the_clock_runs_on_from_acting_to_interim_and_over_a_renewed_fixed_term():
    acting = holdings(
        tenure("1", "ann", "2023-01-01", "2023-07-01", status="acting"),
        tenure("2", "ann", "2023-07-01", status="interim"),
    )
    renewed = holdings(
        tenure("1", "ann", "2020-01-01", "2022-01-01", status="fixed_term"),
        tenure("2", "ann", "2022-01-01", status="fixed_term"),
    )
    made_permanent = holdings(
        tenure("1", "ann", "2020-01-01", "2022-01-01", status="fixed_term"),
        tenure("2", "ann", "2022-01-01"),
    )
    assert acting[0].spells[-1].clock_from == day("2023-01-01")
    assert renewed[0].spells[-1].clock_from == day("2020-01-01")
    assert made_permanent[0].spells[-1].clock_from == day("2022-01-01")


def test_back_within_a_month_is_not_left():
    back = holdings(tenure("1", "ann", "2020-01-01", "2022-01-01"), tenure("2", "ann", "2022-01-31"))
    gone = holdings(tenure("1", "ann", "2020-01-01", "2022-01-01"), tenure("2", "ann", "2022-03-01"))
    assert told(back) == [("ann", "2020-01-01", None, False)]
    assert [one.left for one in gone] == [True, False]


def test_acting_for_an_absent_holder_passes_the_role_and_passes_it_back():
    found = holdings(tenure("1", "ann", "2020-01-01"), tenure("2", "bob", "2023-01-01", "2023-04-01", status="acting"))
    assert told(found) == [
        ("ann", "2020-01-01", "2023-01-01", True),
        ("bob", "2023-01-01", "2023-04-01", True),
        ("ann", "2023-04-01", None, False),
    ]
    assert found[-1].spells[0].clock_from == day("2020-01-01")


def test_in_a_handover_the_newcomer_holds_the_role():
    found = holdings(tenure("1", "ann", "2023-01-01", "2023-07-15", status="interim"), tenure("2", "bob", "2023-07-01"))
    assert told(found) == [("ann", "2023-01-01", "2023-07-01", True), ("bob", "2023-07-01", None, False)]
    assert found[0].left_known_on == day("2023-07-01")


def test_a_post_that_closes_ends_its_last_holding_without_a_change():
    closed = {"closed_on": day("2024-04-01"), "close_known_on": day("2024-01-01")}
    assert not holdings(tenure("1", "ann", "2020-01-01", "2024-04-01"), **closed)[0].left
    reason = tenure("1", "ann", "2020-01-01", "2024-03-30", end_reason="post_closed")
    assert not holdings(reason, **closed)[0].left
    assert holdings(tenure("1", "ann", "2020-01-01", "2023-10-01"), **closed)[0].left


def test_an_end_that_lies_ahead_leaves_the_holder_in_post():
    found = holdings(tenure("1", "ann", "2020-01-01", "2025-03-01", end_known="2024-12-01"))
    assert told(found) == [("ann", "2020-01-01", None, False)]
    today = holdings(tenure("1", "ann", "2020-01-01", "2025-01-01"))
    assert told(today) == [("ann", "2020-01-01", "2025-01-01", True)]


def test_a_successor_who_is_only_announced_holds_nothing_yet():
    assert len(holdings(tenure("1", "ann", "2020-01-01"), tenure("2", "bob", "2025-02-01", known="2024-11-01"))) == 1


def test_a_corrected_row_is_not_counted_beside_its_correction():
    found = holdings(
        tenure("1", "ann", "2020-01-01", "2023-01-01"),
        tenure("2", "ann", "2020-01-01", "2023-02-01", supersedes="1", corrected_on=day("2024-01-01")),
    )
    assert told(found) == [("ann", "2020-01-01", "2023-02-01", True)]
    assert found[0].left_known_on == day("2023-01-01")


def test_each_holder_of_a_job_share_has_a_holding_and_a_clock():
    found = holdings(
        tenure("1", "ann", "2020-01-01"),
        tenure("2", "bob", "2021-01-01", "2023-01-01"),
        tenure("3", "cat", "2023-02-01"),
        job_share=True,
    )
    assert told(found) == [
        ("ann", "2020-01-01", None, False),
        ("bob", "2021-01-01", "2023-01-01", True),
        ("cat", "2023-02-01", None, False),
    ]
