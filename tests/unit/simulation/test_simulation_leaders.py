from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest

from simulation.records import Tenure
from simulation.roles import SUBSTANTIVE, Role, Status
from simulation.world import World, simulate_world


@pytest.fixture(scope="module")
def by_post(world: World) -> dict[int, list[Tenure]]:
    grouped = defaultdict(list)
    for tenure in world.tenures:
        grouped[tenure.post].append(tenure)
    return grouped


@pytest.fixture(scope="module")
def by_person(world: World) -> dict[int, list[Tenure]]:
    grouped = defaultdict(list)
    for tenure in world.tenures:
        grouped[tenure.person].append(tenure)
    return grouped


def test_every_council_has_its_statutory_and_corporate_posts(world):
    roles = defaultdict(Counter)
    for post in world.posts:
        roles[post.council][post.role] += 1
    for council in world.councils:
        own = roles[council.index]
        assert own[Role.DCS] == own[Role.CHIEF_EXECUTIVE] == own[Role.LEAD_MEMBER] == 1
        assert own[Role.ASSISTANT_DIRECTOR] == council.assistant_directors


def test_programme_posts_are_the_adopters_alone_and_open_when_they_join(world):
    joined = {adoption.council: adoption.joined_on for adoption in world.programme.adoptions}
    programme = [post for post in world.posts if post.role in {Role.PROGRAMME_MANAGER, Role.PRACTICE_LEAD}]
    assert {post.council for post in programme} == set(joined)
    assert all(post.opened_on == joined[post.council] for post in programme)


def test_nobody_is_in_two_posts_at_once(by_person):
    for tenures in by_person.values():
        for one, other in pairwise(sorted(tenures, key=lambda tenure: tenure.started_on)):
            assert one.ended_on is not None
            assert one.ended_on <= other.started_on


def test_a_post_has_one_holder_at_a_time_and_every_end_is_known_before_the_next_start(by_post):
    for tenures in by_post.values():
        for one, other in pairwise(tenures):
            assert one.started_on < one.ended_on <= other.started_on
            assert one.ended_on <= one.end_known_on <= other.start_known_on


def test_holders_stay_within_the_life_of_their_post(world, by_post):
    for place, tenures in by_post.items():
        post = world.posts[place]
        assert all(post.opened_on <= tenure.started_on for tenure in tenures)
        if post.closed_on:
            assert all(tenure.ended_on is not None and tenure.ended_on <= post.closed_on for tenure in tenures)


def test_a_confirmation_is_a_new_tenure_of_the_same_person_on_the_same_day(by_post):
    confirmed = 0
    for tenures in by_post.values():
        for one, other in pairwise(tenures):
            if one.end_reason == "confirmed":
                confirmed += 1
                assert (one.person, one.ended_on) == (other.person, other.started_on)
                assert one.status is not Status.PERMANENT
                assert other.status is Status.PERMANENT
            else:
                assert one.person != other.person
    assert confirmed > 5


def test_interims_follow_permanent_directors_twice_in_three_times(world, by_post):
    after = Counter()
    for place, tenures in by_post.items():
        if world.posts[place].role is Role.DCS:
            after.update(
                other.status in SUBSTANTIVE for one, other in pairwise(tenures) if one.status is Status.PERMANENT
            )
    assert after[False] / after.total() == pytest.approx(0.66, abs=0.12)


def test_lead_members_are_never_interim(world, by_post):
    members = [t for place, ts in by_post.items() if world.posts[place].role is Role.LEAD_MEMBER for t in ts]
    assert {tenure.status for tenure in members} == {Status.PERMANENT}
    assert {tenure.internal for tenure in members} == {None}


def test_assistant_directors_move_up_and_leave_a_seat_behind(world, by_person):
    moved = [
        (one, other)
        for tenures in by_person.values()
        for one, other in pairwise(tenures)
        if world.posts[one.post].role is Role.ASSISTANT_DIRECTOR
        and world.posts[other.post].role is Role.DCS
        and world.posts[one.post].council == world.posts[other.post].council
        and one.ended_on == other.started_on
    ]
    assert len(moved) > 20
    assert {one.end_reason for one, _ in moved} == {"planned_move"}
    assert {other.internal for _, other in moved} == {True}
    assert {other.status for _, other in moved} >= {Status.ACTING, Status.PERMANENT}


def test_some_who_acted_as_director_go_back_to_their_seat(world, by_person):
    back = [
        (acting, again)
        for tenures in by_person.values()
        for acting, again in pairwise(tenures)
        if acting.status is Status.ACTING and acting.ended_on == again.started_on and acting.post != again.post
    ]
    assert back
    assert all(world.posts[again.post].role is Role.ASSISTANT_DIRECTOR for _, again in back)
    assert all(world.posts[a.post].council == world.posts[b.post].council for a, b in back)


def test_people_move_between_councils_as_the_same_person(world, by_person):
    movers = [
        (one, other)
        for tenures in by_person.values()
        for one, other in pairwise(tenures)
        if world.posts[one.post].council != world.posts[other.post].council
    ]
    assert len(movers) > 30
    assert any(one.status in SUBSTANTIVE and other.status in SUBSTANTIVE for one, other in movers)
    assert any(one.status is Status.INTERIM and other.status is Status.INTERIM for one, other in movers)


