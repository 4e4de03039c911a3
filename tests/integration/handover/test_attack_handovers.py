"""Attacks on handovers: shared posts, two at once in one post, one person on two records, departures that change."""

from datetime import date, timedelta

import pytest
from factories.seats import SUPPORT, Scene, make_scene, told
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now
from core.events import connect
from leadership.handover.confirm import confirm_handover, may_confirm
from leadership.handover.errors import NobodyYetError
from leadership.handover.find import Handover, list_events, list_handovers, list_parts
from leadership.handover.open import follow_departure, open_missing
from leadership.handover.parts import Part
from leadership.handover.write import write_part
from leadership.moves.link import follow_post_given_up
from leadership.moves.models import LeadershipMove
from leadership.register.appointments import PostGivenUp
from leadership.register.corrections import correct_event
from leadership.register.days import Day
from leadership.register.departures import withdraw_departure
from leadership.register.log import SuccessionLogged
from leadership.register.models import Person, Post, SuccessionEvent
from leadership.register.people import same_person

LAST_DAY = date(2024, 9, 30)
FIRST_DAY = date(2024, 10, 1)


@pytest.fixture(autouse=True)
def _connected() -> None:
    connect(SuccessionLogged, follow_departure)


def packs(scene: Scene, post: Post, on: date | None = None, by: Identity = SUPPORT) -> list[Handover]:
    return list_handovers(scene.session, by=by, on=on or scene.on, post_id=post.id)


def lead(scene: Scene) -> Identity:
    account = make_account(scene.session, by=SYSTEM, email="lead@a.example", name="Lea Lead", at=now())
    return Identity(
        account.id, "Lea Lead", frozenset({Membership(Role.LEAD, scene.authority.id, scene.authority.code)})
    )


def leader(scene: Scene, person: object) -> Identity:
    held = Membership(Role.LEADER, scene.authority.id, scene.authority.code, person)  # type: ignore[arg-type]
    return Identity(None, "Leader", frozenset({held}))


def write(scene: Scene, handover: Handover, part: Part = Part.PURPOSE) -> None:
    write_part(
        scene.session,
        by=SUPPORT,
        pack=handover.pack,
        part=part,
        words="What matters.",
        behaviours=(),
        done=True,
        after_version=0,
    )


def test_each_holder_of_a_shared_post_has_a_pack_of_their_own(scene: Scene) -> None:
    """Both leave on different days; whoever comes for the first is no successor of the second before their day."""
    post = scene.post(job_share=True)
    ada, bea = scene.hold(post), scene.hold(post, "Bea Second")
    scene.leaves(post, ada, date(2024, 7, 31))
    scene.leaves(post, bea, LAST_DAY)
    assert {each.who_leaves: each.last_day.on for each in packs(scene, post)} == {
        "Ada First": date(2024, 7, 31),
        "Bea Second": LAST_DAY,
    }
    later = scene.at(date(2024, 8, 1))
    scene.hold(post, "Cal Third", started=date(2024, 8, 1))
    follows = {each.who_leaves: each.who_follows for each in packs(later, post)}
    assert follows == {"Ada First": "Cal Third", "Bea Second": None}
    first, second = sorted(packs(later, post), key=lambda each: each.last_day.on)
    confirm_handover(later.session, by=lead(scene), handover=first, on=later.on)
    with pytest.raises(NobodyYetError):
        confirm_handover(later.session, by=SYSTEM, handover=second, on=later.on)
    scene.hold(post, "Dee Fourth", started=FIRST_DAY)
    (open_one,) = [each for each in packs(scene.at(FIRST_DAY), post) if not each.state.closed]
    assert (open_one.who_leaves, open_one.who_follows) == ("Bea Second", "Dee Fourth")


