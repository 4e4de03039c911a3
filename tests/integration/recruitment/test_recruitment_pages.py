"""The pages of recruitment packs as each kind of user meets them, and what nobody else may learn from them."""

import io
import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import docx
import pytest
from factories.pages import day, without_token, words
from factories.seats import make_scene
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import select, text

from core.access import Role
from core.clock import today
from core.process import Process
from core.scope import Scope
from leadership.profiles.kinds import Attribute
from leadership.recruitment.kinds import Place
from leadership.recruitment.models import RecruitmentPack, RecruitmentStep

ALL = [attribute.value for attribute in Attribute]


@dataclass(frozen=True)
class Here:
    """Ashmere with a vacant director's post and a held assistant's; Belford with a vacant one."""

    clone: Clone
    ashmere: int
    belford: int
    vacant: UUID
    held: UUID
    tenure: UUID
    elsewhere: UUID

    def address(self, post: UUID | None = None, code: str = "Z001") -> str:
        return f"/authorities/{code}/posts/{post or self.vacant}/recruitment"


@pytest.fixture
def here(clone: Clone, app) -> Here:
    with clone.session() as session:
        ashmere, belford = make_scene(session).at(today()), make_scene(session, 2, "Belford").at(today())
        vacant, held = ashmere.post(), ashmere.post("assistant_director", "Assistant Director")
        tenure = ashmere.hold(held, "Bea Second")
        made = Here(
            clone,
            ashmere.authority.id,
            belford.authority.id,
            vacant.id,
            held.id,
            tenure.id,
            belford.post().id,
        )
        session.commit()
    return made


@pytest.fixture
def lead(here: Here, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


def tick(client: SignedInClient, here: Here, place: str = "advert", **more: object):
    sent = {"attributes": ALL, "evidence": "Advert of June", "owner": "Head of people", "version": "0", **more}
    return client.send(f"{here.address()}/{place}", **day("done_on", today()), **sent)


def test_a_lead_opens_a_pack_ticks_it_takes_it_along_and_closes_it(here: Here, lead: SignedInClient):
    overview = words(lead.get("/authorities/Z001/recruitment"))
    assert "No post is being recruited to; 1 more without a pack is vacant or soon will be." in overview
    assert "Open a recruitment pack" in words(lead.get(here.address()))
    assert lead.get(f"{here.address()}.pdf").status_code == 404
    assert lead.send(f"{here.address()}/open").status_code == 303
    assert "1 post is being recruited to." in words(lead.get("/authorities/Z001/recruitment"))
    assert tick(lead, here).status_code == 303
    page = words(lead.get(here.address()))
    assert "All five attributes stand in 1 of 4 places of the recruitment, which counts 0.25 of 1" in page
    assert page.count(">Stands<") == 5
    assert "Advert of June" in page
    # The readiness of the post takes it from here.
    assert "All five stand in 1 of 4 places of the recruitment" in words(
        lead.get(f"/authorities/Z001/posts/{here.vacant}/succession")
    )
    pdf = lead.get(f"{here.address()}.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="recruitment-z001.pdf"'
    word = docx.Document(io.BytesIO(lead.get(f"{here.address()}.docx").data))
    told = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Recruitment pack: Director" in told
    assert "Done: Values-driven" in told
    assert "For the panel to think about" in told
    assert lead.send(f"{here.address()}/close").status_code == 303
    page = words(lead.get(here.address()))
    assert "Closed on" in page
    assert f"{here.address()}/advert" not in page
    refused = tick(lead, here, version="1")
    assert refused.status_code == 409
    assert "This recruitment pack is closed. Open a new one for the next search." in refused.text
    assert lead.get(f"{here.address()}/close").headers["Location"] == here.address()


def test_what_is_wrong_is_said_at_its_box_and_nothing_is_stored(here: Here, lead: SignedInClient):
    lead.send(f"{here.address()}/open")
    answer = tick(lead, here, evidence="")
    assert answer.status_code == 422
    assert "Say where it can be seen" in answer.text
    assert tick(lead, here, owner="").status_code == 422
    held = here.address(here.held)
    refused = lead.send(f"{held}/open")
    assert refused.status_code == 422
    assert "say why it is recruited to" in refused.text
    with here.clone.session() as session:
        assert session.scalars(select(RecruitmentStep)).all() == []


def test_of_two_who_tick_at_once_the_second_is_told(here: Here, lead: SignedInClient):
    lead.send(f"{here.address()}/open")
    tick(lead, here)
    second = tick(lead, here, attributes=ALL[:2])
    assert second.status_code == 422
    assert "Somebody has recorded this" in second.text
    assert re.search(r'name="version"[^>]*value="1"', second.text)


def test_the_page_can_be_seen_as_it_was_known_before(here: Here, lead: SignedInClient):
    lead.send(f"{here.address()}/open")
    before = (today() - timedelta(days=1)).isoformat()
    page = words(lead.get(f"{here.address()}?as_known_on={before}"))
    assert "No recruitment to this post is on record." in page
    assert f"{here.address()}/open" not in page
    overview = words(lead.get(f"/authorities/Z001/recruitment?as_known_on={before}"))
    assert "No post is being recruited to" in overview
    assert "1 post is being recruited to." in words(lead.get("/authorities/Z001/recruitment"))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.SUPPORT, 200),
        (Role.LEAD, 200),
        (Role.RISK_READER, 403),
        (Role.LEADER, 403),
        (Role.DFE_VIEWER, 403),
        (Role.SIGNATORY, 403),
        (Role.COACH, 403),
    ],
)
def test_each_role_meets_the_answer_of_the_table(here: Here, client_as: ClientAs, role: Role, status: int):
    client = client_as(role, authority="Z001" if role.of_one_authority else None)
    for path in ("", "/open"):
        assert client.get(f"{here.address()}{path}").status_code == status
    assert client.get("/authorities/Z001/recruitment").status_code == status
    assert client.get(f"{here.address()}/advert").status_code == (404 if status == 200 else status)