def test_directors_posts_are_rarely_empty_and_others_sometimes(world, by_post):
    empty = defaultdict(list)
    for place, tenures in by_post.items():
        empty[world.posts[place].role] += [other.started_on > one.ended_on for one, other in pairwise(tenures)]
    assert sum(empty[Role.DCS]) / len(empty[Role.DCS]) < 0.25
    assert 0.25 < sum(empty[Role.ASSISTANT_DIRECTOR]) / len(empty[Role.ASSISTANT_DIRECTOR]) < 0.6


def test_fixed_terms_have_an_end_and_nobody_else(world):
    for tenure in world.tenures:
        assert (tenure.contract_ends_on is not None) == (tenure.status is Status.FIXED_TERM)
    assert any(tenure.contract_ends_on for tenure in world.tenures)
    assert all(t.ended_on <= t.contract_ends_on for t in world.tenures if t.contract_ends_on and t.ended_on)


def test_only_the_oldest_starts_are_vague(world):
    vague = [tenure for tenure in world.tenures if tenure.started_precision != "day"]
    assert vague
    assert all(tenure.started_on.day == 1 and tenure.started_on < world.parameters.settles_from for tenure in vague)


def test_nearly_six_in_ten_who_decide_to_leave_announce_it(world):
    announced = {event.tenure for event in world.events if event.kind == "departure_announced"}
    gone = [
        place
        for place, tenure in enumerate(world.tenures)
        if tenure.ended_on
        and tenure.ended_on > world.parameters.begins_on + timedelta(days=200)
        and tenure.end_reason not in {"confirmed", "post_closed"}
        and world.posts[tenure.post].role in {Role.DCS, Role.CHIEF_EXECUTIVE}
    ]
    assert sum(place in announced for place in gone) / len(gone) == pytest.approx(0.58, abs=0.09)


def test_announcements_come_before_the_last_day_and_mostly_name_it(world):
    exact, said = 0, 0
    for event in world.events:
        if event.kind != "departure_announced":
            continue
        tenure = world.tenures[event.tenure]
        assert tenure.started_on <= event.known_on <= event.effective_on
        if tenure.ended_on:
            assert event.known_on < tenure.ended_on
            said += 1
            exact += event.effective_on == tenure.ended_on - timedelta(days=1)
    assert 0.75 < exact / said < 0.95


def test_a_withdrawn_departure_does_not_happen_as_announced(world):
    withdrawn = [event for event in world.events if event.kind == "departure_withdrawn"]
    assert withdrawn
    for event in withdrawn:
        tenure = world.tenures[event.tenure]
        assert tenure.ended_on is None or tenure.ended_on > event.known_on


def test_some_announcements_are_confidential_until_the_last_day_at_most(world):
    private = [event for event in world.events if event.confidential_until]
    assert private
    assert all(event.known_on < event.confidential_until <= event.effective_on for event in private)


def test_the_log_tells_every_start_and_end_of_the_written_years(world):
    told = defaultdict(set)
    for event in world.events:
        if event.tenure is not None:
            told[event.tenure].add(event.kind)
    starts = {"appointed", "interim_appointed", "acting_appointed", "confirmed"}
    for place, tenure in enumerate(world.tenures):
        if tenure.start_known_on >= world.parameters.begins_on:
            assert told[place] & starts
        if tenure.ended_on and tenure.end_reason != "confirmed":
            assert "departed" in told[place]


def test_what_happens_is_known_on_the_day_or_shortly_after_and_never_before(world):
    happened = [e for e in world.events if e.kind in {"departed", "appointed", "interim_appointed", "confirmed"}]
    assert all(timedelta(0) <= e.known_on - e.effective_on <= timedelta(days=21) for e in happened)
    late = sum(e.known_on > e.effective_on for e in happened) / len(happened)
    assert 0.02 < late < 0.12


def test_appointments_are_announced_after_the_departure_is_known(world, by_post):
    before = {}
    for tenures in by_post.values():
        before |= {other.ref: one for one, other in pairwise(tenures)}
    left_known = {}
    for event in world.events:
        if event.kind in {"departure_announced", "departed"} and event.tenure is not None:
            ref = world.tenures[event.tenure].ref
            left_known[ref] = min(event.known_on, left_known.get(ref, event.known_on))
    checked = 0
    for event in world.events:
        settled = event.known_on > world.parameters.begins_on + timedelta(days=200)
        if event.kind == "appointment_announced" and settled:
            one = before.get(world.tenures[event.tenure].ref)
            if one is not None and one.ref in left_known:
                checked += 1
                assert left_known[one.ref] <= event.known_on
    assert checked > 50


def test_lead_members_change_after_elections(world, by_post):
    members = [
        t for place, ts in by_post.items() if world.posts[place].role is Role.LEAD_MEMBER for t in ts if t.ended_on
    ]
    months = Counter(tenure.ended_on.month for tenure in members)
    assert months.most_common(1)[0][0] == 5
    assert any(tenure.end_reason == "election" for tenure in members)


def test_the_same_parameters_make_the_same_world(world):
    again = simulate_world(world.parameters)
    assert again == world


def test_posts_that_were_always_there_are_open_when_the_written_years_begin(world):
    begins = world.parameters.begins_on
    standing = [post for post in world.posts if post.role not in {Role.PROGRAMME_MANAGER, Role.PRACTICE_LEAD}]
    assert all(post.opened_on <= begins for post in standing)
    assert all((post.opened_on.month, post.opened_on.day) == (4, 1) for post in standing)