def test_an_interim_who_stands_in_hands_over_to_the_permanent_one_and_the_first_pack_too(scene: Scene) -> None:
    """A permanent one leaves, an interim comes, then a permanent one: two handovers, each with whoever took over."""
    post = scene.post()
    ada = scene.hold(post)
    scene.leaves(post, ada, date(2024, 7, 31))
    at_july = scene.at(date(2024, 8, 1))
    at_july.departs(post, ada, date(2024, 8, 1))
    interim = at_july.hold(post, "Bea Interim", started=date(2024, 8, 1), status="interim")
    (first,) = packs(at_july, post)
    assert first.who_follows == "Bea Interim"
    confirm_handover(scene.session, by=leader(scene, interim.person_id), handover=first, on=at_july.on)
    at_july.leaves(post, interim, LAST_DAY)
    autumn = scene.at(FIRST_DAY)
    autumn.departs(post, interim, FIRST_DAY)
    autumn.hold(post, "Cal Third", started=FIRST_DAY)
    names = [(each.who_leaves, each.who_follows, each.state.value) for each in packs(autumn, post)]
    assert names == [("Bea Interim", "Cal Third", "open"), ("Ada First", "Bea Interim", "handed_over")]


def test_an_interim_in_the_absence_of_a_holder_who_then_leaves_has_taken_over(scene: Scene) -> None:
    """Both are in post at once: the interim started after the holder and stays, so the handover is theirs."""
    post = scene.post()
    ada = scene.hold(post)
    interim = scene.hold(post, "Bea Interim", started=date(2024, 5, 1), status="interim", stands_in=True)
    scene.leaves(post, ada, date(2024, 6, 30))
    later = scene.at(date(2024, 7, 1))
    later.departs(post, ada, date(2024, 7, 1))
    (handover,) = packs(later, post)
    assert (handover.who_leaves, handover.who_follows) == ("Ada First", "Bea Interim")
    assert may_confirm(scene.session, by=leader(scene, interim.person_id), handover=handover, on=later.on)
    assert not may_confirm(scene.session, by=leader(scene, ada.person_id), handover=handover, on=later.on)


def test_a_departure_withdrawn_after_parts_were_done_keeps_what_was_written(scene: Scene) -> None:
    post = scene.post()
    ada = scene.hold(post)
    scene.leaves(post, ada, LAST_DAY)
    (first,) = packs(scene, post)
    write(scene, first)
    withdraw_departure(scene.session, by=SUPPORT, post=post, tenure=ada, told=told(), on=scene.on)
    assert open_missing(scene.session, by=SYSTEM, on=scene.on) == 0
    (aside,) = packs(scene, post)
    assert aside.state.value == "not_needed"
    assert list_parts(scene.session, aside.pack)[Part.PURPOSE].words == "What matters."
    scene.leaves(post, ada, LAST_DAY + timedelta(days=90))
    assert [each.state.value for each in packs(scene, post)] == ["open", "not_needed"]


def test_a_day_that_changes_after_all_parts_were_done_leaves_the_pack_ready(scene: Scene) -> None:
    post = scene.post()
    ada = scene.hold(post)
    event = scene.leaves(post, ada, LAST_DAY)
    (handover,) = packs(scene, post)
    for part in Part:
        write(scene, handover, part)
    for last in (LAST_DAY + timedelta(days=31), LAST_DAY):
        event = _move(scene, post, event, last)
    scene.at(date(2024, 9, 2)).departs(post, ada, date(2024, 9, 1))
    (moved,) = packs(scene.at(date(2024, 9, 2)), post)
    assert (moved.state.value, moved.last_day.on) == ("ready", date(2024, 8, 31))
    assert [each.kind for each in list_events(scene.session, moved.pack)].count("moved") == 3


def _move(scene: Scene, post: Post, event: SuccessionEvent, last: date) -> SuccessionEvent:
    return correct_event(
        scene.session,
        by=SUPPORT,
        post=post,
        event=event,
        effective=Day(last),
        source=None,
        confidence=None,
        confidential_until=None,
        told=told(),
        on=scene.on,
    )


