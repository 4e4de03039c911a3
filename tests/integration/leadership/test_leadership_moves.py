"""Moving between posts, closing them, and who held them before."""

from datetime import date
from typing import Any

import pytest
from factories.seats import AHEAD, ON, Scene, kinds, make_scene, told

from leadership.register.days import Day
from leadership.register.errors import (
    AlreadyRecordedError,
    DatesError,
    LeadershipError,
    PostHeldError,
    PostNotOpenError,
)
from leadership.register.kinds import EndReason, TenureStatus
from leadership.register.models import Person, Post, Tenure
from leadership.register.past import record_past_holder
from leadership.register.posts import close_post
from leadership.register.timeline import timeline_of


def test_moving_within_the_authority_leaves_the_old_post(scene: Scene):
    director, assistant = scene.post(), scene.post("assistant_director", "Assistant Director")
    held = scene.hold(assistant)
    person = scene.history(assistant).people[held.person_id]
    scene.hold(director, person, ON, leaves=[held])
    assert (held.ended_on, held.end_reason) == (ON, "planned_move")
    assert kinds(scene, post_id=assistant.id)[-1] == "departed"
    assert scene.seat(assistant).vacant


def test_a_move_to_another_authority_is_one_person_and_two_events(scene: Scene):
    elsewhere = make_scene(scene.session, 2, "Belford")
    there, here = elsewhere.post(), scene.post()
    held = elsewhere.hold(there)
    person = elsewhere.history(there).people[held.person_id]
    new = scene.hold(here, person, AHEAD, leaves=[held])
    assert new.person_id == held.person_id
    assert kinds(scene, post_id=there.id)[-1] == "departure_announced"
    assert kinds(scene, post_id=here.id)[-1] == "appointment_announced"
    leaving = elsewhere.seat(there).holders[0].leaves
    assert leaving is not None
    assert leaving.effective_on == date(2024, 9, 30)


def test_only_their_own_posts_are_given_up(scene: Scene):
    director, assistant = scene.post(), scene.post("assistant_director", "Assistant Director")
    other = scene.hold(assistant)
    with pytest.raises(LeadershipError, match="held by somebody else"):
        scene.hold(director, "Bea Second", ON, leaves=[other])


def test_one_director_may_serve_two_authorities(scene: Scene):
    elsewhere = make_scene(scene.session, 2, "Belford")
    held = elsewhere.hold(elsewhere.post())
    person = scene.session.get_one(Person, held.person_id)
    post = scene.post("dcs", "Shared director")
    scene.hold(post, person, ON)
    assert held.ended_on is None
    assert scene.seat(post).holders[0].tenure.person_id == held.person_id


