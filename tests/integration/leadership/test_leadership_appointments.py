"""Appointing, covering, confirming, closing: who makes room for whom, and what has to be said first."""

from datetime import date
from typing import Any

import pytest
from factories.seats import ON, Scene, make_scene, told
from sqlalchemy import select
from sqlalchemy.orm import Session

from leadership.register.appointments import appoint, appoint_temporary
from leadership.register.confirmation import confirm
from leadership.register.days import Day
from leadership.register.departures import announce_departure, record_departure, withdraw_departure
from leadership.register.errors import (
    AlreadyRecordedError,
    DatesError,
    LeadershipError,
    PostHeldError,
    PostNotOpenError,
)
from leadership.register.kinds import EndReason, Precision, TenureStatus
from leadership.register.models import Person, Post, SuccessionEvent, Tenure
from leadership.register.past import record_past_holder
from leadership.register.posts import close_post
from leadership.register.storing import store
from leadership.register.timeline import timeline_of

AHEAD = date(2024, 10, 1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session)


def kinds(scene: Scene, **where: object) -> list[str]:
    query = select(SuccessionEvent).filter_by(**where).order_by(SuccessionEvent.recorded_at)
    return [event.kind for event in scene.session.scalars(query)]


def test_a_new_post_is_vacant_since_it_was_opened(scene: Scene):
    post = scene.post(opened_on=date(2024, 4, 1))
    seat = scene.seat(post)
    assert seat.vacant
    assert seat.vacant_since == Day(date(2024, 4, 1))
    assert not scene.seat(post, date(2024, 3, 1)).holders


def test_an_appointment_ahead_is_announced_and_fixes_the_end_of_the_holder(scene: Scene):
    post = scene.post()
    holder = scene.hold(post)
    scene.leaves(post, holder, date(2024, 9, 30))
    scene.hold(post, "Bea Second", AHEAD)
    assert (holder.ended_on, holder.end_known_on, holder.end_reason) == (AHEAD, ON, None)
    assert "appointment_announced" in kinds(scene, post_id=post.id)
    assert [holder.name for holder in scene.seat(post).holders] == ["Ada First"]
    assert [holder.name for holder in scene.seat(post, AHEAD, ON).holders] == ["Bea Second"]
    assert [coming.words for coming in scene.seat(post).coming] == [
        "last day of Ada First",
        "Bea Second starts (permanent)",
    ]


def test_the_departure_fixed_by_a_successor_is_confirmed_by_recording_it(scene: Scene):
    post = scene.post()
    holder = scene.hold(post)
    scene.at(date(2024, 5, 1)).leaves(post, holder, date(2024, 6, 2))
    scene.hold(post, "Bea Second", ON)
    record_departure(
        scene.session,
        by=scene.by,
        post=post,
        tenure=holder,
        ended=Day(ON),
        reason=EndReason.PLANNED_MOVE,
        told=told(),
        on=ON,
    )
    assert holder.end_reason == "planned_move"
    assert kinds(scene, tenure_id=holder.id)[-1] == "departed"


def test_nobody_is_put_out_of_a_post_unsaid(scene: Scene):
    post = scene.post()
    scene.hold(post)
    with pytest.raises(
        PostHeldError, match="Ada First holds this post as permanent, and no departure is on record"
    ) as e:
        scene.hold(post, "Bea Second", AHEAD)
    assert e.value.field == "started_on"


def test_a_successor_cannot_start_before_the_announced_last_day_is_over(scene: Scene):
    post = scene.post()
    scene.leaves(post, scene.hold(post), date(2024, 9, 30))
    with pytest.raises(PostHeldError, match="last day of Ada First is announced for 30 September 2024"):
        scene.hold(post, "Bea Second", date(2024, 9, 30))


def test_of_an_announced_month_the_successor_tells_the_day(scene: Scene):
    post = scene.post()
    holder = scene.hold(post)
    month = Day(date(2024, 9, 1), Precision.MONTH)
    announce_departure(scene.session, by=scene.by, post=post, tenure=holder, last_day=month, told=told(), on=ON)
    scene.hold(post, "Bea Second", date(2024, 9, 16))
    assert (holder.ended_on, holder.ended_precision) == (date(2024, 9, 16), "day")


def test_a_confidential_departure_is_not_given_away_by_an_appointment(scene: Scene):
    post = scene.post()
    scene.leaves(post, scene.hold(post), date(2024, 9, 30), confidential_until=date(2024, 8, 1))
    with pytest.raises(PostHeldError, match="confidential until 1 August 2024"):
        scene.hold(post, "Bea Second", AHEAD)


def test_after_an_appointment_the_departure_cannot_simply_be_withdrawn(scene: Scene):
    post = scene.post()
    holder = scene.hold(post)
    scene.leaves(post, holder, date(2024, 9, 30))
    scene.hold(post, "Bea Second", AHEAD)
    with pytest.raises(AlreadyRecordedError, match="successor was appointed"):
        withdraw_departure(scene.session, by=scene.by, post=post, tenure=holder, told=told(), on=ON)


