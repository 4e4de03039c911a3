from math import exp, log

import numpy as np
import pytest
from risk_histories import announced, day, plain_facts, seat, tenure

from leadership.risk.covariates import COLUMN, covariates, multipliers, shares_recorded
from leadership.risk.facts import AuthorityFacts, ControlChange, Election, Inspection, Reorganisation
from leadership.risk.hazard_ratios import EFFECTS, Circumstance
from leadership.risk.history import read
from leadership.risk.known import freeze
from leadership.risk.rows import coming_rows, coming_windows

LANDMARK = day("2025-01-01")
NO_SHARES = dict.fromkeys(Circumstance, 0.0)


def values(circumstance, *seats, facts=None, landmark="2025-01-01"):
    """The values of a circumstance in the three intervals ahead of the holder of the first post."""
    history = read(freeze(seats, [facts or plain_facts()], day(landmark)))
    rows = coming_rows(history)
    found = covariates(history, rows, coming_windows(history))
    place = next(n for n, item in enumerate(rows.stretches) if item.post.seat.post == seats[0].post)
    return found.value[3 * place : 3 * place + 3, COLUMN[circumstance]].tolist()


def ratios(circumstance, *seats, facts=None):
    """The multipliers of a circumstance in the three intervals ahead of the holder of the first post."""
    history = read(freeze(seats, [facts or plain_facts()], LANDMARK))
    rows = coming_rows(history)
    found = multipliers(covariates(history, rows, coming_windows(history)), NO_SHARES)
    place = next(n for n, item in enumerate(rows.stretches) if item.post.seat.post == seats[0].post)
    return np.exp(found.log[3 * place : 3 * place + 3, COLUMN[circumstance]]).tolist()


def held(post="A-dcs", role="dcs", **more):
    return seat(post, tenure(post, f"{post}-person", "2022-01-01"), role=role, **more)


def inspected(*inspections):
    return AuthorityFacts(
        "A", inspections=tuple(Inspection(day(on), day(known), *grades) for on, known, *grades in inspections)
    )


def test_inadequate_is_recent_for_twelve_months_and_standing_after_them():
    bad = inspected(("2018-01-01", "2018-02-01", "good", "good"), ("2024-08-01", "2024-10-01", "inadequate", "good"))
    assert values(Circumstance.INADEQUATE_RECENT, held(), facts=bad) == [1, 1, 1]
    assert values(Circumstance.INADEQUATE_STANDING, held(), facts=bad) == [0, 0, 0]
    assert values(Circumstance.INADEQUATE_RECENT, held(), facts=bad, landmark="2024-09-30") == [0, 0, 0]
    assert values(Circumstance.INADEQUATE_RECENT, held(), facts=bad, landmark="2025-08-01") == [0, 0, 0]
    assert values(Circumstance.INADEQUATE_STANDING, held(), facts=bad, landmark="2025-08-01") == [1, 1, 1]


def test_impact_of_leaders_alone_can_be_inadequate_and_a_better_judgement_ends_it():
    bad = inspected(("2022-01-01", "2022-02-01", None, "inadequate"))
    assert values(Circumstance.INADEQUATE_STANDING, held(), facts=bad) == [1, 1, 1]
    better = inspected(("2022-01-01", "2022-02-01", None, "inadequate"), ("2024-01-01", "2024-02-01", None, "good"))
    assert values(Circumstance.INADEQUATE_STANDING, held(), facts=better) == [0, 0, 0]
    ungraded = inspected(("2022-01-01", "2022-02-01", None, "inadequate"), ("2024-01-01", "2024-02-01", None, None))
    assert values(Circumstance.INADEQUATE_STANDING, held(), facts=ungraded) == [1, 1, 1]


def test_nothing_on_record_is_not_the_same_as_nothing_wrong():
    nothing = AuthorityFacts(
        "A", reorganisations=(Reorganisation(day("2001-01-01"), day("2001-01-01"), None, "council"),)
    )
    for circumstance in (Circumstance.INADEQUATE_RECENT, Circumstance.CONTROL_CHANGED, Circumstance.ELECTION_AHEAD):
        assert np.isnan(values(circumstance, held(), facts=nothing)).all()
    assert np.isnan(values(Circumstance.CHIEF_EXECUTIVE_CHANGED, held())).all()
    assert values(Circumstance.CHIEF_EXECUTIVE_CHANGED, held(), held("A-ce", "chief_executive")) == [0, 0, 0]