def test_a_post_closes_with_whoever_holds_it(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    close_post(scene.session, by=scene.by, post=post, closed_on=ON, told=told(), on=ON)
    assert (tenure.ended_on, tenure.end_reason) == (ON, "post_closed")
    assert kinds(scene, post_id=post.id)[-2:] == ["departed", "post_closed"]
    seat = scene.seat(post)
    assert seat.closed
    assert not seat.vacant
    with pytest.raises(PostNotOpenError, match="closed from 3 June 2024 on"):
        scene.hold(post, "Bea Second", ON)


def test_a_closing_ahead_announces_the_departure(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    close_post(scene.session, by=scene.by, post=post, closed_on=AHEAD, told=told(), on=ON)
    assert kinds(scene, post_id=post.id)[-2:] == ["departure_announced", "post_closed"]
    assert [coming.words for coming in scene.seat(post).coming] == ["last day of Ada First", "the post closes"]
    assert tenure.ended_on == AHEAD


def test_whoever_leaves_before_the_closing_leaves_then(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    scene.leaves(post, tenure, date(2024, 7, 31))
    close_post(scene.session, by=scene.by, post=post, closed_on=AHEAD, told=told(), on=ON)
    assert (tenure.ended_on, tenure.end_reason) == (date(2024, 8, 1), None)
    words = [(coming.on.words, coming.words) for coming in scene.seat(post).coming]
    assert words == [("31 July 2024", "last day of Ada First"), ("1 October 2024", "the post closes")]


def test_a_closing_gives_no_confidential_departure_away(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    scene.leaves(post, tenure, date(2024, 7, 31), confidential_until=date(2024, 7, 1))
    close_post(scene.session, by=scene.by, post=post, closed_on=AHEAD, told=told(), on=ON)
    assert (tenure.ended_on, tenure.end_reason) == (AHEAD, EndReason.POST_CLOSED)


def test_a_post_is_opened_once(scene: Scene):
    """The same form sent twice would make two posts that nobody can tell apart."""
    first = scene.post(title="Director")
    with pytest.raises(AlreadyRecordedError, match="title of its own"):
        scene.post(title="director")
    scene.post("assistant_director", "Director")
    close_post(scene.session, by=scene.by, post=first, closed_on=date(2020, 4, 1), told=told(), on=ON)
    scene.post(title="Director", opened_on=date(2020, 4, 1))


@pytest.mark.parametrize(("closed_on", "error"), [(date(2009, 1, 1), DatesError), (date(2024, 8, 1), PostHeldError)])
def test_a_post_closes_neither_before_it_opened_nor_before_somebody_starts(scene: Scene, closed_on: date, error: type):
    post = scene.post()
    scene.hold(post, "Ada First", AHEAD)
    with pytest.raises(error):
        close_post(scene.session, by=scene.by, post=post, closed_on=closed_on, told=told(), on=ON)


def test_a_post_is_closed_once(scene: Scene):
    post = scene.post()
    close_post(scene.session, by=scene.by, post=post, closed_on=ON, told=told(), on=ON)
    with pytest.raises(AlreadyRecordedError):
        close_post(scene.session, by=scene.by, post=post, closed_on=ON, told=told(), on=ON)


def test_the_timeline_tells_tenures_and_events_once(scene: Scene):
    post = scene.post(opened_on=date(2019, 1, 1))
    scene.leaves(post, scene.hold(post), date(2024, 9, 30))
    told_of = [(entry.on.words, entry.words) for entry in timeline_of(scene.history(post), ON)]
    assert told_of == [
        ("30 September 2024", "Ada First is to leave: expected last day"),
        ("6 January 2020", "Ada First appointed (permanent)"),
        ("1 January 2019", "post created"),
    ]


def held_before(scene: Scene, post: Post, name: str | Person, started: date, ended: date, **facts: Any) -> Tenure:
    given = {"status": TenureStatus.PERMANENT, "reason": EndReason.RETIREMENT, "told": told(ON)} | facts
    person = scene.person(name) if isinstance(name, str) else name
    return record_past_holder(
        scene.session, by=scene.by, post=post, person=person, started=Day(started), ended=Day(ended), on=ON, **given
    )


def test_somebody_who_held_a_post_before_the_first_or_between_two(scene: Scene):
    post = scene.post()
    scene.hold(post)
    first = held_before(scene, post, "Bea Second", date(2012, 4, 1), date(2015, 4, 1))
    between = held_before(scene, post, "Cai Third", date(2015, 9, 1), date(2020, 1, 6), told=told(date(2016, 1, 4)))
    assert kinds(scene, tenure_id=first.id) == ["appointed", "departed"]
    assert (first.start_known_on, first.end_known_on) == (ON, ON)
    assert (between.start_known_on, between.end_known_on) == (date(2016, 1, 4), date(2020, 1, 6))
    assert [holder.name for holder in scene.seat(post).holders] == ["Ada First"]
    assert [holder.name for holder in scene.seat(post, date(2018, 1, 1)).holders] == ["Cai Third"]
    assert "Bea Second left (retired)" in [entry.words for entry in timeline_of(scene.history(post), ON)]


def test_what_is_recorded_of_the_past_fits_what_is_on_record(scene: Scene):
    post = scene.post()
    ada = scene.hold(post)
    with pytest.raises(PostHeldError, match="Ada First is on record in this post"):
        held_before(scene, post, scene.history(post).people[ada.person_id], date(2018, 4, 1), date(2020, 2, 1))
    with pytest.raises(PostNotOpenError):
        held_before(scene, post, "Bea Second", date(2009, 4, 1), date(2012, 2, 1))
    with pytest.raises(DatesError, match="has not come"):
        held_before(scene, post, "Bea Second", date(2018, 4, 1), date(2024, 12, 1))
    with pytest.raises(DatesError, match="not lie after the start"):
        held_before(scene, post, "Bea Second", date(2018, 4, 1), date(2018, 4, 1))
    with pytest.raises(PostHeldError, match="at that time"):
        held_before(scene, post, "Bea Second", date(2018, 4, 1), date(2020, 2, 1))
