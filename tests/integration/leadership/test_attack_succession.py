"""Attacks on succession: confidence that is extended, forms sent twice, packs that come back, letters sent again."""

from datetime import timedelta

import pytest
from factories.seats import SUPPORT, Scene, make_scene, told
from fixtures.databases import Clone
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity, Membership, Role
from core.clock import now, today
from core.events import connect
from core.process import Process
from leadership.handover.find import list_actions, list_handovers
from leadership.handover.models import HandoverPack
from leadership.handover.open import follow_departure, set_aside
from leadership.handover.write import add_action, finish_action
from leadership.profiles.kinds import Attribute
from leadership.recruitment.kinds import Place
from leadership.recruitment.open import close_pack, follow_announcement, open_pack
from leadership.recruitment.ticks import Ticks, read_recruitment, tick_place
from leadership.register.corrections import correct_event
from leadership.register.days import Day
from leadership.register.departures import withdraw_departure
from leadership.register.kinds import Confidence
from leadership.register.log import SuccessionLogged
from leadership.register.models import Post, SuccessionEvent
from leadership.succession.errors import SuccessionError
from leadership.succession.kinds import Ready
from leadership.succession.successors import list_named, name_successor


@pytest.fixture(autouse=True)
def _connected() -> None:
    connect(SuccessionLogged, follow_departure)
    connect(SuccessionLogged, follow_announcement)


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session).at(today())


def confidential(scene: Scene, post: Post, days: int = 20) -> SuccessionEvent:
    last = today() + timedelta(days=90)
    return scene.leaves(post, scene.hold(post), last, confidential_until=today() + timedelta(days=days))


def correct(scene: Scene, post: Post, event: SuccessionEvent, days: int | None) -> SuccessionEvent:
    return correct_event(
        scene.session,
        by=SUPPORT,
        post=post,
        event=event,
        effective=Day(event.effective_on),
        source=event.source,
        confidence=Confidence(event.confidence),
        confidential_until=None if days is None else today() + timedelta(days=days),
        told=told(today()),
        on=today(),
    )


def test_a_recruitment_pack_stays_hidden_as_long_as_the_departure_it_was_opened_for(scene: Scene) -> None:
    post = scene.post()
    event = confidential(scene, post)
    pack = open_pack(scene.session, by=SUPPORT, post=post, reason=None, on=today())
    later = correct(scene, post, event, 60)
    assert pack.confidential_until == later.confidential_until
    correct(scene, post, later, None)
    assert pack.confidential_until == today(), "public as soon as the announcement is"


def test_a_departure_that_becomes_confidential_hides_its_public_recruitment_pack(scene: Scene) -> None:
    post = scene.post()
    event = scene.leaves(post, scene.hold(post), today() + timedelta(days=90))
    pack = open_pack(scene.session, by=SUPPORT, post=post, reason=None, on=today())
    assert pack.confidential_until is None
    assert correct(scene, post, event, 30).confidential_until == pack.confidential_until


def test_a_recorded_departure_opens_its_recruitment_pack_to_all_beside_a_public_one(scene: Scene) -> None:
    post = scene.post()
    confidential(scene, post)
    hidden = open_pack(scene.session, by=SUPPORT, post=post, reason=None, on=today())
    assert hidden.confidential_until == today() + timedelta(days=20)
    # Somebody who could see nothing of it opened one by hand.
    public = type(hidden)(
        authority_id=post.authority_id,
        post_id=post.id,
        ground="by_hand",
        reason="A second post",
        opened_on=today(),
        confidential_until=None,
    )
    scene.session.add(public)
    scene.session.flush()
    leave(scene, post)
    assert (hidden.confidential_until, public.confidential_until) == (today(), None)


def leave(scene: Scene, post: Post) -> None:
    (holder,) = scene.seat(post).holders
    scene.at(today()).departs(post, scene.history(post).row(holder.tenure.id), today())


def test_a_confidential_recruitment_pack_leaves_the_readiness_that_everybody_sees_as_it_was(scene: Scene) -> None:
    post = scene.post()
    first = open_pack(scene.session, by=SUPPORT, post=post, reason=None, on=today())
    ticks = Ticks(tuple(Attribute), "Advert", "Head of people", today())
    tick_place(scene.session, by=SUPPORT, pack=first, place=Place.ADVERT, ticks=ticks, after_version=0, on=today())
    close_pack(scene.session, by=SUPPORT, pack=first, on=today(), at=now())
    before = read_recruitment(scene.session, [post.id], today())
    assert before[post.id].value == 0.25
    confidential(scene, post)
    open_pack(scene.session, by=SUPPORT, post=post, reason=None, on=today())
    assert read_recruitment(scene.session, [post.id], today()) == before


def test_a_name_that_is_sent_twice_is_on_the_list_once(clone: Clone) -> None:
    with clone.session() as session:
        scene = make_scene(session)
        post_id, authority_id = scene.post().id, scene.authority.id
        session.commit()
    by = Identity(None, "Lead", frozenset({Membership(Role.LEAD, authority_id)}))
    with clone.session(by.scope(), Process.WEB) as session:
        post = session.get_one(Post, post_id)

        def name(who: str) -> None:
            name_successor(session, by=by, post=post, ready=Ready.NOW, place=None, on=today(), name=who)

        name("Wilhelmina Quince")
        with pytest.raises(SuccessionError) as refused:
            name(" wilhelmina  quince ")
        assert refused.value.field == "name"
        assert len(list_named(session, post=post)) == 1


def states(scene: Scene) -> list[str]:
    found = list_handovers(scene.session, by=SUPPORT, on=today(), authority_id=scene.authority.id)
    return sorted(each.state.value for each in found)


def test_a_handover_that_nobody_needs_does_not_come_back_when_the_departure_is_corrected_or_recorded(
    scene: Scene,
) -> None:
    post = scene.post()
    event = scene.leaves(post, scene.hold(post), today() + timedelta(days=30))
    set_aside(scene.session, by=SUPPORT, pack=scene.session.scalars(select(HandoverPack)).one())
    correct(scene, post, event, 5)
    assert states(scene) == ["not_needed"]
    leave(scene, post)
    assert states(scene) == ["not_needed"]


def test_whoever_stayed_and_leaves_after_all_has_a_handover(scene: Scene) -> None:
    post = scene.post()
    tenure = scene.hold(post)
    scene.leaves(post, tenure, today() + timedelta(days=30))
    withdraw_departure(scene.session, by=SUPPORT, post=post, tenure=tenure, told=told(today()), on=today())
    leave(scene, post)
    assert states(scene) == ["not_needed", "open"]


def test_an_action_that_is_sent_twice_is_to_be_done_once(scene: Scene) -> None:
    post = scene.post()
    scene.leaves(post, scene.hold(post), today() + timedelta(days=30))
    pack = scene.session.scalars(select(HandoverPack)).one()

    def add(what: str) -> None:
        add_action(scene.session, by=SUPPORT, pack=pack, what=what, owner="Ada First", due_on=None)

    add("Meet the chair")
    add(" Meet  the chair")
    (only,) = list_actions(scene.session, pack)
    finish_action(scene.session, by=SUPPORT, pack=pack, action_id=only.id, at=now())
    add("Meet the chair")
    assert len(list_actions(scene.session, pack)) == 2, "what was done may be called for again"
