"""Corrections supersede, history stays; two records of one person become one from a day on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories.seats import ON, SUPPORT, Scene, make_scene, told
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from core.access import Identity, Membership, Role
from core.errors import ForbiddenError
from leadership.register.corrections import TenureFacts, correct_event, correct_tenure
from leadership.register.days import Day
from leadership.register.errors import (
    AlreadyRecordedError,
    DatesError,
    LeadershipError,
    NothingToChangeError,
    PostHeldError,
)
from leadership.register.kinds import Confidence, EndReason
from leadership.register.models import SuccessionEvent
from leadership.register.people import correct_name, find_people, list_people, same_person
from leadership.register.posts import close_post
from leadership.register.seats import seat_on
from leadership.register.timeline import corrections_of, timeline_of

BEFORE = date(2024, 3, 1)


def test_a_corrected_start_leaves_the_old_row_and_corrects_the_log(scene: Scene):
    earlier = scene.at(BEFORE)
    post = earlier.post()
    old = earlier.hold(post)
    facts = replace(TenureFacts.of(old), started=Day(date(2020, 2, 3)))
    new = correct_tenure(scene.session, by=scene.by, post=post, tenure=old, facts=facts, told=told(), on=ON)
    assert (new.supersedes_id, new.corrected_on, new.start_known_on) == (old.id, ON, old.start_known_on)
    assert (old.started_on, old.superseded_at is not None) == (date(2020, 1, 6), True)
    assert scene.seat(post).holders[0].since == Day(date(2020, 2, 3))
    # On the day before the correction was known, the page stands as it stood.
    assert scene.seat(post, BEFORE, BEFORE).holders[0].since == Day(date(2020, 1, 6))
    events = scene.session.scalars(select(SuccessionEvent).where(SuccessionEvent.kind == "appointed")).all()
    assert sorted((event.effective_on, event.superseded_at is None) for event in events) == [
        (date(2020, 1, 6), False),
        (date(2020, 2, 3), True),
    ]
    assert corrections_of(scene.history(post), ON)[0].changes == (
        "since 3 February 2020 (recorded before as 6 January 2020)",
    )


def test_an_end_that_was_recorded_in_error_is_taken_back(scene: Scene):
    post = scene.post()
    old = scene.hold(post)
    scene.departs(post, old, date(2024, 6, 1), reason=EndReason.OTHER)
    facts = replace(TenureFacts.of(old), ended=None, end_reason=None)
    correct_tenure(scene.session, by=scene.by, post=post, tenure=old, facts=facts, told=told(), on=ON)
    assert [holder.name for holder in scene.seat(post).holders] == ["Ada First"]
    standing = [event.kind for event in scene.history(post).events_as_known(ON)]
    assert "departed" not in standing
    assert "departure_withdrawn" in standing


def test_an_end_added_by_a_correction_enters_the_log(scene: Scene):
    post = scene.post()
    old = scene.hold(post)
    facts = replace(TenureFacts.of(old), ended=Day(date(2024, 2, 1)), end_reason=EndReason.RETIREMENT)
    new = correct_tenure(scene.session, by=scene.by, post=post, tenure=old, facts=facts, told=told(), on=ON)
    assert (new.end_known_on, scene.seat(post).vacant_since) == (ON, Day(date(2024, 2, 1)))
    assert [event.kind for event in scene.history(post).events_as_known(ON)][-1] == "departed"


def test_an_appointment_that_never_came_about_makes_room_for_another(scene: Scene):
    post = scene.post()
    old = scene.hold(post, "Ada First", date(2024, 9, 2))
    facts = replace(TenureFacts.of(old), ended=Day(old.started_on), end_reason=EndReason.OTHER)
    correct_tenure(scene.session, by=scene.by, post=post, tenure=old, facts=facts, told=told(), on=ON)
    assert scene.seat(post).coming == ()
    scene.hold(post, "Bea Second", date(2024, 9, 2))
    assert [holder.name for holder in scene.seat(post, date(2024, 9, 2), ON).holders] == ["Bea Second"]


def test_a_correction_keeps_nobody_in_a_closed_post(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    close_post(scene.session, by=scene.by, post=post, closed_on=BEFORE, told=told(), on=ON)
    for ended, reason in ((None, None), (Day(ON), EndReason.RETIREMENT)):
        facts = replace(TenureFacts.of(tenure), ended=ended, end_reason=reason)
        with pytest.raises(DatesError, match="closes on 1 March 2024"):
            correct_tenure(scene.session, by=scene.by, post=post, tenure=tenure, facts=facts, told=told(), on=ON)
    facts = replace(TenureFacts.of(tenure), ended=Day(date(2024, 2, 1)), end_reason=EndReason.RETIREMENT)
    correct_tenure(scene.session, by=scene.by, post=post, tenure=tenure, facts=facts, told=told(), on=ON)


def test_a_correction_must_change_something_and_make_sense(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    facts = TenureFacts.of(tenure)
    wrong = [
        (facts, NothingToChangeError),
        (replace(facts, ended=Day(date(2019, 1, 1))), DatesError),
        (replace(facts, end_reason=EndReason.OTHER), DatesError),
    ]
    for given, error in wrong:
        with pytest.raises(error):
            correct_tenure(scene.session, by=scene.by, post=post, tenure=tenure, facts=given, told=told(), on=ON)


def test_a_row_is_corrected_once(scene: Scene):
    post = scene.post()
    old = scene.hold(post)
    facts = replace(TenureFacts.of(old), internal=True)
    correct_tenure(scene.session, by=scene.by, post=post, tenure=old, facts=facts, told=told(), on=ON)
    with pytest.raises(AlreadyRecordedError, match="has been corrected"):
        correct_tenure(
            scene.session, by=scene.by, post=post, tenure=old, facts=replace(facts, internal=False), told=told(), on=ON
        )


def test_a_correction_may_not_overlap_with_somebody_else(scene: Scene):
    post = scene.post()
    first = scene.hold(post, "Ada First", date(2015, 1, 5))
    scene.departs(post, first, date(2020, 1, 6), reason=EndReason.OTHER)
    second = scene.hold(post, "Bea Second", date(2020, 1, 6))
    facts = replace(TenureFacts.of(second), started=Day(date(2019, 1, 7)))
    with pytest.raises(PostHeldError, match="Somebody else holds this post"):
        correct_tenure(scene.session, by=scene.by, post=post, tenure=second, facts=facts, told=told(), on=ON)


def test_an_announced_day_is_corrected_with_the_event(scene: Scene):
    earlier = scene.at(BEFORE)
    post = earlier.post()
    old = earlier.leaves(post, earlier.hold(post), date(2024, 9, 30))
    new = correct_event(
        scene.session,
        by=scene.by,
        post=post,
        event=old,
        effective=Day(date(2024, 12, 31)),
        source="letter",
        confidence=Confidence.MEDIUM,
        confidential_until=None,
        told=told(),
        on=ON,
    )
    assert (new.supersedes_id, new.tenure_id, new.kind) == (old.id, old.tenure_id, old.kind)
    assert scene.seat(post).coming[0].on.words == "31 December 2024"
    assert scene.seat(post, BEFORE, BEFORE).coming[0].on.words == "30 September 2024"


def test_the_day_of_a_start_is_not_corrected_with_the_event(scene: Scene):
    post = scene.post()
    scene.hold(post)
    event = scene.session.scalars(select(SuccessionEvent).where(SuccessionEvent.kind == "appointed")).one()
    facts = {"source": event.source, "confidence": Confidence.HIGH, "confidential_until": None}
    with pytest.raises(LeadershipError, match="with the time in post"):
        correct_event(
            scene.session,
            by=scene.by,
            post=post,
            event=event,
            effective=Day(date(2020, 2, 1)),
            told=told(),
            on=ON,
            **facts,
        )
    with pytest.raises(NothingToChangeError):
        correct_event(
            scene.session,
            by=scene.by,
            post=post,
            event=event,
            effective=Day(event.effective_on),
            told=told(),
            on=ON,
            **facts,
        )


@pytest.mark.parametrize(
    "change",
    [
        "ended_on = '2024-02-01', end_known_on = '2024-02-01'",
        "end_reason = 'other'",
        "superseded_at = now()",
    ],
)
def test_the_database_fills_an_end_or_a_correction_once(scene: Scene, change: str):
    post = scene.post()
    tenure = scene.hold(post)
    scene.departs(post, tenure, date(2024, 6, 1), reason=EndReason.RETIREMENT)
    scene.session.execute(text("UPDATE tenure SET superseded_at = '2024-06-03'"))
    with pytest.raises(IntegrityError, match="recorded once"):
        scene.session.execute(text(f"UPDATE tenure SET {change}"))


@pytest.mark.parametrize("column", ["started_on = '2001-01-01'", "person_id = id", "status = 'acting'"])
def test_nobody_may_rewrite_what_a_tenure_says(scene: Scene, column: str):
    scene.hold(scene.post())
    with pytest.raises(ProgrammingError, match="permission denied"):
        scene.session.execute(text(f"UPDATE tenure SET {column}"))


def test_nothing_is_deleted(scene: Scene):
    scene.hold(scene.post())
    with pytest.raises(ProgrammingError, match="permission denied"):
        scene.session.execute(text("DELETE FROM tenure"))


def test_two_records_of_one_person_are_one_from_a_day_on(scene: Scene):
    elsewhere = make_scene(scene.session, 2, "Belford")
    post = scene.post()
    tenure = scene.hold(post, "A. First")
    first, second = elsewhere.person("Ada First"), scene.history(post).people[tenure.person_id]
    same_person(scene.session, by=SUPPORT, person=second, same_as=first, told=told(), on=ON)
    assert [holder.name for holder in scene.seat(post).holders] == ["Ada First"]
    assert [holder.name for holder in scene.seat(post, BEFORE, BEFORE).holders] == ["A. First"]
    assert tenure.person_id == second.id
    assert [person.name for person in list_people(scene.session, authority_id=scene.authority.id)] == ["Ada First"]
    assert [person.id for person in find_people(scene.session, by=SUPPORT, name="first")] == [first.id]
    with pytest.raises(AlreadyRecordedError):
        same_person(scene.session, by=SUPPORT, person=second, same_as=first, told=told(), on=ON)
    third = scene.person("Ada F.")
    with pytest.raises(LeadershipError, match="Other records point to Ada First"):
        same_person(scene.session, by=SUPPORT, person=first, same_as=third, told=told(), on=ON)
    with pytest.raises(LeadershipError, match="one record already"):
        same_person(scene.session, by=SUPPORT, person=first, same_as=second, told=told(), on=ON)


def test_a_name_is_corrected_from_a_day_on_and_again(scene: Scene):
    """The past shows what was believed; the person stays one on every day, however often the name is corrected."""
    post = scene.post()
    tenure = scene.hold(post, "Ada Frist")
    wrong = scene.history(post).people[tenure.person_id]
    facts = {"by": SUPPORT, "authority": scene.authority, "on": ON}
    better = correct_name(scene.session, person=wrong, name=" Ada  Furst ", told=told(BEFORE), **facts)
    assert (better.name, wrong.name) == ("Ada Furst", "Ada Frist")
    right = correct_name(scene.session, person=better, name="Ada First", told=told(), **facts)
    assert (wrong.same_as_id, better.same_as_id) == (right.id, right.id)
    assert wrong.same_as_known_on == better.same_as_known_on == BEFORE
    earlier = BEFORE - timedelta(days=1)
    assert [holder.name for holder in scene.seat(post).holders] == ["Ada First"]
    assert [holder.name for holder in scene.seat(post, earlier, earlier).holders] == ["Ada Frist"]
    assert [person.name for person in list_people(scene.session, authority_id=scene.authority.id)] == ["Ada First"]
    assert all("Frist" not in entry.words for entry in timeline_of(scene.history(post), ON))
    with pytest.raises(AlreadyRecordedError):
        correct_name(scene.session, person=wrong, name="Ada Second", told=told(), **facts)
    with pytest.raises(NothingToChangeError):
        correct_name(scene.session, person=right, name="Ada First", told=told(), **facts)


def test_whoever_may_not_see_the_first_record_sees_the_name_here(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post, "A. First")
    history = scene.history(post)
    elsewhere = make_scene(scene.session, 2, "Belford").person("Ada First")
    same_person(
        scene.session, by=SUPPORT, person=history.people[tenure.person_id], same_as=elsewhere, told=told(), on=ON
    )
    unseen = replace(history, people={tenure.person_id: history.people[tenure.person_id]})
    assert [holder.name for holder in seat_on(unseen, ON).holders] == ["A. First"]


def test_only_the_support_team_joins_people(scene: Scene):
    one, other = scene.person("Ada First"), scene.person("A. First")
    lead = Identity(None, "Lead", frozenset({Membership(Role.LEAD, scene.authority.id, "Z001")}))
    with pytest.raises(ForbiddenError):
        same_person(scene.session, by=lead, person=one, same_as=other, told=told(), on=ON)
    with pytest.raises(ForbiddenError):
        find_people(scene.session, by=lead, name="First")


def test_a_search_takes_its_words_as_they_are(scene: Scene):
    scene.person("Ada First")
    assert find_people(scene.session, by=SUPPORT, name="%") == []
    assert find_people(scene.session, by=SUPPORT, name="_da") == []
