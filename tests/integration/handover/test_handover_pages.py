"""The pages of handover packs as each kind of user meets them, and what nobody else may learn from them."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from factories.authorities import make_programme
from factories.pages import day, words
from factories.seats import SUPPORT, Scene, make_scene, told
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import select, text

from authorities.programme.adopt import adopt
from authorities.register.models import Authority
from core.access import SYSTEM, Role
from core.clock import today
from core.process import Process
from core.scope import Scope
from leadership.handover.models import HandoverEntry, HandoverPack
from leadership.handover.open import open_missing
from leadership.handover.parts import Part
from leadership.handover.write import write_part
from leadership.register.days import Day
from leadership.register.departures import record_departure
from leadership.register.kinds import EndReason
from leadership.register.models import Post, Tenure

SOON = timedelta(days=40)


@dataclass(frozen=True)
class Place:
    """Ashmere with a director and an assistant director; Belford with a director. Nobody leaves yet."""

    clone: Clone
    ashmere: int
    director: UUID
    assistant: UUID
    tenures: dict[str, UUID]
    people: dict[str, UUID]

    def announce(self, client: SignedInClient, **more: object) -> None:
        path = f"/authorities/Z001/posts/{self.director}/tenures/{self.tenures['Ada']}/leaving"
        answer = client.send(path, precision="day", **day("last_day", today() + SOON), **more)
        assert answer.status_code == 303, answer.text

    def pack(self) -> HandoverPack:
        with self.clone.session() as session:
            return session.scalars(select(HandoverPack)).one()

    @property
    def address(self) -> str:
        return f"/authorities/Z001/handovers/{self.pack().id}"

    def replace_director(self) -> None:
        """Ada left yesterday, Dee started today."""
        with self.clone.session() as session:
            post, tenure = session.get_one(Post, self.director), session.get_one(Tenure, self.tenures["Ada"])
            record_departure(
                session,
                by=SUPPORT,
                post=post,
                tenure=tenure,
                ended=Day(today()),
                reason=EndReason.RETIREMENT,
                told=told(today()),
                on=today(),
            )
            scene = make_at(session, self.ashmere)
            self.people["Dee"] = scene.hold(post, "Dee Fourth", started=today()).person_id
            session.commit()


def make_at(session, number: int) -> Scene:
    return Scene(session, session.get_one(Authority, number), SUPPORT, today())


@pytest.fixture
def place(clone: Clone, app) -> Place:
    with clone.session() as session:
        ashmere, belford = make_scene(session).at(today()), make_scene(session, 2, "Belford").at(today())
        posts = [ashmere.post(), ashmere.post("assistant_director", "Assistant Director"), belford.post()]
        held = [ashmere.hold(posts[0]), ashmere.hold(posts[1], "Bea Second"), belford.hold(posts[2], "Cai Third")]
        names = ("Ada", "Bea", "Cai")
        made = Place(
            clone,
            ashmere.authority.id,
            posts[0].id,
            posts[1].id,
            {name: tenure.id for name, tenure in zip(names, held, strict=True)},
            {name: tenure.person_id for name, tenure in zip(names, held, strict=True)},
        )
        session.commit()
    return made


@pytest.fixture
def lead(place: Place, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


def leader_of(place: Place, client_as: ClientAs, name: str) -> SignedInClient:
    return client_as(Role.LEADER, authority="Z001", person_id=place.people[name])


def test_a_departure_is_followed_to_the_new_holders_confirmation(
    place: Place, lead: SignedInClient, client_as: ClientAs
):
    assert "A handover pack opens here by itself" in words(lead.get("/authorities/Z001/handovers"))
    place.announce(lead)
    page = words(lead.get(place.address))
    assert "Ada First is to leave" in page
    assert "Nobody is on record as taking over yet. 0 of 9 parts are done." in page
    assert page.count("Not started") == len(Part)
    ada = leader_of(place, client_as, "Ada")
    assert "1 handover is under way" in words(ada.get("/handovers"))
    saved = ada.send(
        f"{place.address}/parts/purpose",
        words="Families keep one worker.\nThat is the promise.",
        behaviours=["belief", "learning"],
        done="y",
        version="0",
    )
    assert saved.status_code == 303
    page = words(ada.get(place.address))
    assert "Families keep one worker." in page
    assert "<strong>How we lead here:</strong> Belief in the team and in people; Learning continuously." in page
    assert "1 of 9 parts are done" in page
    ada.send(f"{place.address}/actions/new", what="Introduce Dee", owner="Ada First", **day("due_on", today() + SOON))
    assert "Introduce Dee" in words(ada.get(place.address))
    number = re.search(r"/actions/([0-9a-f-]{36})/done", ada.get(place.address).text).group(1)  # type: ignore[union-attr]
    assert ada.send(f"{place.address}/actions/{number}/done").status_code == 303
    assert ada.send(f"{place.address}/confirm").status_code == 422
    place.replace_director()
    dee = leader_of(place, client_as, "Dee")
    page = words(dee.get(place.address))
    assert f"{place.address}/confirm" in page
    assert "Dee Fourth took over" in page
    assert f"{place.address}/confirm" not in words(ada.get(place.address))
    assert dee.send(f"{place.address}/confirm").status_code == 303
    page = words(dee.get(place.address))
    assert "The handover was confirmed" in page
    assert "with 1 of 9 parts done" in page
    assert dee.send(f"{place.address}/parts/lessons", words="Late", version="0").status_code == 422
    assert place.pack().on_behalf is False


def test_a_lead_confirms_for_the_new_holder_and_the_page_says_so(place: Place, lead: SignedInClient):
    place.announce(lead)
    place.replace_director()
    assert "on behalf of Dee Fourth" in words(lead.get(f"{place.address}/confirm"))
    assert lead.send(f"{place.address}/confirm").status_code == 303
    assert "by a lead on behalf of Dee Fourth" in words(lead.get(place.address))


def test_who_may_open_a_pack(place: Place, lead: SignedInClient, client_as: ClientAs):
    place.announce(lead)
    asked = {
        "support": client_as(Role.SUPPORT),
        "lead": lead,
        "leaves": leader_of(place, client_as, "Ada"),
        "another leader": leader_of(place, client_as, "Bea"),
        "another lead": client_as(Role.LEAD, authority="Z002"),
        "signatory": client_as(Role.SIGNATORY, authority="Z001"),
        "coach": client_as(Role.COACH),
        "viewer": client_as(Role.DFE_VIEWER),
    }
    assert {name: client.get(place.address).status_code for name, client in asked.items()} == {
        "support": 200,
        "lead": 200,
        "leaves": 200,
        "another leader": 404,
        "another lead": 404,
        "signatory": 403,
        "coach": 403,
        "viewer": 403,
    }
    assert "No handover is under way" in words(asked["another leader"].get("/handovers"))
    assert asked["support"].get(f"{place.address}/confirm").status_code == 403
    assert asked["another leader"].send(f"{place.address}/parts/purpose", words="x", version="0").status_code == 404


def test_the_support_teams_first_page_lists_open_handovers(place: Place, lead: SignedInClient, client_as: ClientAs):
    support = client_as(Role.SUPPORT)
    place.announce(lead)
    assert "Handover at" not in words(support.get("/")), "an authority outside the programme is not the programme's"
    with place.clone.session() as session:
        make_programme(session)
        council = session.get_one(Authority, place.ashmere)
        adopt(session, by=SYSTEM, on=today(), authority=council, innovation="family_safeguarding", joined_on=today())
        session.commit()
    assert "Handover at Ashmere: Director" in words(support.get("/"))
    assert "1 post is being handed over now." in words(lead.get("/"))


def test_a_confidential_departure_shows_in_no_list_count_or_home_page(
    place: Place, lead: SignedInClient, client_as: ClientAs
):
    pages = ("/", "/handovers", "/authorities/Z001/handovers", "/authorities/Z001")
    before = [_plain(lead.get(path).text) for path in pages]
    place.announce(client_as(Role.SUPPORT), **day("confidential_until", today() + timedelta(days=20)))
    assert [_plain(lead.get(path).text) for path in pages] == before
    assert lead.get(place.address).status_code == 404
    assert leader_of(place, client_as, "Ada").get(place.address).status_code == 404
    entitled = client_as(Role.LEAD, Role.RISK_READER, authority="Z001")
    page = words(entitled.get(place.address))
    assert "Confidential until" in page


def test_the_database_itself_keeps_a_confidential_pack_and_what_stands_in_it(place: Place, client_as: ClientAs):
    place.announce(client_as(Role.SUPPORT), **day("confidential_until", today() + timedelta(days=20)))
    with place.clone.session() as session:
        pack = session.scalars(select(HandoverPack)).one()
        write_part(
            session, by=SUPPORT, pack=pack, part=Part.RISKS, words="Quiet.", behaviours=(), done=False, after_version=0
        )
        session.commit()
    counts = {}
    scopes = {
        "own": Scope(frozenset({place.ashmere})),
        "entitled": Scope(frozenset({place.ashmere}), None, frozenset({place.ashmere})),
        "other": Scope(frozenset({place.ashmere + 1})),
    }
    for name, scope in scopes.items():
        with place.clone.session(scope, Process.WEB) as session:
            counts[name] = [
                session.scalar(text(f"SELECT count(*) FROM {table}"))
                for table in ("handover_pack", "handover_event", "handover_entry")
            ]
    assert counts == {"own": [0, 0, 0], "entitled": [1, 1, 1], "other": [0, 0, 0]}


def test_a_lead_who_does_not_know_of_it_records_the_departure_and_learns_nothing(
    place: Place, lead: SignedInClient, client_as: ClientAs
):
    place.announce(client_as(Role.SUPPORT), **day("confidential_until", today() + timedelta(days=20)))
    path = f"/authorities/Z001/posts/{place.director}/tenures/{place.tenures['Ada']}/left"
    answer = lead.send(path, precision="day", reason="other", **day("last_day", today() - timedelta(days=1)))
    assert answer.status_code == 303
    assert "1 handover is under way" in words(lead.get("/authorities/Z001/handovers"))
    assert "2 handovers are under way" in words(client_as(Role.SUPPORT).get("/authorities/Z001/handovers"))
    with place.clone.session() as session:
        assert open_missing(session, by=SYSTEM, on=today()) == 0
        session.commit()
    assert "1 handover is under way" in words(client_as(Role.SUPPORT).get("/authorities/Z001/handovers"))
    assert "Not needed" not in words(lead.get("/authorities/Z001/handovers"))


def test_what_was_written_cannot_be_changed_in_the_database(place: Place, lead: SignedInClient):
    place.announce(lead)
    lead.send(f"{place.address}/parts/finance", words="Paid until March.", version="0")
    for statement in ("UPDATE handover_entry SET words = 'x'", "DELETE FROM handover_entry"):
        with place.clone.session(Scope.EVERYTHING, Process.WEB) as session, pytest.raises(Exception, match="denied"):
            session.execute(text(statement))
    with place.clone.session() as session:
        assert session.scalars(select(HandoverEntry.words)).all() == ["Paid until March."]


def test_two_people_who_write_one_part_are_told(place: Place, lead: SignedInClient):
    place.announce(lead)
    path = f"{place.address}/parts/people"
    assert lead.send(path, words="Mine.", version="0").status_code == 303
    refused = lead.send(path, words="Also mine.", version="0")
    assert refused.status_code == 422
    page = words(refused)
    assert "Somebody has written this part since you opened it." in page
    assert "Also mine." in page
    assert "Mine." in page
    assert lead.send(path, words="Both.", version="1").status_code == 303


def test_what_the_product_knows_stands_beside_what_is_written(place: Place, lead: SignedInClient):
    place.announce(lead)
    page = words(lead.get(place.address))
    assert "Who leads here" in page
    assert "Bea Second, permanent" in page
    assert "Who signs in here, and whose access has to pass on" in page
    assert "What is on record for the days up to" in page
    assert "Director: Ada First is to leave" in page
    assert "Chance that this post changes hands" not in page
    assert "Readiness of the post for a change" in page
    assert "Support that is promised" not in page


def test_only_readers_of_risk_find_the_chance_in_the_pack(place: Place, lead: SignedInClient, client_as: ClientAs):
    place.announce(lead)
    page = words(client_as(Role.SUPPORT).get(place.address))
    assert "Chance that this post changes hands" in page
    assert "Support that is promised" in page
    page = words(leader_of(place, client_as, "Ada").get(place.address))
    assert "Readiness of the post for a change" not in page
    assert "Chance that this post" not in page


def test_the_pack_can_be_had_as_a_tagged_pdf_by_those_who_may_read_it(
    place: Place, lead: SignedInClient, client_as: ClientAs
):
    place.announce(lead)
    made = lead.get(f"{place.address}/handover.pdf")
    assert made.mimetype == "application/pdf"
    assert made.data.startswith(b"%PDF-")
    assert b"/MarkInfo" in made.data
    assert "Ada" not in made.headers["Content-Disposition"]
    assert leader_of(place, client_as, "Bea").get(f"{place.address}/handover.pdf").status_code == 404
    assert client_as(Role.COACH).get(f"{place.address}/handover.pdf").status_code == 403


def _plain(page: str) -> str:
    return re.sub(r'(name="csrf_token" value=)"[^"]*"', "", page)