def test_control_has_changed_only_when_the_value_differs():
    def control(*steps):
        return AuthorityFacts("A", control=tuple(ControlChange(day(on), day(on), party) for on, party in steps))

    changed = control(("2015-05-08", "Labour"), ("2024-05-03", "no overall control"))
    same = control(("2015-05-08", "Labour"), ("2024-05-03", "Labour"))
    after = control(("2015-05-08", "Labour"), ("2024-05-03", "Green"), ("2024-06-01", "Green"))
    assert values(Circumstance.CONTROL_CHANGED, held(), facts=changed) == [1, 1, 1]
    assert values(Circumstance.CONTROL_CHANGED, held(), facts=same) == [0, 0, 0]
    assert values(Circumstance.CONTROL_CHANGED, held(), facts=after) == [1, 1, 1]
    assert values(Circumstance.CONTROL_CHANGED, held(), facts=changed, landmark="2025-05-03") == [0, 0, 0]


def test_a_known_election_counts_in_the_interval_into_which_it_falls():
    facts = AuthorityFacts("A", elections=(Election(day("2025-05-01"), day("2024-11-01"), "all_out"),))
    member = held("A-lm", "lead_member")
    assert values(Circumstance.ELECTION, member, facts=facts) == pytest.approx([0, 31 / 91, 0])
    assert values(Circumstance.ELECTION_AHEAD, held(), facts=facts) == pytest.approx([1, 30 / 91, 0])
    # One month of three at four times the hazard: twice the hazard of the interval, not 4 to the power of a third.
    assert ratios(Circumstance.ELECTION, member, facts=facts)[1] == pytest.approx(1 + 31 / 91 * 3)
    assert ratios(Circumstance.ELECTION, held(), facts=facts) == [1, 1, 1]
    assert ratios(Circumstance.ELECTION_AHEAD, member, facts=facts) == [1, 1, 1]


def test_an_election_not_yet_called_is_not_known():
    facts = AuthorityFacts(
        "A",
        elections=(
            Election(day("2021-05-06"), day("2021-03-01"), "all_out"),
            Election(day("2025-05-01"), day("2025-03-01"), "all_out"),
        ),
    )
    assert values(Circumstance.ELECTION_AHEAD, held(), facts=facts) == [0, 0, 0]


def test_a_reorganisation_counts_from_its_start_to_its_end():
    facts = AuthorityFacts(
        "A", reorganisations=(Reorganisation(day("2024-01-01"), day("2023-11-01"), day("2025-04-01"), "council"),)
    )
    assert values(Circumstance.REORGANISATION, held(), facts=facts) == [1, 0, 0]
    assert values(Circumstance.REORGANISATION, held(), facts=plain_facts()) == [0, 0, 0]


def test_a_fixed_term_counts_in_the_six_months_before_its_end_and_after_it():
    def contract(ends, status="fixed_term"):
        row = tenure("1", "ann", "2022-01-01", status=status, contract_ends_on=day(ends) if ends else None)
        return values(Circumstance.CONTRACT_ENDS, seat("A-dcs", row))

    assert contract("2025-02-01") == [1, 1, 1]
    assert contract("2024-11-01") == [1, 1, 1]
    assert contract("2025-10-01") == pytest.approx([0, 1, 1])
    assert contract("2027-01-01") == [0, 0, 0]
    assert contract("2025-02-01", "interim") == [0, 0, 0]
    assert np.isnan(contract(None)).all()


def changed_post(post, role, changed_on, known=None, authority="A"):
    return seat(
        post,
        tenure(f"{post}-1", f"{post}-one", "2015-01-01", changed_on, end_known=known),
        tenure(f"{post}-2", f"{post}-two", changed_on, known=known),
        role=role,
        authority=authority,
    )


def test_changes_elsewhere_in_the_authority_are_counted_for_three_years():
    others = [
        changed_post("A-ce", "chief_executive", "2024-06-01"),
        changed_post("A-ad", "assistant_director", "2022-01-02"),
        changed_post("A-pm", "programme_manager", "2022-01-01"),
        changed_post("B-ce", "chief_executive", "2024-06-01", authority="B"),
    ]
    own = changed_post("A-dcs", "dcs", "2024-06-01")
    assert values(Circumstance.OTHER_CHANGES, own, *others) == [2, 2, 2]
    assert ratios(Circumstance.OTHER_CHANGES, own, *others) == pytest.approx([1.02**2] * 3)


