"""Recruitment packs by their verbs: when they open, what a tick needs, what counts, and what the database refuses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories.seats import SUPPORT, Scene, make_scene, told
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import AuditEvent
from core.clock import now, today
from leadership.profiles.kinds import Attribute
from leadership.recruitment.errors import RecruitmentClosedError, RecruitmentError, TickedMeanwhileError
from leadership.recruitment.find import find_open_pack, list_versions
from leadership.recruitment.kinds import Ground, Place
from leadership.recruitment.models import RecruitmentPack, RecruitmentStep
from leadership.recruitment.open import close_pack, open_pack
from leadership.recruitment.ticks import Ticks, read_recruitment, share_embedded, tick_place
from leadership.register.models import Post
from leadership.register.posts import close_post

ALL = tuple(Attribute)
LEAD = Identity(None, "Lead", frozenset())


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session).at(today())


def opened(scene: Scene, post: Post, reason: str | None = None) -> RecruitmentPack:
    return open_pack(scene.session, by=SUPPORT, post=post, reason=reason, on=today())


def tick(
    scene: Scene,
    pack: RecruitmentPack,
    place: Place = Place.ADVERT,
    attributes: tuple[Attribute, ...] = ALL,
    *,
    evidence: str | None = "Advert of June",
    owner: str = "Head of people",
    done_on: date | None = None,
    after: int = 0,
) -> RecruitmentStep:
    ticks = Ticks(attributes, evidence, owner, done_on or today())
    return tick_place(scene.session, by=SUPPORT, pack=pack, place=place, ticks=ticks, after_version=after, on=today())


def test_a_vacant_post_opens_a_pack_without_a_reason(scene: Scene):
    assert opened(scene, scene.post()).ground == Ground.VACANT


def test_an_announced_departure_opens_one_too(scene: Scene):
    post = scene.post()
    scene.leaves(post, scene.hold(post), today() + timedelta(days=40))
    assert opened(scene, post).ground == Ground.ANNOUNCED


def test_a_post_whose_holder_stays_needs_a_reason(scene: Scene):
    post = scene.post()
    scene.hold(post)
    with pytest.raises(RecruitmentError) as refused:
        opened(scene, post, "  ")
    assert refused.value.field == "reason"
    pack = opened(scene, post, " a second  post ")
    assert (pack.ground, pack.reason) == (Ground.BY_HAND, "a second post")


def test_one_pack_is_open_at_a_time_and_a_closed_one_makes_room(scene: Scene):
    post = scene.post()
    first = opened(scene, post)
    with pytest.raises(RecruitmentError):
        opened(scene, post)
    close_pack(scene.session, by=SUPPORT, pack=first, on=today(), at=now())
    with pytest.raises(RecruitmentClosedError):
        close_pack(scene.session, by=SUPPORT, pack=first, on=today(), at=now())
    with pytest.raises(RecruitmentClosedError):
        tick(scene, first)
    second = opened(scene, post)
    assert find_open_pack(scene.session, post=post) is second


def test_nobody_is_looked_for_in_a_closed_post(scene: Scene):
    post = scene.post()
    close_post(scene.session, by=SUPPORT, post=post, closed_on=today(), told=told(today()), on=today())
    with pytest.raises(RecruitmentClosedError):
        opened(scene, post)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"evidence": " "}, "evidence"),
        ({"evidence": None}, "evidence"),
        ({"owner": ""}, "owner"),
        ({"done_on": date(2999, 1, 1)}, "done_on"),
    ],
)
def test_a_tick_says_where_who_and_when(scene: Scene, more: dict, field: str):
    pack = opened(scene, scene.post())
    with pytest.raises(RecruitmentError) as refused:
        tick(scene, pack, **more)
    assert refused.value.field == field


def test_ticks_can_be_taken_back_without_evidence_and_versions_grow(scene: Scene):
    pack = opened(scene, scene.post())
    tick(scene, pack)
    with pytest.raises(TickedMeanwhileError):
        tick(scene, pack)
    tick(scene, pack, attributes=(), evidence=None, after=1)
    assert [len(step.attributes) for step in list_versions(scene.session, pack, Place.ADVERT)] == [0, 5]


def test_each_whole_place_counts_a_quarter_and_a_part_of_one_nothing(scene: Scene):
    post = scene.post()
    assert share_embedded(scene.session, scene.authority, post, today()) == 0
    pack = opened(scene, post)
    tick(scene, pack, Place.ADVERT)
    tick(scene, pack, Place.INTERVIEW, ALL[:4])
    assert share_embedded(scene.session, scene.authority, post, today()) == Decimal("0.25")
    tick(scene, pack, Place.INTERVIEW, after=1)
    tick(scene, pack, Place.INDUCTION)
    tick(scene, pack, Place.PERSON_SPECIFICATION)
    assert share_embedded(scene.session, scene.authority, post, today()) == 1


def test_the_readiness_item_is_of_its_oldest_day_and_knows_no_future(scene: Scene):
    post = scene.post()
    pack = opened(scene, post)
    tick(scene, pack, Place.ADVERT, done_on=today() - timedelta(days=400))
    tick(scene, pack, Place.INDUCTION)
    derived = read_recruitment(scene.session, [post.id], today())[post.id]
    assert derived.value == 0.5
    assert derived.of == today() - timedelta(days=400)
    assert "2 of 4 places" in derived.words
    assert read_recruitment(scene.session, [post.id], today() - timedelta(days=1)) == {}


def test_a_confidential_departure_makes_a_confidential_pack_that_counts_for_nobody(scene: Scene):
    post = scene.post()
    until = today() + timedelta(days=20)
    tenure = scene.hold(post)
    scene.leaves(post, tenure, today() + timedelta(days=40), confidential_until=until)
    pack = opened(scene, post)
    assert pack.confidential_until == until
    tick(scene, pack)
    assert read_recruitment(scene.session, [post.id], today()) == {}


def test_the_audit_names_no_evidence_and_nobody(scene: Scene):
    tick(scene, opened(scene, scene.post()))
    events = scene.session.scalars(select(AuditEvent).where(AuditEvent.deed.like("recruitment.%"))).all()
    assert {event.deed for event in events} == {"recruitment.opened", "recruitment.place_ticked"}
    assert "Advert of June" not in str([event.after for event in events])
    assert "Head of people" not in str([event.after for event in events])


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"evidence": None}, "evidence_for_ticks"),
        ({"attributes": ["charm"]}, "attributes_known"),
        ({"place": "dinner"}, "place_known"),
        ({"owner": ""}, "something_said"),
        ({"version": 0}, "versions_count_from_one"),
    ],
)
def test_the_database_refuses_it_too(scene: Scene, change: dict, constraint: str):
    pack = opened(scene, scene.post())
    facts = {
        "authority_id": pack.authority_id,
        "pack_id": pack.id,
        "place": "advert",
        "version": 1,
        "attributes": ["buy_in"],
        "evidence": "x",
        "owner": "x",
        "done_on": today(),
        "known_on": today(),
    }
    scene.session.add(RecruitmentStep(**{**facts, **change}))
    with pytest.raises(IntegrityError, match=constraint):
        scene.session.flush()