def test_another_authoritys_pack_is_no_page_even_under_the_own_code(here: Here, lead: SignedInClient):
    for address in (here.address(here.elsewhere, "Z002"), here.address(here.elsewhere)):
        for ending in ("", ".pdf", ".docx", "/open", "/advert", "/close"):
            assert lead.get(f"{address}{ending}").status_code == 404
        assert lead.send(f"{address}/open").status_code == 404


def test_a_confidential_departure_is_not_told_by_a_pack(here: Here, lead: SignedInClient, client_as: ClientAs):
    support = client_as(Role.SUPPORT)
    last, until = today() + timedelta(days=60), today() + timedelta(days=30)
    path = f"/authorities/Z001/posts/{here.held}/tenures/{here.tenure}/leaving"
    sent = support.send(path, precision="day", **day("last_day", last), **day("confidential_until", until))
    assert sent.status_code == 303, sent.text
    held = here.address(here.held)

    def seen() -> list[str]:
        return [without_token(lead.get(path).text) for path in (held, "/authorities/Z001/recruitment")]

    before = seen()
    assert support.send(f"{held}/open").status_code == 303
    assert "The holder is to leave" in words(support.get(held))
    assert seen() == before
    assert lead.get(f"{held}.pdf").status_code == 404
    # The lead may open one for a reason of the authority's own, as if there were none.
    assert lead.send(f"{held}/open", reason="A second post is planned").status_code == 303


def test_the_database_shows_a_pack_and_its_ticks_to_its_own_authority_alone(here: Here, lead: SignedInClient):
    lead.send(f"{here.address()}/open")
    tick(lead, here)
    for table in ("recruitment_pack", "recruitment_step"):
        for scope, seen in ((Scope.of(here.ashmere), 1), (Scope.of(here.belford), 0), (Scope.NOTHING, 0)):
            with here.clone.session(scope, Process.WEB) as session:
                assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == seen


def test_no_tick_is_rewritten_or_deleted(here: Here, lead: SignedInClient):
    lead.send(f"{here.address()}/open")
    tick(lead, here)
    for statement in ("UPDATE recruitment_step SET owner = 'x'", "DELETE FROM recruitment_step"):
        with here.clone.session() as session, pytest.raises(Exception, match=r"append|permission|refuse|rewritten"):
            session.execute(text(statement))
    with here.clone.session() as session:
        assert session.scalars(select(RecruitmentPack)).one().closed_on is None
        assert session.scalars(select(RecruitmentStep)).one().place == Place.ADVERT