def test_a_change_of_chief_executive_or_director_counts_for_a_year_once_known():
    chief = changed_post("A-ce", "chief_executive", "2024-06-01")
    assert values(Circumstance.CHIEF_EXECUTIVE_CHANGED, held(), chief) == [1, 1, 1]
    assert values(Circumstance.CHIEF_EXECUTIVE_CHANGED, held(), chief, landmark="2025-06-01") == [0, 0, 0]
    late = changed_post("A-ce", "chief_executive", "2024-12-01", known="2025-01-02")
    assert values(Circumstance.CHIEF_EXECUTIVE_CHANGED, held(), late) == [0, 0, 0]
    second_tier = held("A-ad", "assistant_director")
    assert values(Circumstance.DCS_CHANGED, second_tier, changed_post("A-dcs", "dcs", "2024-06-01")) == [1, 1, 1]
    assert ratios(Circumstance.DCS_CHANGED, second_tier, changed_post("A-dcs", "dcs", "2024-06-01"))[0] == 1.35


def test_two_other_posts_vacant_or_with_an_interim_are_a_gap():
    interim = seat("A-ce", tenure("1", "cat", "2024-01-01", status="interim"), role="chief_executive")
    vacant = seat("A-ad", tenure("2", "dan", "2020-01-01", "2024-10-01"), role="assistant_director")
    assert values(Circumstance.PEERS_VACANT, held(), interim, vacant) == [1, 1, 1]
    assert values(Circumstance.PEERS_VACANT, held(), interim) == [0, 0, 0]
    assert values(Circumstance.PEERS_VACANT, interim, held(), vacant) == [0, 0, 0]


def test_an_announced_departure_multiplies_from_the_interval_of_the_last_day_on():
    def warned(effective, known="2024-12-01", **more):
        return ratios(Circumstance.ANNOUNCED, held(announcements=[announced(effective, known, **more)]))

    soon = [12, 12 * exp(-0.7), 12 * exp(-1.5)]
    assert warned("2025-02-28") == pytest.approx(soon)
    assert warned("2024-12-31") == pytest.approx(soon)
    assert warned("2025-05-31") == pytest.approx([1, 12, 12 * exp(-0.7)])
    assert warned("2025-09-30") == pytest.approx([1, 1, 12])
    assert warned("2027-09-30") == [1, 1, 1]
    assert warned("2025-02-28", person="A-dcs-person") == pytest.approx(soon)
    assert warned("2025-02-28", person="somebody else") == [1, 1, 1]


def test_a_withdrawn_or_corrected_announcement_no_longer_counts():
    said = announced("2025-02-28", "2024-11-01")
    back = announced("2025-02-28", "2024-12-01", kind="departure_withdrawn")
    again = announced("2025-03-31", "2024-12-15")
    assert ratios(Circumstance.ANNOUNCED, held(announcements=[said, back])) == [1, 1, 1]
    assert ratios(Circumstance.ANNOUNCED, held(announcements=[said, back, again]))[0] == pytest.approx(12)
    corrected = announced("2025-02-28", "2024-11-01", superseded_on=day("2024-12-01"))
    assert ratios(Circumstance.ANNOUNCED, held(announcements=[corrected])) == [1, 1, 1]


def test_an_announcement_is_not_carried_over_to_the_successor():
    one = seat(
        "A-dcs",
        tenure("1", "ann", "2020-01-01", "2024-11-01"),
        tenure("2", "bob", "2024-11-01"),
        announcements=[announced("2024-10-31", "2024-08-01")],
    )
    assert ratios(Circumstance.ANNOUNCED, one) == [1, 1, 1]


def test_a_last_day_or_a_successors_start_known_ahead_is_a_notice():
    leaving = seat("A-dcs", tenure("1", "ann", "2020-01-01", "2025-03-01", end_known="2024-12-01"))
    awaited = seat("A-dcs", tenure("1", "ann", "2020-01-01"), tenure("2", "bob", "2025-03-01", known="2024-12-01"))
    confirmed = seat(
        "A-dcs",
        tenure(
            "1", "ann", "2024-06-01", "2025-03-01", end_known="2024-12-01", status="interim", end_reason="confirmed"
        ),
        tenure("2", "ann", "2025-03-01", known="2024-12-01"),
    )
    assert ratios(Circumstance.ANNOUNCED, leaving)[0] == pytest.approx(12)
    assert ratios(Circumstance.ANNOUNCED, awaited)[0] == pytest.approx(12)
    assert ratios(Circumstance.ANNOUNCED, confirmed) == [1, 1, 1]


