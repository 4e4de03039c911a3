"""Appointing, covering, confirming: who makes room for whom, and what has to be said first."""

from datetime import date

import pytest
from factories.seats import AHEAD, ON, Scene, kinds, told

from leadership.register.appointments import appoint, appoint_temporary
from leadership.register.confirmation import confirm
from leadership.register.days import Day
from leadership.register.departures import announce_departure, withdraw_departure
from leadership.register.errors import AlreadyRecordedError, DatesError, LeadershipError, PostHeldError
from leadership.register.kinds import Precision, TenureStatus
from leadership.register.models import Tenure
from leadership.register.storing import store


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
    scene.departs(post, holder, ON)
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
