from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from risk_histories import announced, council, day, plain_facts, seat, tenure

from leadership.risk.facts import AuthorityFacts, ControlChange, Election, Inspection, Reorganisation, Seat
from leadership.risk.gamma_poisson import fit
from leadership.risk.known import current_rows, first_known, freeze, superseded_refs

LANDMARK = day("2024-07-01")


def frozen_seat(one: Seat, landmark=LANDMARK) -> Seat:
    return freeze([one], [], landmark).seats[0]


def test_an_end_counts_once_it_is_known():
    row = tenure("t", "ann", "2020-01-01", "2024-03-01", end_known="2024-07-02", end_reason="retirement")
    kept = frozen_seat(seat("p", row)).tenures[0]
    assert (kept.ended_on, kept.end_known_on, kept.end_reason) == (None, None, None)
    assert frozen_seat(seat("p", row), day("2024-07-02")).tenures[0] == row


def test_a_departure_known_ahead_stays():
    row = tenure("t", "ann", "2020-01-01", "2024-09-01", end_known="2024-06-01")
    assert frozen_seat(seat("p", row)).tenures[0].ended_on == day("2024-09-01")


def test_a_backdated_start_is_not_seen_before_it_was_known():
    row = tenure("t", "ann", "2024-01-01", known="2024-08-01")
    assert frozen_seat(seat("p", row)).tenures == ()


def test_a_corrected_row_counts_until_the_correction_was_known():
    first = tenure("t1", "ann", "2020-01-01")
    better = tenure("t2", "ann", "2020-06-01", known="2020-01-01", supersedes="t1", corrected_on=day("2024-08-01"))
    before = freeze([seat("p", first, better)], [], LANDMARK)
    after = freeze([seat("p", first, better)], [], day("2024-08-01"))
    assert [row.ref for row in current_rows(before.seats[0], superseded_refs(before))] == ["t1"]
    assert [row.ref for row in current_rows(after.seats[0], superseded_refs(after))] == ["t2"]
    assert first_known(after)["t2"] == (day("2020-01-01"), None)


def test_an_end_that_a_correction_brings_is_known_with_the_correction():
    first = tenure("t1", "ann", "2020-01-01")
    ended = tenure("t2", "ann", "2020-01-01", "2023-01-01", supersedes="t1", corrected_on=day("2024-08-01"))
    assert frozen_seat(seat("p", first, ended)).tenures == (first,)
    after = freeze([seat("p", first, ended)], [], day("2024-08-01"))
    assert first_known(after)["t2"] == (day("2020-01-01"), day("2024-08-01"))


def test_a_confidential_announcement_counts_from_the_day_its_confidence_ends():
    secret = announced("2024-12-31", "2024-05-01", until="2024-07-02")
    assert frozen_seat(seat("p", announcements=[secret])).announcements == ()
    assert frozen_seat(seat("p", announcements=[secret]), day("2024-07-02")).announcements == (secret,)


def test_a_post_and_its_closing_count_once_known():
    later = seat("p", known_on=day("2024-07-02"))
    closing = seat("q", closed_on=day("2024-12-31"), close_known_on=day("2024-07-02"))
    cut = freeze([later, closing], [], LANDMARK)
    assert [(one.post, one.closed_on) for one in cut.seats] == [("q", None)]


later_days = st.integers(1, 900).map(lambda days: LANDMARK + timedelta(days=days))
any_days = st.integers(-1500, 900).map(lambda days: LANDMARK + timedelta(days=days))


@st.composite
def late_seats(draw):
    """A council with something added that could be known only later, often about a day before the landmark."""
    seats = list(council(draw(st.integers(0, 6)), "2024-07-01")[0])
    place = draw(st.integers(0, len(seats) - 1))
    one, when, known = seats[place], draw(any_days), draw(later_days)
    open_row = one.tenures[-1]
    added = draw(st.sampled_from(["end", "start", "correction", "announcement", "secret", "closing", "post"]))
    if added == "end":
        ended = replace(open_row, ended_on=when, end_known_on=known, end_reason="other")
        one = replace(one, tenures=(*one.tenures[:-1], ended))
    elif added == "start":
        extra = replace(open_row, ref="late", person="late", started_on=when, start_known_on=known)
        one = replace(one, tenures=(*one.tenures, extra))
    elif added == "correction":
        extra = replace(open_row, ref="late", started_on=when, corrected_on=known, supersedes=open_row.ref)
        one = replace(one, tenures=(extra, *one.tenures))
    elif added in {"announcement", "secret"}:
        item = announced(when.isoformat(), known.isoformat())
        if added != "announcement":
            item = replace(item, known_on=when, confidential_until=known)
        one = replace(one, announcements=(item,))
    elif added == "closing":
        one = replace(one, closed_on=when, close_known_on=known)
    else:
        seats.append(replace(one, post="late", opened_on=when, known_on=known))
    return [*seats[:place], one, *seats[place + 1 :]]


def base_cut(seats):
    known = [one for one in seats if one.post != "late"]
    number = int(known[0].authority[1:])
    return freeze(council(number, "2024-07-01")[0], [plain_facts(known[0].authority)], LANDMARK)


@given(late_seats())
@settings(max_examples=60, deadline=None)
def test_what_became_known_after_the_landmark_changes_nothing(seats):
    base = base_cut(seats)
    cut = freeze(seats, [plain_facts(seats[0].authority)], LANDMARK)
    assert cut.to_json() == base.to_json()
    assert fit(cut).predict(cut) == fit(base).predict(base)


@given(any_days, later_days)
@settings(max_examples=40, deadline=None)
def test_facts_of_authorities_known_later_change_nothing(when, known):
    plain = plain_facts("Z001")
    more = AuthorityFacts(
        "Z001",
        (*plain.inspections, Inspection(when, known, "inadequate", None)),
        (ControlChange(when, known, "Green"), *plain.control),
        (*plain.elections, Election(when, known, "thirds")),
        (Reorganisation(when, known, None, "council"),),
    )
    assert freeze([], [more], LANDMARK).to_json() == freeze([], [plain], LANDMARK).to_json()


def test_an_authority_of_which_nothing_was_known_is_not_in_the_cut():
    unknown = AuthorityFacts("Z009", control=(ControlChange(LANDMARK, LANDMARK + timedelta(days=1), "Green"),))
    assert freeze([], [unknown], LANDMARK).authorities == ()


def test_the_same_facts_known_in_time_do_change_the_prediction():
    seats, facts = council(1, "2024-07-01")
    dcs = seats[0]
    told = replace(dcs, announcements=(announced("2024-09-30", "2024-06-30"),))
    plain, warned = (freeze([one, *seats[1:]], [facts], LANDMARK) for one in (dcs, told))
    before, after = (fit(cut).predict(cut) for cut in (plain, warned))
    post = [one.post for one in before].index("Z001-dcs")
    assert after[post].r3.estimate > 2 * before[post].r3.estimate
