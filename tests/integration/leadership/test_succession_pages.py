"""The pages of succession, as each kind of user meets them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest
from factories.pages import day, words
from factories.predictions import add_prediction
from factories.seats import ON, make_scene
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import select

from authorities.inspection.detail import Judgements
from authorities.inspection.record import record_inspection
from authorities.politics.record import record_control
from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.audit import AuditEvent
from core.clock import today
from core.process import Process
from leadership.register.models import Post
from leadership.succession.items import ItemFacts, assess_item
from leadership.succession.kinds import Item, Ready
from leadership.succession.models import SuccessorIdentity, SuccessorStanding
from leadership.succession.successors import list_named, name_successor

CANARY = "Wilhelmina Quince"


@dataclass(frozen=True)
class Posts:
    """Ashmere with a director, an interim assistant director and a vacant post; Belford with a director."""

    clone: Clone
    director: UUID
    interim: UUID
    vacant: UUID
    belfords: UUID
    ashmere: int

    def address(self, post: UUID, deed: str = "", code: str = "Z001") -> str:
        return f"/authorities/{code}/posts/{post}/succession{'/' + deed if deed else ''}"


@pytest.fixture
def posts(clone: Clone) -> Posts:
    with clone.session() as session:
        ashmere, belford = make_scene(session), make_scene(session, 2, "Belford")
        made = [
            ashmere.post(),
            ashmere.post("assistant_director", "Assistant Director"),
            ashmere.post("practice_lead", "Practice Lead"),
            belford.post(title="Director of Belford"),
        ]
        ashmere.hold(made[0])
        ashmere.hold(made[1], "Bea Second", date(2024, 1, 8), "interim")
        belford.hold(made[3], "Cai Third")
        found = Posts(clone, *(post.id for post in made), ashmere.authority.id)
        session.commit()
    return found


@pytest.fixture
def lead(posts: Posts, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


@pytest.fixture
def support(posts: Posts, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.SUPPORT)


def leading(authority_id: int) -> Identity:
    return Identity(None, "Lead", frozenset({Membership(Role.LEAD, authority_id)}))


def name_somebody(
    posts: Posts, post_id: UUID, name: str = CANARY, ready: Ready = Ready.NOW, on: date | None = None
) -> UUID:
    by = leading(posts.ashmere)
    with posts.clone.session(by.scope(), Process.WEB) as session:
        post = session.get_one(Post, post_id)
        made = name_successor(session, by=by, post=post, ready=ready, place=None, on=on or today(), name=name)
        session.commit()
        return made.id


def order_of(page: str, *titles: str) -> list[str]:
    return sorted(titles, key=lambda title: page.index(f'summary-card__title">{title}'))


def test_the_overview_puts_vacant_posts_first_and_a_post_without_a_successor_before_those_with_one(
    posts: Posts, lead: SignedInClient
):
    name_somebody(posts, posts.director)
    page = words(lead.get("/authorities/Z001/succession"))
    assert "2 of 3 posts have nobody named to follow, 1 is vacant; readiness is 0.3 out of 6 on average." in page
    titles = ["Practice Lead", "Assistant Director", "Director"]
    assert order_of(page, *titles) == titles
    leaders = words(lead.get("/authorities/Z001/leaders"))
    assert '1 out of 6<span class="govuk-visually-hidden">: the plan of Director' in leaders
    assert leaders.count("0 out of 6<span") == 2
    whole = words(lead.get("/authorities/Z001"))
    assert 'Readiness and handover</h2> <p class="govuk-body">2 of 3 posts have nobody named to follow' in whole
    assert "Assistant Director: Interim or acting for" in page
    assert CANARY not in page, "counts are enough here"


def test_taking_the_successor_off_raises_the_post_and_deletes_the_name(posts: Posts, lead: SignedInClient):
    number = name_somebody(posts, posts.director)
    name_somebody(posts, posts.interim, "Noor Later", Ready.WITHIN_12)
    titles = ["Practice Lead", "Assistant Director", "Director"]
    assert order_of(words(lead.get("/authorities/Z001/succession")), *titles) == titles
    address = posts.address(posts.director, f"successors/{number}/withdraw")
    assert "Tick the box" in words(lead.send(address)), "a name is not lost by a slip"
    assert lead.send(address, sure="y").status_code == 303
    assert order_of(words(lead.get("/authorities/Z001/succession")), *titles) == [
        "Practice Lead",
        "Director",
        "Assistant Director",
    ]
    with psycopg.connect(posts.clone.owner_url) as connection:
        named = connection.execute("SELECT name FROM successor_identity WHERE num_nonnulls(name, person_id, note) > 0")
        assert named.fetchall() == [("Noor Later",)]
        assert connection.execute("SELECT count(*) FROM successor WHERE withdrawn_on IS NOT NULL").fetchone() == (1,)


def test_a_lead_names_ranks_and_changes_successors(posts: Posts, lead: SignedInClient):
    address = posts.address(posts.director, "successors/new")
    assert "Bea Second" in words(lead.get(address)), "people of the register can be chosen"
    assert lead.send(address, person="new", name=CANARY, ready="12_to_24", place="").status_code == 303
    assert lead.send(address, person="new", name="Noor Later", ready="now", place="1").status_code == 303
    page = words(lead.get(posts.address(posts.director)))
    assert page.index("Noor Later") < page.index(CANARY)
    assert "2 successors named: 1 ready now, 1 in 12 to 24 months. Readiness is 1 out of 6." in page
    with posts.clone.session(leading(posts.ashmere).scope(), Process.WEB) as session:
        named = list_named(session, post=session.get_one(Post, posts.director))
    changed = lead.send(posts.address(posts.director, f"successors/{named[1].successor.id}"), ready="now", place="1")
    assert changed.status_code == 303
    page = words(lead.get(posts.address(posts.director)))
    assert page.index(CANARY) < page.index("Noor Later")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"person": "", "name": ""}, "Choose who could follow."),
        ({"person": "new", "name": ""}, "Enter the name."),
        ({"person": "new", "name": CANARY, "place": "0"}, "counts from 1"),
    ],
)
def test_a_successor_that_is_not_fully_said_is_asked_for(
    posts: Posts, lead: SignedInClient, fields: dict[str, str], said: str
):
    answer = lead.send(posts.address(posts.director, "successors/new"), ready="now", **fields)
    assert answer.status_code == 422
    assert said in words(answer)


def test_one_person_is_not_named_twice_for_one_post(posts: Posts, lead: SignedInClient):
    address = posts.address(posts.director, "successors/new")
    page = lead.get(address).text
    bea = page.split('">Bea Second')[0].split('value="')[-1]
    assert lead.send(address, person=bea, ready="now").status_code == 303
    assert "on the list already" in words(lead.send(address, person=bea, ready="now"))


def test_the_support_team_sees_how_many_and_never_who(posts: Posts, support: SignedInClient, client_as: ClientAs):
    number = name_somebody(posts, posts.director)
    for path in (
        posts.address(posts.director),
        "/authorities/Z001/succession",
        "/authorities/Z001/succession.csv",
        f"/authorities/Z001/posts/{posts.director}",
        "/authorities/Z001",
    ):
        answer = support.get(path)
        assert answer.status_code == 200, path
        assert CANARY not in answer.text, path
    assert "1 ready now" in words(support.get(posts.address(posts.director)))
    for deed in ("successors/new", f"successors/{number}", f"successors/{number}/withdraw"):
        assert support.get(posts.address(posts.director, deed)).status_code == 403
    both = client_as(Role.SUPPORT, Role.LEAD, authority="Z002")
    assert CANARY not in both.get(posts.address(posts.director)).text, "a lead elsewhere is no lead here"


def test_the_database_keeps_identities_from_everybody_who_does_not_lead(posts: Posts):
    """Row-level security, not only the view (design 5.5)."""
    name_somebody(posts, posts.director)
    support = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))
    elsewhere = Identity(None, "Lead", frozenset({Membership(Role.LEAD, posts.ashmere + 1)}))
    reader = Identity(None, "Reader", frozenset({Membership(Role.RISK_READER, posts.ashmere)}))
    system = Identity(None, "System", frozenset({Membership(Role.SYSTEM)}))
    for by, process in (
        (support, Process.WEB),
        (elsewhere, Process.WEB),
        (reader, Process.WEB),
        (system, Process.WORKER),
    ):
        with posts.clone.session(by.scope(), process) as session:
            assert session.scalars(select(SuccessorIdentity)).all() == []
    with posts.clone.session(leading(posts.ashmere).scope(), Process.WEB) as session:
        assert [each.name for each in session.scalars(select(SuccessorIdentity))] == [CANARY]


def test_another_authoritys_plans_are_not_there(posts: Posts, client_as: ClientAs):
    name_somebody(posts, posts.director)
    stranger = client_as(Role.LEAD, authority="Z002")
    for path in (
        "/authorities/Z001/succession",
        "/authorities/Z001/succession.csv",
        "/authorities/Z001/landscape",
        posts.address(posts.director),
        posts.address(posts.director, "plan"),
        posts.address(posts.director, code="Z002"),
    ):
        assert stranger.get(path).status_code == 404, path
    for role in (Role.LEADER, Role.DFE_VIEWER, Role.SIGNATORY, Role.COACH):
        person = client_as(role, authority="Z001", person_id=posts.director)
        assert person.get("/authorities/Z001/succession").status_code == 403, role


def test_likelihood_and_impact_are_judged_apart_and_kept(posts: Posts, support: SignedInClient):
    said = {"reason": "Funding ends in spring", "owner": "Chief executive"}
    address = posts.address(posts.director, "likelihood")
    assert support.send(address, level="high", **said).status_code == 303
    page = words(support.get(posts.address(posts.director)))
    assert "<strong>High</strong>. Funding ends in spring (Chief executive" in page
    assert page.count("Not judged yet") == 1, "the impact is an input of its own"
    assert support.send(address, level="low", reason="Extended", owner="Chief executive").status_code == 303
    kept = words(support.get(posts.address(posts.director)))
    assert kept.index("Low: Extended") < kept.index("High: Funding ends in spring"), "what was said before is kept"
    with psycopg.connect(posts.clone.owner_url) as connection:
        rows = connection.execute(
            "SELECT level, superseded_at IS NULL FROM loss_judgement ORDER BY recorded_at"
        ).fetchall()
    assert rows == [("high", False), ("low", True)]
    assert "Enter the reason." in words(support.send(address, level="low", owner="x"))
    ahead = support.send(address, level="low", **said, **day("judged_on", today() + timedelta(days=1)))
    assert ahead.status_code == 422
    assert "That day has not come." in words(ahead)


def test_the_plan_makes_its_item_of_readiness(posts: Posts, lead: SignedInClient):
    address = posts.address(posts.director, "plan")
    nobody = lead.send(address, written="yes", owner="HR", **day("approved_on", today()))
    assert "Say who approved it" in words(nobody)
    stored = lead.send(
        address,
        written="yes",
        owner="HR",
        approved_by="Chief executive",
        evidence="https://intranet.example/plan",
        **day("approved_on", today()),
    )
    assert stored.status_code == 303
    page = words(lead.get(posts.address(posts.director)))
    assert "Readiness is 1 out of 6." in page
    assert 'href="https://intranet.example/plan"' in page
    assert "There is none" not in page
    none = lead.send(address, written="no", owner="HR", **day("approved_on", today()), approved_by="x")
    assert "Clear the days." in words(none)


def test_items_need_evidence_count_for_a_year_and_are_remembered(posts: Posts, lead: SignedInClient):
    address = posts.address(posts.director, "items/champions")
    assert "Say where the evidence is" in words(lead.send(address, value="1", owner="PSW"))
    stored = lead.send(address, value="1", owner="PSW", evidence="List of champions", **day("assessed_on", ON))
    assert stored.status_code == 303
    page = words(lead.get(posts.address(posts.director)))
    assert "Stale" in page
    assert "Readiness is 0.5 out of 6." in page
    assert "3 of the four" not in page
    quarters = lead.send(
        posts.address(posts.director, "items/recruitment"), value="0.75", owner="HR", evidence="Advert"
    )
    assert quarters.status_code == 303
    assert "Readiness is 1.25 out of 6." in words(lead.get(posts.address(posts.director)))


def test_political_ownership_counts_for_every_post(posts: Posts, lead: SignedInClient):
    stored = lead.send(
        "/authorities/Z001/succession/ownership", value="1", owner="Lead member", evidence="Cabinet minutes"
    )
    assert stored.status_code == 303
    for post in (posts.director, posts.vacant):
        assert "Readiness is 1 out of 6." in words(lead.get(posts.address(post)))


def test_a_past_day_shows_what_was_known_then(posts: Posts, lead: SignedInClient):
    yesterday = today() - timedelta(days=1)
    by = leading(posts.ashmere)
    with posts.clone.session(by.scope(), Process.WEB) as session:
        authority, post = session.get_one(Authority, posts.ashmere), session.get_one(Post, posts.director)
        for on, value in ((yesterday, Decimal("0.5")), (today(), Decimal(1))):
            facts = ItemFacts(value, "PSW", on, "list")
            assess_item(session, by=by, authority=authority, post=post, item=Item.CHAMPIONS, facts=facts, on=on)
        session.commit()
    name_somebody(posts, posts.director)
    assert "Readiness is 2 out of 6." in words(lead.get(posts.address(posts.director)))
    past = words(lead.get(posts.address(posts.director) + f"?as_known_on={yesterday}"))
    assert "Nobody is named to follow in this post. Readiness is 0.5 out of 6." in past
    assert CANARY not in past
    assert "Judge again" not in past


def test_audit_names_nobody(posts: Posts, lead: SignedInClient):
    lead.send(posts.address(posts.director, "successors/new"), person="new", name=CANARY, ready="now", note="coaching")
    with posts.clone.session() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.deed.like("successor%"))).all()
    assert [event.deed for event in events] == ["successor.named"]
    assert CANARY not in str([(event.subject, event.after) for event in events])


def test_the_landscape_says_what_it_rests_on(posts: Posts, lead: SignedInClient):
    with posts.clone.session() as session:
        ashmere = session.get_one(Authority, posts.ashmere)
        told = {"by": leading(posts.ashmere), "on": ON, "authority": ashmere}
        for when, grade in ((date(2019, 3, 4), "requires_improvement"), (date(2023, 3, 6), "good")):
            record_inspection(
                session,
                **told,
                inspected_on=when,
                published_on=when,
                judgements=Judgements(overall=grade),
                source="report",
            )
        record_control(session, **told, effective_on=date(2019, 5, 3), control="Purple", known_on=date(2019, 5, 3))
        session.commit()
    page = words(lead.get("/authorities/Z001/landscape"))
    assert "category 3" in page
    assert "facts alone" in page
    assert "Low: improving" in page
    assert "No post of chief executive is on record" in page
    assert "Call consistency by hand" not in page, "inspections say enough"
    assert "Say where the evidence is, or clear the tick." in words(
        lead.send("/authorities/Z001/landscape/engagement", holds=["visits"], owner="DCS")
    )
    stored = lead.send("/authorities/Z001/landscape/engagement", holds=["visits"], visits_evidence="diary", owner="DCS")
    assert stored.status_code == 303
    page = words(lead.get("/authorities/Z001/landscape"))
    assert "category 1" in page, "one of five statements is less than half"
    assert "yes (diary)" in page
    table = lead.get("/authorities/Z001/landscape.csv").text
    assert "Possible categories,1" in table


def test_a_statement_of_engagement_expires_after_six_months(posts: Posts, lead: SignedInClient):
    lead.send(
        "/authorities/Z001/landscape/engagement",
        holds=["visits"],
        visits_evidence="diary",
        owner="DCS",
        **day("stated_on", today() - timedelta(days=190)),
    )
    assert "The last statement expired on" in words(lead.get("/authorities/Z001/landscape"))


def test_too_few_inspections_ask_for_a_call_with_its_reason(posts: Posts, lead: SignedInClient):
    page = words(lead.get("/authorities/Z001/landscape"))
    assert "Too little is on record for one category" in page
    assert "Enter the reason." in words(lead.send("/authorities/Z001/landscape/consistency", high="low", owner="DCS"))
    lead.send("/authorities/Z001/landscape/consistency", high="low", owner="DCS", reason="Peer review of May")
    assert "Called low by DCS" in words(lead.get("/authorities/Z001/landscape"))


def test_exposure_is_for_those_who_may_see_chances(posts: Posts, lead: SignedInClient, client_as: ClientAs):
    with posts.clone.session() as session:
        add_prediction(session, posts.ashmere, posts.director, today() - timedelta(days=3), r12=0.6)
        session.commit()
    assert lead.get("/authorities/Z001/exposure").status_code == 403
    assert "per cent" not in lead.get("/authorities/Z001/succession").text
    reader = client_as(Role.LEAD, Role.RISK_READER, authority="Z001")
    page = words(reader.get("/authorities/Z001/exposure"))
    assert "Most exposed is Director: rank 1 of those that are held. 1 post is vacant already." in page
    assert "P1: Director" in page
    assert "At least an even chance of a change within a year, with readiness of 0 out of 6" in page
    table = reader.get("/authorities/Z001/exposure.csv").text
    assert "Director,Ashmere,60,45,75" in table


def test_the_order_of_successors_is_kept_by_version(posts: Posts):
    first = name_somebody(posts, posts.director, "One", on=today() - timedelta(days=2))
    second = name_somebody(posts, posts.director, "Two", on=today() - timedelta(days=1))
    by = leading(posts.ashmere)
    with posts.clone.session(by.scope(), Process.WEB) as session:
        standings = session.scalars(
            select(SuccessorStanding).where(SuccessorStanding.successor_id.in_([first, second]))
        ).all()
    assert sorted((each.place, each.superseded_at is None) for each in standings) == [(1, True), (2, True)]