def test_somebody_who_comes_back_to_their_own_post_is_who_follows(scene: Scene) -> None:
    """Ada leaves, nobody comes, and Ada is appointed anew: she takes over from herself, and may close the pack."""
    post = scene.post()
    person = scene.person()
    ada = scene.hold(post, person)
    scene.leaves(post, ada, LAST_DAY)
    autumn = scene.at(FIRST_DAY)
    autumn.departs(post, ada, FIRST_DAY)
    winter = scene.at(date(2025, 1, 6))
    winter.hold(post, person, started=winter.on)
    (handover,) = packs(winter, post)
    assert (handover.who_leaves, handover.who_follows) == ("Ada First", "Ada First")
    confirm_handover(winter.session, by=leader(scene, person.id), handover=handover, on=winter.on)
    assert handover.state.value == "handed_over"


def test_two_records_of_one_person_are_one_holder_who_leaves_and_one_who_follows(scene: Scene) -> None:
    """Whichever record an account names, its owner reads the packs that they leave and take over, and closes theirs."""
    post, second = scene.post(), scene.post("assistant_director", "Assistant Director")
    ada, cal = scene.hold(post), scene.hold(second, "Cal Third")
    scene.leaves(post, ada, LAST_DAY)
    again = scene.person("C. Third")
    autumn = scene.at(FIRST_DAY)
    autumn.departs(post, ada, FIRST_DAY)
    autumn.hold(post, again, started=FIRST_DAY)
    cal_himself = scene.session.get_one(Person, cal.person_id)
    same_person(scene.session, by=SUPPORT, person=again, same_as=cal_himself, told=told(FIRST_DAY), on=FIRST_DAY)
    for record in (again.id, cal.person_id):
        (handover,) = packs(autumn, post, by=leader(scene, record))
        assert may_confirm(scene.session, by=leader(scene, record), handover=handover, on=FIRST_DAY)
    confirm_handover(scene.session, by=leader(scene, again.id), handover=handover, on=FIRST_DAY)
    assert not handover.pack.on_behalf


def test_a_director_who_moves_leaves_one_pack_behind_and_is_one_move_in_both(session: Session, scene: Scene) -> None:
    """From one authority of the programme to another, asked for by the appointment: linked once, each with its half."""
    connect(PostGivenUp, follow_post_given_up)
    belford = make_scene(session, 2, "Belford")
    here, there = scene.post(), belford.post()
    ada, bea = scene.hold(here), belford.hold(there, "Bea Second")
    belford.leaves(there, bea, LAST_DAY)
    person = session.get_one(Person, ada.person_id)
    autumn = belford.at(FIRST_DAY)
    autumn.departs(there, bea, FIRST_DAY)
    autumn.hold(there, person, started=FIRST_DAY, leaves=[ada])
    (left,) = packs(scene.at(FIRST_DAY), here)
    (joined,) = packs(autumn, there)
    assert (left.who_leaves, left.last_day.on, left.who_follows) == ("Ada First", LAST_DAY, None)
    assert (joined.who_leaves, joined.who_follows) == ("Bea Second", "Ada First")
    assert open_missing(session, by=SYSTEM, on=FIRST_DAY) == 0
    halves = session.scalars(select(LeadershipMove)).all()
    assert {(half.side, half.authority_id) for half in halves} == {
        ("left", scene.authority.id),
        ("joined", belford.authority.id),
    }
    assert len({half.move_id for half in halves}) == 1


def test_a_director_of_two_authorities_leaves_one_and_keeps_the_other(session: Session, scene: Scene) -> None:
    belford = make_scene(session, 2, "Belford")
    here, there = scene.post(), belford.post()
    ada = scene.hold(here)
    belford.hold(there, session.get_one(Person, ada.person_id))
    scene.leaves(here, ada, LAST_DAY)
    assert [each.who_leaves for each in packs(scene, here)] == ["Ada First"]
    assert packs(belford, there) == []