def test_what_is_not_recorded_counts_with_the_usual_share_and_more_doubt():
    def of(internal, shares):
        one = seat("A-dcs", tenure("1", "ann", "2022-01-01", internal=internal))
        history = read(freeze([one], [plain_facts()], LANDMARK))
        rows = coming_rows(history)
        found = multipliers(covariates(history, rows, coming_windows(history)), shares)
        place = COLUMN[Circumstance.INTERNAL]
        return exp(found.log[0, place]), found.sd[0, place], bool(found.missing[0, place])

    shares = NO_SHARES | {Circumstance.INTERNAL: 0.4}
    assert of(True, shares) == pytest.approx((0.8, 0.35, False))
    assert of(False, shares) == pytest.approx((1.0, 0.0, False))
    ratio, sd, missing = of(None, shares)
    assert ratio == pytest.approx(0.6 + 0.4 * 0.8)
    assert missing
    assert sd > 0.35 * 0.4 * 0.8


def test_shares_come_from_the_record_and_start_from_what_is_usual():
    rows = [
        seat(f"{n}-dcs", tenure(f"{n}", f"p{n}", "2022-01-01", internal=n < 3), authority=f"A{n}") for n in range(10)
    ]
    history = read(freeze(rows, [], LANDMARK))
    coming = coming_rows(history)
    found = covariates(history, coming, coming_windows(history))
    shares = shares_recorded(found, coming.months)
    usual = EFFECTS[Circumstance.INTERNAL].default_share
    assert shares[Circumstance.INTERNAL] == pytest.approx((3 * 12 + 60 * usual) / (10 * 12 + 60))
    assert shares[Circumstance.INADEQUATE_RECENT] == EFFECTS[Circumstance.INADEQUATE_RECENT].default_share


def test_the_ratios_of_the_specification_stand_in_the_table():
    def hr(circumstance, role):
        ratio = EFFECTS[circumstance].ratio_for(role)
        return (ratio.median, ratio.log_sd) if ratio else None

    assert hr(Circumstance.ANNOUNCED, "practice_lead") == (12.0, 0.8)
    assert hr(Circumstance.INADEQUATE_RECENT, "dcs") == (2.0, 0.35)
    assert hr(Circumstance.INADEQUATE_RECENT, "chief_executive") == (1.4, 0.35)
    assert hr(Circumstance.INADEQUATE_RECENT, "lead_member") is None
    assert hr(Circumstance.INADEQUATE_STANDING, "dcs") == (1.25, 0.35)
    assert hr(Circumstance.CHIEF_EXECUTIVE_CHANGED, "dcs") == (1.4, 0.35)
    assert hr(Circumstance.CHIEF_EXECUTIVE_CHANGED, "assistant_director") is None
    assert hr(Circumstance.DCS_CHANGED, "assistant_director") == (1.35, 0.35)
    assert [hr(Circumstance.CONTROL_CHANGED, role)[0] for role in ("lead_member", "chief_executive", "dcs")] == [
        3,
        1.6,
        1.15,
    ]
    assert hr(Circumstance.ELECTION, "lead_member") == (4.0, 0.35)
    assert hr(Circumstance.ELECTION_AHEAD, "dcs") == (1.1, 0.35)
    assert hr(Circumstance.REORGANISATION, "lead_member") == (1.5, 0.35)
    assert hr(Circumstance.CONTRACT_ENDS, "programme_manager") == (2.5, 0.35)
    assert hr(Circumstance.PEERS_VACANT, "lead_member") == (1.25, 0.35)
    assert hr(Circumstance.OTHER_CHANGES, "dcs") == (1.02, 0.03)
    assert hr(Circumstance.INTERNAL, "dcs") == (0.8, 0.35)
    assert hr(Circumstance.INTERNAL, "chief_executive") is None
    assert EFFECTS[Circumstance.ANNOUNCED].ratios[0].log_mean == pytest.approx(log(12))
