"""The pages about fidelity as each kind of user meets them, and what nobody else may learn from them."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from factories.authorities import make_council
from factories.pages import day, words
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from authorities.fidelity.elements import list_elements
from authorities.fidelity.local_models import LocalElement
from authorities.fidelity.models import AdoptionFigure, FidelityAssessment, FidelityReview
from authorities.programme.adopt import StageDates, adopt
from authorities.programme.open import open_programme
from core.access import SYSTEM, Role
from core.clock import today
from core.process import Process
from core.quarters import Quarter
from core.scope import Scope

NOW = Quarter.containing(today())
ADDRESS = "/authorities/Z001/fidelity"


def at(quarter: Quarter = NOW, code: str = "Z001", innovation: str = "family_valued") -> str:
    return f"/authorities/{code}/fidelity/{innovation}/{str(quarter).replace(' ', '-').lower()}"


@dataclass(frozen=True)
class Here:
    """Ashmere and Belford have taken on Family Valued; Ashmere is live."""

    clone: Clone
    ashmere: int
    belford: int
    elements: tuple[str, ...]


@pytest.fixture
def here(clone: Clone, app) -> Here:
    with clone.session() as session:
        open_programme(session, by=SYSTEM, code="p", name="Programme", starts_on=date(2019, 4, 1))
        councils = [make_council(session, 1, "Ashmere"), make_council(session, 2, "Belford")]
        for council in councils:
            adopt(
                session,
                by=SYSTEM,
                on=today(),
                authority=council,
                innovation="family_valued",
                joined_on=date(2020, 1, 6),
                stages={"go_live": StageDates(actual_on=date(2021, 1, 4))},
            )
        elements = tuple(each.code for each in list_elements(session, "family_valued", NOW))
        made = Here(clone, councils[0].id, councils[1].id, elements)
        session.commit()
    return made


@pytest.fixture
def lead(here: Here, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


@pytest.fixture
def support(here: Here, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.SUPPORT)


def assess(client: SignedInClient, here: Here, address: str | None = None, version: str = "0", **changes: str):
    sent = {f"state_{code}": "in_place" for code in here.elements}
    sent |= {f"evidence_{code}": f"Report on {code}" for code in here.elements}
    sent |= {"difference": "Families speak first", "version": version, **changes}
    return client.send(f"{address or at()}/assess", **sent)


def test_a_lead_assesses_the_team_discusses_and_agrees(here: Here, lead: SignedInClient, support: SignedInClient):
    assert "no quarter has been assessed yet" in words(lead.get(ADDRESS))
    changes = {"state_conferences": "adapted", "reason_conferences": "Held in schools", "evidence_conferences": "Rota"}
    assert assess(lead, here, **changes).status_code == 303
    page = words(lead.get(ADDRESS))
    assert "5 of 6 elements of Family Valued are in place as designed, 1 more is adapted" in page
    assert "Waits for review" in page
    assert "Live" in page
    assert "Families speak first" in page
    assert "<svg" in page
    page = words(lead.get("/authorities/Z001"))
    assert "5 of 6 elements of Family Valued are in place as designed, 1 more is adapted" in page
    assert "See the fidelity profile" in page
    task = "Review fidelity at Ashmere: Family Valued"
    assert task in words(support.get("/"))
    assert f"{at()}/review" in words(support.get(at()))
    assert f"{at()}/review" not in words(lead.get(at()))
    form = words(support.get(f"{at()}/review"))
    assert "Held in schools" in form
    assert support.send(f"{at()}/review", outcome="to_discuss", version="1", words="").status_code == 422
    sent = support.send(f"{at()}/review", outcome="to_discuss", version="1", words="Which schools?")
    assert sent.status_code == 303
    assert task not in words(support.get("/"))
    assert "Which schools?" in words(lead.get(at()))
    # The authority answers with a version of its own, which waits again.
    assert assess(lead, here, version="1", **changes).status_code == 303
    assert task in words(support.get("/"))
    assert "Earlier versions" in words(lead.get(at()))
    assert support.send(f"{at()}/review", outcome="agreed", version="1").status_code == 422
    assert support.send(f"{at()}/review", outcome="agreed", version="2").status_code == 303
    assert "Agreed" in words(lead.get(ADDRESS))


def test_the_team_may_assess_for_an_authority_and_then_somebody_else_reviews(
    here: Here, support: SignedInClient, client_as: ClientAs
):
    assert assess(support, here).status_code == 303
    assert "somebody else of the team reviews it" in words(support.get(at()))
    refused = support.send(f"{at()}/review", outcome="agreed", version="1")
    assert refused.status_code == 422
    assert "somebody else of the team reviews it" in refused.text
    assert client_as(Role.SUPPORT).send(f"{at()}/review", outcome="agreed", version="1").status_code == 303


def test_what_is_missing_is_said_at_its_box_and_nothing_is_stored(here: Here, lead: SignedInClient):
    for change, told in (
        ({"state_conferences": ""}, "Family group conferences: choose how far it is in place."),
        ({"evidence_conferences": " "}, "Family group conferences: say where it can be seen."),
        ({"state_conferences": "adapted"}, "Family group conferences: say why it was adapted, and how."),
        ({"difference": ""}, "Say what is different from the practice before."),
    ):
        answer = assess(lead, here, **change)
        assert answer.status_code == 422
        assert told in answer.text
    with here.clone.session() as session:
        assert session.scalar(select(func.count()).select_from(FidelityAssessment)) == 0


def test_of_two_who_assess_at_once_the_second_is_told(here: Here, lead: SignedInClient):
    assess(lead, here)
    second = assess(lead, here, difference="Mine")
    assert second.status_code == 422
    assert "Somebody has assessed this quarter since" in second.text


def test_the_form_begins_with_what_was_said_of_the_quarter_before(here: Here, lead: SignedInClient):
    before = NOW.plus(-1)
    assess(lead, here, at(before))
    form = lead.get(f"{at()}/assess").text
    assert "Report on conferences" in form
    assert 'name="version" type="hidden" value="0"' in form


def test_a_number_of_the_journal_is_of_a_day_with_its_source(here: Here, lead: SignedInClient):
    address = f"{ADDRESS}/family_valued/numbers"
    assert (
        lead.send(address, kind="families_reached", value="1,240", source="", **day("as_of", today())).status_code
        == 422
    )
    sent = lead.send(address, kind="families_reached", value="1,240", source="Team list", **day("as_of", today()))
    assert sent.status_code == 303
    page = words(lead.get(ADDRESS))
    assert "1,240" in page
    assert "Team list" in page
    with here.clone.session() as session:
        assert session.scalars(select(AdoptionFigure.value)).all() == [1240]


def test_the_table_can_be_had_as_a_file_and_as_it_was_known(here: Here, lead: SignedInClient):
    assess(lead, here)
    file = lead.get(f"{ADDRESS}/family_valued.csv")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert file.data.decode("utf-8-sig").count("In place") == len(here.elements)
    yesterday = (today() - timedelta(days=1)).isoformat()
    assert "In place" not in lead.get(f"{ADDRESS}/family_valued.csv?as_known_on={yesterday}").text
    past = words(lead.get(f"{at()}?as_known_on={yesterday}"))
    assert "Nobody has assessed this quarter yet." in past
    assert f"{at()}/assess" not in past


@pytest.mark.parametrize(
    ("role", "reads", "assesses", "reviews"),
    [
        (Role.SUPPORT, 200, 200, 200),
        (Role.LEAD, 200, 200, 403),
        (Role.RISK_READER, 403, 403, 403),
        (Role.LEADER, 403, 403, 403),
        (Role.DFE_VIEWER, 403, 403, 403),
        (Role.SIGNATORY, 403, 403, 403),
        (Role.COACH, 403, 403, 403),
    ],
)
def test_each_role_meets_the_answer_of_the_table(
    here: Here, lead: SignedInClient, client_as: ClientAs, role: Role, reads: int, assesses: int, reviews: int
):
    assess(lead, here)
    client = client_as(role, authority="Z001" if role.of_one_authority else None)
    for path in (ADDRESS, f"{ADDRESS}/family_valued.csv", at()):
        assert client.get(path).status_code == reads
    for path in (f"{at()}/assess", f"{ADDRESS}/family_valued/numbers"):
        assert client.get(path).status_code == assesses
    assert client.get(f"{at()}/review").status_code == reviews
    if reviews == 403:
        assert client.send(f"{at()}/review", outcome="agreed", version="1").status_code == 403


def test_what_is_not_there_or_anothers_is_no_page(here: Here, lead: SignedInClient):
    for path in (
        "/authorities/Z002/fidelity",
        at(code="Z002"),
        f"{at(code='Z002')}/assess",
        at(innovation="no_wrong_door"),
        at(innovation="nothing"),
        at(NOW.next()),
        f"{at(NOW.next())}/assess",
        at(NOW.plus(-21)),
    ):
        assert lead.get(path).status_code == 404, path
    assert assess(lead, here, at(code="Z002")).status_code == 404


def test_the_database_shows_fidelity_to_its_own_authority_alone(
    here: Here, lead: SignedInClient, support: SignedInClient
):
    assess(lead, here)
    support.send(f"{at()}/review", outcome="agreed", version="1")
    for table in ("fidelity_assessment", "fidelity_answer", "fidelity_review"):
        for scope, seen in ((Scope.of(here.ashmere), True), (Scope.of(here.belford), False), (Scope.NOTHING, False)):
            with here.clone.session(scope, Process.WEB) as session:
                assert bool(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()) is seen


@pytest.mark.parametrize("table", ["fidelity_assessment", "fidelity_answer", "fidelity_review"])
def test_no_assessment_or_review_is_rewritten(here: Here, lead: SignedInClient, support: SignedInClient, table: str):
    assess(lead, here)
    support.send(f"{at()}/review", outcome="agreed", version="1")
    for statement in (f"UPDATE {table} SET authority_id = authority_id", f"DELETE FROM {table}"):
        with here.clone.session() as session, pytest.raises(DBAPIError):
            session.execute(text(statement))
    with here.clone.session() as session:
        assert session.scalars(select(FidelityReview)).one().outcome == "agreed"


def test_a_lead_adds_an_element_assesses_it_and_ends_it(here: Here, lead: SignedInClient, support: SignedInClient):
    """The page tells it apart from the others, and the count of elements stays what it was."""
    said = {"name": "Panel of young people", "description": "They read plans"}
    address = f"{ADDRESS}/family_valued/local"
    assert lead.send(address, **said).status_code == 422
    assert lead.send(address, **said, **day("begins_on", NOW.starts_on)).status_code == 303
    assert "Local: Panel of young people" in words(lead.get(f"{at()}/assess"))
    assert assess(lead, here).status_code == 422, "the local element is asked about too"
    with here.clone.session() as session:
        element = session.scalars(select(LocalElement)).one()
    changes = {f"state_{element.code}": "partly", f"evidence_{element.code}": "Minutes of the panel"}
    assert assess(lead, here, **changes).status_code == 303
    page = words(support.get(at()))
    assert "In place as designed: 6 of 6 elements" in page
    assert "Minutes of the panel" in page
    assert "counted with none of these" in page
    assert lead.send(f"{address}/{element.id}/end", **day("ends_on", NOW.starts_on)).status_code == 422
    assert "Panel of young people" in words(lead.get(ADDRESS))
