"""One person in several posts: chains within an authority, moves between two, shared directors, and the timeline."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from factories.pages import words
from factories.seats import ON, SUPPORT, Scene, make_scene, told
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from sqlalchemy import func, select, text

from core.access import Role
from core.clock import today
from core.events import connect
from core.process import Process
from core.scope import Scope
from leadership.moves.chains import list_chains
from leadership.moves.find import list_held, list_moves, list_several, moved_from_elsewhere
from leadership.moves.link import follow_post_given_up, link_move
from leadership.moves.models import LeadershipMove, Side
from leadership.register.appointments import PostGivenUp
from leadership.register.corrections import TenureFacts, correct_tenure
from leadership.register.errors import AlreadyRecordedError, LeadershipError
from leadership.register.history import list_histories
from leadership.register.models import Person, Post, Tenure

MAY = date(2024, 5, 1)


@pytest.fixture(autouse=True)
def _connected() -> None:
    connect(PostGivenUp, follow_post_given_up)


def left(scene: Scene, post: Post, tenure: Tenure, first_without: date) -> None:
    scene.departs(post, tenure, first_without, told=told(first_without))


def chains(scene: Scene, on: date = ON):
    return list_chains(list_histories(scene.session, by=SUPPORT, authority_id=scene.authority.id, on=on), on)


def move_up(scene: Scene) -> tuple[Post, Post]:
    """Ada leaves as director, Bea moves up from assistant director, whose post stays empty."""
    director, assistant = scene.post(), scene.post("assistant_director", "Assistant Director")
    first, second = scene.hold(director), scene.hold(assistant, "Bea Second")
    left(scene, director, first, MAY)
    bea = scene.session.get_one(Person, second.person_id)
    scene.hold(director, bea, started=MAY, leaves=[second])
    return director, assistant


def test_a_director_who_is_followed_from_within_opens_the_next_vacancy(scene: Scene):
    director, assistant = move_up(scene)
    (chain,) = chains(scene)
    assert chain.posts == {director.id, assistant.id}
    assert [step.sentence for step in chain.steps] == [
        (
            "Director: Ada First left, last day 30 April 2024. Bea Second moved from Assistant Director (permanent) on "
            "1 May 2024."
        ),
        "Assistant Director: Bea Second left, last day 30 April 2024. Vacant since 1 May 2024.",
    ]
    assert "Assistant Director is vacant since 1 May 2024" in chain.sentence


def test_a_chain_goes_on_until_somebody_comes_from_outside(scene: Scene):
    _, assistant = move_up(scene)
    third = scene.post("practice_lead", "Practice Lead")
    cai = scene.hold(third, "Cai Third", started=date(2022, 1, 3))
    person = scene.session.get_one(Person, cai.person_id)
    scene.hold(assistant, person, started=date(2024, 5, 20), leaves=[cai])
    (chain,) = chains(scene)
    assert [step.title for step in chain.steps] == ["Director", "Assistant Director", "Practice Lead"]
    scene.hold(third, "Dee Fourth", started=date(2024, 6, 3))
    (chain,) = chains(scene)
    assert chain.sentence == (
        "Ada First left Director; Bea Second moved there from Assistant Director; Cai Third moved there from Practice "
        "Lead; Dee Fourth followed there."
    )


def test_a_successor_from_outside_makes_no_chain(scene: Scene):
    director = scene.post()
    left(scene, director, scene.hold(director), MAY)
    scene.hold(director, "Out Sider", started=MAY)
    assert chains(scene) == []


def test_a_chain_ahead_is_told_before_it_happens(scene: Scene):
    director, assistant = scene.post(), scene.post("assistant_director", "Assistant Director")
    scene.leaves(director, scene.hold(director), date(2024, 8, 31))
    second = scene.hold(assistant, "Bea Second")
    scene.hold(director, scene.session.get_one(Person, second.person_id), started=date(2024, 9, 1), leaves=[second])
    (chain,) = chains(scene)
    assert "Bea Second moves up from Assistant Director (permanent) on 1 September 2024" in chain.steps[0].sentence
    assert "Nobody is on record as following." in chain.steps[1].sentence


def test_twin_hats_are_one_person_with_two_posts(scene: Scene):
    director, adults = scene.post(), scene.post("executive_director", "Director of Adult Services")
    ada = scene.hold(director)
    scene.hold(adults, scene.session.get_one(Person, ada.person_id), started=date(2021, 1, 4))
    (several,) = list_several(list_held(scene.session, since=ON, authority_id=scene.authority.id), ON)
    assert [each.post.title for each in several] == ["Director", "Director of Adult Services"]
    assert chains(scene) == []


@dataclass(frozen=True)
class Two:
    ashmere: Scene
    belford: Scene
    left: Tenure
    joined: Tenure


@pytest.fixture
def two(scene: Scene) -> Two:
    belford = make_scene(scene.session, 2, "Belford")
    here, there = scene.post(), belford.post(title="Director of Belford")
    ada = scene.hold(here)
    person = scene.session.get_one(Person, ada.person_id)
    return Two(scene, belford, ada, belford.hold(there, person, started=MAY, leaves=[ada]))


def test_an_appointment_that_names_the_post_given_up_links_the_two_ends(two: Two):
    (move,) = list_moves(two.ashmere.session, ON)
    assert (move.left.tenure, move.joined.tenure) == (two.left, two.joined)
    assert move.move_id is not None
    halves = two.ashmere.session.scalars(select(LeadershipMove).order_by(LeadershipMove.side)).all()
    assert [(half.side, half.authority_id) for half in halves] == [
        ("joined", two.belford.authority.id),
        ("left", two.ashmere.authority.id),
    ]


def test_a_move_within_one_authority_is_from_nowhere_else(scene: Scene):
    move_up(scene)
    tenures = scene.session.scalars(select(Tenure.id)).all()
    assert scene.session.scalar(select(func.count()).select_from(LeadershipMove)) == 2
    for tenure in tenures:
        assert moved_from_elsewhere(scene.session, [tenure]) == {}


def test_both_ends_of_a_move_are_from_elsewhere_to_the_support_team_too(two: Two):
    assert moved_from_elsewhere(two.ashmere.session, [two.left.id, two.joined.id]) == {
        two.left.id: frozenset({Side.LEFT}),
        two.joined.id: frozenset({Side.JOINED}),
    }


def test_a_move_outlives_a_correction_of_one_of_its_ends(two: Two):
    facts = replace(TenureFacts.of(two.joined), internal=False)
    post = two.belford.session.get_one(Post, two.joined.post_id)
    new = correct_tenure(two.belford.session, by=SUPPORT, post=post, tenure=two.joined, facts=facts, told=told(), on=ON)
    (move,) = list_moves(two.belford.session, ON)
    assert (move.joined.tenure.id, move.move_id is not None) == (new.id, True)


def test_a_move_is_linked_once_and_of_one_person(two: Two):
    session = two.ashmere.session
    with pytest.raises(AlreadyRecordedError):
        link_move(session, by=SUPPORT, left=two.left, joined=two.joined)
    other = two.belford.post("practice_lead", "Practice Lead")
    with pytest.raises(LeadershipError, match="one person"):
        link_move(session, by=SUPPORT, left=two.left, joined=two.belford.hold(other, "Zed Other"))


def test_two_ends_recorded_apart_look_like_a_move_until_somebody_says_so(scene: Scene):
    belford = make_scene(scene.session, 2, "Belford")
    here, there = scene.post(), belford.post()
    ada = scene.hold(here)
    left(scene, here, ada, MAY)
    joined = belford.hold(there, scene.session.get_one(Person, ada.person_id), started=MAY + timedelta(days=20))
    (move,) = list_moves(scene.session, ON)
    assert move.move_id is None
    link_move(scene.session, by=SUPPORT, left=ada, joined=joined)
    (move,) = list_moves(scene.session, ON)
    assert move.move_id is not None


def test_a_start_long_after_the_end_is_no_move(scene: Scene):
    belford = make_scene(scene.session, 2, "Belford")
    here, there = scene.post(), belford.post()
    ada = scene.hold(here)
    left(scene, here, ada, date(2023, 1, 9))
    belford.hold(there, scene.session.get_one(Person, ada.person_id), started=MAY)
    assert list_moves(scene.session, ON) == []


@dataclass(frozen=True)
class Moved:
    clone: Clone
    ashmere: int
    belford: int
    here: str
    there: str


@pytest.fixture
def moved(clone: Clone, app) -> Moved:
    """Ada moved from Ashmere to Belford today; Bea directs both."""
    with clone.session() as session:
        ashmere, belford = make_scene(session).at(today()), make_scene(session, 2, "Belford").at(today())
        here, there = ashmere.post(), belford.post(title="Director of Belford")
        ada = ashmere.hold(here)
        belford.hold(there, session.get_one(Person, ada.person_id), started=today(), leaves=[ada])
        shared = ashmere.post("executive_director", "Executive Director")
        bea = ashmere.hold(shared, "Bea Second")
        other = belford.post("executive_director", "Executive Director of Belford")
        belford.hold(other, session.get_one(Person, bea.person_id))
        ashmere.leaves(shared, bea, today() + timedelta(days=60))
        made = Moved(
            clone,
            ashmere.authority.id,
            belford.authority.id,
            f"/authorities/Z001/posts/{here.id}",
            f"/authorities/Z002/posts/{there.id}",
        )
        session.commit()
    return made


def test_each_authority_sees_its_own_half_and_the_support_team_both(moved: Moved, client_as: ClientAs):
    ashmere, belford = (client_as(Role.LEAD, authority=code) for code in ("Z001", "Z002"))
    support = client_as(Role.SUPPORT)
    page = words(ashmere.get(moved.here))
    assert "Ada First left for a post in another authority of the programme." in page
    assert "Belford" not in page
    page = words(belford.get(moved.there))
    assert "Ada First came from a post in another authority of the programme." in page
    assert "Ashmere" not in page
    page = words(support.get("/moves"))
    assert "1 move between authorities in the last five years, 0 not yet confirmed" in page
    assert "Director, Ashmere" in page
    assert "Director of Belford, Belford" in page
    assert ashmere.get("/moves").status_code == 403


def test_the_database_shows_each_authority_its_own_half(moved: Moved):
    seen = {}
    for name, number in (("ashmere", moved.ashmere), ("belford", moved.belford)):
        with moved.clone.session(Scope(frozenset({number})), Process.WEB) as session:
            seen[name] = session.scalars(text("SELECT side FROM leadership_move")).all()
            tenures = session.scalars(select(Tenure.id)).all()
            halves = moved_from_elsewhere(session, tenures)
            assert list(halves.values()) == [frozenset({Side(seen[name][0])})]
            assert list_moves(session, today()) == []
    assert seen == {"ashmere": ["left"], "belford": ["joined"]}


def test_a_shared_director_who_leaves_is_asked_about_both_posts(moved: Moved, client_as: ClientAs):
    with moved.clone.session() as session:
        number = session.scalars(select(Post.id).where(Post.title == "Executive Director")).one()
    path = f"/authorities/Z001/posts/{number}"
    page = words(client_as(Role.SUPPORT).get(path))
    assert "Bea Second is one person with 2 posts" in page
    assert "Do they leave Executive Director of Belford of Belford too?" in page
    assert "Belford" not in words(client_as(Role.LEAD, authority="Z001").get(path))
    leaders = words(client_as(Role.SUPPORT).get("/authorities/Z001/leaders"))
    assert "Bea Second holds 2 posts and counts once" in leaders


def test_the_support_team_confirms_a_move_that_nobody_linked(moved: Moved, client_as: ClientAs):
    with moved.clone.session() as session:
        ashmere = replace(make_scene(session, 3, "Cranford"), on=today())
        post = ashmere.post()
        cai = ashmere.hold(post, "Cai Third")
        left(ashmere, post, cai, today() - timedelta(days=5))
        belford = make_scene(session, 4, "Dunmere").at(today())
        joined = belford.hold(belford.post(), session.get_one(Person, cai.person_id), started=today())
        ends = {"left": str(cai.id), "joined": str(joined.id)}
        session.commit()
    support = client_as(Role.SUPPORT)
    assert "1 not yet confirmed" in words(support.get("/moves"))
    assert support.send("/moves/confirm", left="x", joined="y").status_code == 404
    assert support.send("/moves/confirm", **ends).status_code == 303
    assert "0 not yet confirmed" in words(support.get("/moves"))
    assert client_as(Role.LEAD, authority="Z001").send("/moves/confirm", **ends).status_code == 403


def test_the_timeline_names_every_holder_of_every_post_for_those_who_may_see_names(moved: Moved, client_as: ClientAs):
    lead = client_as(Role.LEAD, authority="Z001")
    page = words(lead.get("/authorities/Z001/timeline"))
    assert "Since January 2020 2 people have held the 2 posts on record." in page
    assert "Ada First" in page
    assert "<svg" in page
    told_of = lead.get("/authorities/Z001/timeline.csv")
    assert told_of.mimetype == "text/csv"
    assert "Ada First" in told_of.text
    assert client_as(Role.LEAD, authority="Z002").get("/authorities/Z001/timeline").status_code == 404
    assert client_as(Role.DFE_VIEWER).get("/authorities/Z001/timeline").status_code == 403
    past = words(lead.get("/authorities/Z001/timeline?as_known_on=2021-01-04"))
    assert "You see what was known on" in past


def test_a_long_list_of_moves_comes_in_pages(moved: Moved, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("leadership.moves.views.A_PAGE", 1)
    with moved.clone.session() as session:
        cranford = replace(make_scene(session, 3, "Cranford"), on=today())
        post = cranford.post()
        cai = cranford.hold(post, "Cai Third")
        left(cranford, post, cai, today() - timedelta(days=5))
        dunmere = make_scene(session, 4, "Dunmere").at(today())
        joined = dunmere.hold(dunmere.post(), session.get_one(Person, cai.person_id), started=today())
        ends = {"left": str(cai.id), "joined": str(joined.id)}
        session.commit()
    support = client_as(Role.SUPPORT)
    pages = [words(support.get(f"/moves?page={number}")) for number in ("1", "2")]
    assert sorted("Cai Third" in page for page in pages) == [False, True]
    assert sorted("Ada First" in page for page in pages) == [False, True]
    assert all("2 moves between authorities" in page for page in pages), "the sentence counts all of them"
    assert "Page 2 of 2." in pages[1]
    assert words(support.get("/moves?page=99")) == pages[1]
    assert words(support.get("/moves?page=x")) == pages[0]
    assert support.send("/moves/confirm", page="2", **ends).headers["Location"].endswith("/moves?page=2")