def test_the_database_itself_refuses_two_substantive_holders(scene: Scene):
    post = scene.post()
    first = scene.hold(post)
    scene.session.add(
        Tenure(
            ref="second",
            authority_id=post.authority_id,
            post_id=post.id,
            person_id=scene.person("Bea Second").id,
            status="fixed_term",
            started_on=date(2021, 1, 1),
            start_known_on=date(2021, 1, 1),
        )
    )
    with pytest.raises(PostHeldError, match="Somebody else holds this post"):
        store(scene.session)
    scene.session.rollback()
    assert first.ref


def test_a_job_share_has_several_holders(scene: Scene):
    post = scene.post(job_share=True)
    scene.hold(post)
    scene.hold(post, "Bea Second", date(2021, 1, 4))
    assert [(holder.name, holder.away) for holder in scene.seat(post).holders] == [
        ("Bea Second", False),
        ("Ada First", False),
    ]


def test_an_interim_follows_an_announced_departure(scene: Scene):
    post = scene.post()
    holder = scene.hold(post)
    scene.at(date(2024, 5, 1)).leaves(post, holder, date(2024, 6, 2))
    interim = scene.hold(post, "Bea Second", ON, "interim", contract_ends_on=date(2024, 12, 31))
    assert holder.ended_on == ON
    assert kinds(scene, tenure_id=interim.id) == ["interim_appointed"]
    assert [coming.words for coming in scene.seat(post).coming] == ["the contract of Bea Second ends"]


def test_an_interim_beside_a_holder_needs_a_word(scene: Scene):
    post = scene.post()
    scene.hold(post)
    with pytest.raises(PostHeldError, match="somebody stands in while they keep the post") as refused:
        scene.hold(post, "Bea Second", ON, "interim")
    assert refused.value.field == "stands_in"


def test_somebody_stands_in_while_the_holder_keeps_the_post(scene: Scene):
    post = scene.post()
    holder = scene.hold(post)
    scene.hold(post, "Bea Second", date(2024, 5, 1), "acting", stands_in=True)
    assert holder.ended_on is None
    assert [(each.name, each.away) for each in scene.seat(post).holders] == [
        ("Bea Second", False),
        ("Ada First", True),
    ]


def test_two_interims_at_once_are_refused(scene: Scene):
    post = scene.post()
    scene.hold(post, "Ada First", date(2024, 1, 8), "interim")
    with pytest.raises(PostHeldError, match="Ada First holds this post as interim"):
        scene.hold(post, "Bea Second", ON, "acting")


def test_filling_the_post_ends_the_cover(scene: Scene):
    post = scene.post()
    interim = scene.hold(post, "Ada First", date(2024, 1, 8), "interim")
    scene.hold(post, "Bea Second", ON)
    assert (interim.ended_on, interim.end_reason) == (ON, "contract_end")
    assert kinds(scene, tenure_id=interim.id) == ["interim_appointed", "departed"]


def test_confirming_an_interim_is_no_change_of_person(scene: Scene):
    post = scene.post()
    interim = scene.hold(post, "Ada First", date(2024, 1, 8), "interim", internal=True)
    scene.leaves(post, interim, date(2024, 7, 31))
    permanent = confirm(
        scene.session,
        by=scene.by,
        post=post,
        tenure=interim,
        status=TenureStatus.PERMANENT,
        started=Day(ON),
        told=told(),
        on=ON,
    )
    assert (interim.ended_on, interim.end_reason) == (ON, "confirmed")
    assert (permanent.person_id, permanent.started_on, permanent.internal) == (interim.person_id, ON, True)
    holder = scene.seat(post).holders[0]
    assert (holder.since, holder.tenure.status, holder.leaves) == (
        Day(date(2024, 1, 8)),
        TenureStatus.PERMANENT,
        None,
    )
    assert kinds(scene, tenure_id=interim.id)[-1] == "departure_withdrawn"
    assert kinds(scene, tenure_id=permanent.id) == ["confirmed"]


def test_a_permanent_holder_cannot_be_confirmed(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    with pytest.raises(LeadershipError, match="Only an interim or acting holder"):
        confirm(
            scene.session,
            by=scene.by,
            post=post,
            tenure=tenure,
            status=TenureStatus.PERMANENT,
            started=Day(ON),
            told=told(),
            on=ON,
        )


def test_appointing_the_interim_is_a_confirmation(scene: Scene):
    post = scene.post()
    interim = scene.hold(post, "Ada First", date(2024, 1, 8), "interim")
    person = scene.history(post).people[interim.person_id]
    with pytest.raises(PostHeldError, match="Confirm them in the post instead"):
        scene.hold(post, person, ON)


def test_a_contract_ends_after_it_begins(scene: Scene):
    post = scene.post()
    with pytest.raises(DatesError) as refused:
        scene.hold(post, "Ada First", ON, "fixed_term", contract_ends_on=date(2024, 1, 1))
    assert refused.value.field == "contract_ends_on"


@pytest.mark.parametrize("verb", [appoint, appoint_temporary])
def test_each_verb_takes_its_own_kind_of_status(scene: Scene, verb):
    status = TenureStatus.ACTING if verb is appoint else TenureStatus.PERMANENT
    with pytest.raises(LeadershipError) as refused:
        verb(
            scene.session,
            by=scene.by,
            post=scene.post(),
            person=scene.person(),
            status=status,
            started=Day(ON),
            told=told(),
            on=ON,
        )
    assert refused.value.field == "status"


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
