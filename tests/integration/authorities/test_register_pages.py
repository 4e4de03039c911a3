"""The pages of the register as each kind of user: what they see, what they may change, what they are told."""

from datetime import date
from uuid import uuid4

import pytest
from factories.authorities import make_council, make_programme
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from authorities.contacts.manage import add_contact
from authorities.inspection.detail import Judgements
from authorities.inspection.models import JUDGEMENTS, Inspection
from authorities.inspection.record import record_inspection
from authorities.neighbours.record import Neighbours, record_neighbours
from authorities.politics.models import Election
from authorities.politics.record import record_control, schedule_election
from authorities.programme.adopt import StageDates, adopt
from authorities.programme.listing import list_adoptions
from authorities.programme.open import name_innovator
from authorities.register.models import Authority, BoundaryEvent, BoundaryParty, VestingForecast
from core.access import SYSTEM, Role
from core.audit import AuditEvent
from core.runtime import runtime

ON = date(2026, 6, 30)


def fill(session: Session) -> None:
    """Two adopters, an innovator with the ten after it as neighbours, and a council that is to be replaced."""
    councils = [make_council(session, number, name) for number, name in enumerate(NAMES, start=1)]
    alder, birch, cedar = councils[:3]
    make_programme(session)
    told = {"by": SYSTEM, "on": ON}
    adopt(
        session,
        **told,
        authority=alder,
        innovation="family_safeguarding",
        joined_on=date(2019, 10, 3),
        stages={"go_live": StageDates(date(2020, 10, 1), date(2021, 2, 11), "month", reason="pandemic")},
        wave="first",
        source="council report",
        confidence="medium",
    )
    adopt(session, **told, authority=birch, innovation="family_valued", joined_on=date(2019, 10, 3))
    name_innovator(session, by=SYSTEM, authority=cedar, innovation="no_wrong_door")
    record_inspection(
        session,
        **told,
        authority=alder,
        inspected_on=date(2024, 3, 4),
        published_on=date(2024, 4, 15),
        judgements=Judgements(overall="good", impact_of_leaders="outstanding"),
        source="report 1",
    )
    schedule_election(session, **told, authority=alder, polling_on=date(2029, 5, 3), cycle="all_out", known_on=ON)
    record_control(session, **told, authority=birch, effective_on=date(2023, 5, 5), control="Purple")
    add_contact(
        session, by=SYSTEM, authority=alder, name="Ada Writer", email="ada@alder.example", role="lead", since=ON
    )
    groups = [
        Neighbours(year, "Z001", tuple(f"Z{number:03}" for number in range(first, first + 10)))
        for year, first in ((2021, 2), (2025, 5))
    ]
    record_neighbours(session, by=SYSTEM, groups=groups)
    split = BoundaryEvent(ref="LGR-1", kind="split", status="planned", description="Cut in two.", source="a letter")
    session.add(split)
    session.flush()
    session.add_all(
        [
            BoundaryParty(event_id=split.id, authority_id=birch.id, side="predecessor"),
            VestingForecast(event_id=split.id, takes_effect_on=date(2028, 4, 1), known_on=date(2026, 2, 1), source="x"),
        ]
    )
    session.commit()


NAMES = ("Alderwick", "Birchford", "Cedarholt", *(f"Other {n}" for n in range(4, 16)))


@pytest.fixture
def register(clone: Clone) -> Clone:
    with clone.session() as session:
        fill(session)
    return clone


@pytest.fixture
def support(register: Clone, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.SUPPORT)


@pytest.fixture
def lead(register: Clone, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


def day(name: str, when: date) -> dict[str, list[str]]:
    return {name: [str(when.day), str(when.month), str(when.year)]}


def words(response: TestResponse) -> str:
    return " ".join(response.text.split())


ADDRESSES = (
    "/authorities/{code}",
    "/authorities/{code}/history",
    "/authorities/{code}/record",
    "/authorities/{code}/record/inspections/new",
    "/authorities/{code}/record/adoptions/new",
    "/authorities/{code}/record/adoptions/family_safeguarding/stages/go_live",
    "/authorities/{code}/record/adoptions/family_safeguarding/pause",
    "/authorities/{code}/record/adoptions/family_safeguarding/resume",
    "/authorities/{code}/record/leave",
    "/authorities/{code}/record/contacts/new",
)


def test_the_support_team_opens_every_page(support: SignedInClient):
    for address in ADDRESSES:
        response = support.get(address.format(code="Z001"))
        assert response.status_code == 200, address
        assert response.text.count("<h1") == 1, address


def test_a_lead_sees_their_own_authority_and_no_other(lead: SignedInClient):
    assert "Alderwick" in lead.get("/authorities/Z001").text
    listed = lead.get("/authorities").text
    assert "Alderwick" in listed
    assert "Birchford" not in listed
    unknown = lead.get("/authorities/Z999")
    for address in ("/authorities/Z002", "/authorities/Z002/history"):
        other = lead.get(address)
        assert other.status_code == 404
        assert without_token(other.text) == without_token(unknown.text)
    assert unknown.status_code == 404


def test_a_lead_cannot_edit_the_register(lead: SignedInClient):
    for address in ADDRESSES[2:]:
        assert lead.get(address.format(code="Z001")).status_code == 403, address
    for address in ADDRESSES[3:]:
        assert lead.send(address.format(code="Z001")).status_code == 403, address


@pytest.mark.parametrize("role", [Role.LEADER, Role.DFE_VIEWER])
def test_leaders_and_dfe_viewers_are_refused(register: Clone, client_as: ClientAs, role: Role):
    client = client_as(role, authority="Z001" if role is Role.LEADER else None)
    for address in ("/authorities", "/authorities/Z001", "/authorities/Z001/history", "/authorities/Z001/record"):
        assert client.get(address).status_code == 403


def test_nobody_is_led_to_the_sign_in_page(register: Clone, app: Flask):
    assert app.test_client().get("/authorities/Z001").status_code == 302


def test_the_page_answers_in_its_first_sentence(support: SignedInClient):
    page = words(support.get("/authorities/Z001"))
    assert (
        "Family Safeguarding: live, live since 11 February 2021; judged good in March 2024; "
        "the next election is on 3 May 2029." in page
    )
    assert "7 of 10 stand in every model" in page
    assert "Planned for October 2020. Pandemic." in page
    assert "ada@alder.example" in page


def test_a_coming_replacement_is_said_with_the_day_of_its_forecast(support: SignedInClient):
    page = words(support.get("/authorities/Z002"))
    assert "Due to be replaced on 1 April 2028; forecast of 1 February 2026." in page
    assert "Due to be replaced" not in words(support.get("/authorities/Z002?as_at=2026-01-31"))


def test_the_page_can_be_read_as_known_on_a_past_day(support: SignedInClient):
    before = words(support.get("/authorities/Z001?as_at=2024-04-14"))
    after = words(support.get("/authorities/Z001?as_at=2024-04-15"))
    assert "Inspected by Ofsted: good" not in before
    assert "Inspected by Ofsted: good" in after
    assert "Family Safeguarding: preparing" in words(support.get("/authorities/Z001?as_at=2021-02-10"))


def test_a_day_that_cannot_be_shown_says_so(support: SignedInClient):
    for asked, says in (("yesterday", "must be written like 2025-11-28"), ("2999-01-01", "must not be in the future")):
        response = support.get(f"/authorities/Z001?as_at={asked}")
        assert response.status_code == 200
        assert says in response.text


VIEWS: tuple[tuple[str, set[str]], ...] = (
    ("", {"Alderwick", "Birchford"}),
    ("innovation=family_valued", {"Birchford"}),
    ("show=innovators", {"Cedarholt"}),
    ("show=current&search=alder", {"Alderwick"}),
    ("show=current&search=z003", {"Cedarholt"}),
    ("stage=go_live", {"Alderwick"}),
    ("stage=preparing", {"Birchford"}),
    ("region=Norland", {"Alderwick", "Birchford"}),
    ("region=Nowhere&stage=rubbish&sort=rubbish&page=rubbish", {"Alderwick", "Birchford"}),
    ("show=former", set()),
)


def test_the_list_is_narrowed_by_its_address(support: SignedInClient):
    for query, shown in VIEWS:
        page = support.get(f"/authorities?{query}").text
        assert {name for name in NAMES[:3] if f">{name}</a>" in page} == shown, query


def test_the_list_begins_with_the_next_dated_event(support: SignedInClient):
    page = support.get("/authorities").text
    assert page.index("Birchford") < page.index("Alderwick")
    by_name = support.get("/authorities?sort=name").text
    assert by_name.index(">Alderwick<") < by_name.index(">Birchford<")


def test_the_list_asks_as_many_questions_for_many_as_for_few(
    register: Clone, app: Flask, support: SignedInClient, lead: SignedInClient
):
    with app.app_context():
        engine = runtime().engine
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    support.get("/authorities?show=current")
    for_many = len(asked)
    lead.get("/authorities?show=current")
    assert abs(len(asked) - 2 * for_many) <= 1
    assert for_many < 25


def test_an_inspection_is_recorded_corrected_and_kept(register: Clone, support: SignedInClient):
    address = "/authorities/Z002/record/inspections"
    told: dict[str, object] = {**day("inspected_on", date(2025, 6, 2)), **day("published_on", date(2025, 7, 14))}
    told |= {"overall": "good", "source": "report"}
    grades = dict.fromkeys(("impact_of_leaders", "help_and_protection", "children_in_care", "care_leavers"), "")
    sent = support.send(f"{address}/new", **told, **grades, kind="short", confidence="")
    assert (sent.status_code, sent.location) == (303, "/authorities/Z002/record")
    assert "The inspection has been recorded." in support.get("/authorities/Z002/record").text
    with register.session() as session:
        first = session.scalars(select(Inspection).join(Authority).where(Authority.code == "Z002")).one()
        assert (first.overall, first.kind, first.known_on, first.source) == (
            "good",
            "short",
            date(2025, 7, 14),
            "report",
        )
        assert first.recorded_by_id is not None
    form = support.get(f"{address}/{first.id}")
    assert 'value="2025"' in form.text
    assert "What is on record so far" in form.text
    told |= {"overall": "inadequate", "source": "erratum", **day("known_on", date(2025, 8, 1))}
    sent = support.send(f"{address}/{first.id}", **told, **grades, kind="short", confidence="")
    assert sent.status_code == 303
    with register.session() as session:
        versions = session.scalars(
            select(Inspection).join(Authority).where(Authority.code == "Z002").order_by(Inspection.recorded_at)
        ).all()
        assert [(each.overall, each.superseded_at is None) for each in versions] == [
            ("good", False),
            ("inadequate", True),
        ]
        deeds = session.scalars(select(AuditEvent).where(AuditEvent.subject.startswith("inspection:"))).all()
        correction = next(deed for deed in deeds if deed.deed == "inspection.corrected")
        assert correction.before is not None
        assert correction.after is not None
        assert (correction.before["overall"], correction.after["overall"]) == ("good", "inadequate")
        assert correction.account_id is not None
    past = words(support.get("/authorities/Z002/history"))
    assert "Replaced" in past
    assert "Somebody" in past
    assert support.get(f"{address}/{first.id}").status_code == 404


REFUSED: tuple[tuple[dict[str, object], str, str], ...] = (
    ({}, "Enter the first day of the inspection.", "#inspected_on-day"),
    (day("inspected_on", date(2999, 1, 1)), "cannot be recorded before it was made", "#inspected_on-day"),
    (
        {**day("inspected_on", date(2025, 6, 2)), **day("published_on", date(2025, 6, 1))},
        "report cannot be published before the inspection",
        "#published_on-day",
    ),
    (
        {**day("inspected_on", date(2025, 6, 2)), **day("known_on", date(2999, 1, 1))},
        "Nobody can know it only in the future",
        "#known_on-day",
    ),
    (day("inspected_on", date(2024, 3, 4)), "An inspection of that day is on record already", "#inspected_on-day"),
    ({"inspected_on": ["31", "2", "2025"]}, "must be a real date", "#inspected_on-day"),
    ({**day("inspected_on", date(2025, 6, 2)), "overall": "superb"}, "Choose one of the options", "#overall"),
)


def test_what_is_refused_is_said_on_its_field(register: Clone, support: SignedInClient):
    plain = dict.fromkeys((*JUDGEMENTS, "kind", "confidence", "source"), "")
    for sent, says, box in REFUSED:
        response = support.send("/authorities/Z001/record/inspections/new", **plain | sent)
        assert response.status_code == 422, says
        assert says in response.text
        assert f'href="{box}"' in response.text, says
    with register.session() as session:
        assert len(session.scalars(select(Inspection)).all()) == 1


def test_a_form_without_its_token_changes_nothing(register: Clone, support: SignedInClient):
    sent = support.post("/authorities/Z001/record/control/new", data={"control": "Green", **day("effective_on", ON)})
    assert sent.status_code == 400
    with register.session() as session:
        deeds = select(AuditEvent).where(AuditEvent.account_id.is_not(None), AuditEvent.deed.contains("control"))
        assert session.scalars(deeds).all() == []


OTHER_FACTS: dict[str, dict[str, object]] = {
    "control": {**day("effective_on", date(2026, 5, 8)), "control": "no overall control", "detail": ""},
    "elections": {**day("polling_on", date(2027, 5, 6)), "cycle": "thirds", "detail": ""},
    "reorganisations": {**day("started_on", date(2026, 1, 5)), "kind": "directorate", "detail": ""},
    "interventions": {**day("started_on", date(2026, 1, 5)), "step": "commissioner", "precision": "month"},
}


def test_every_other_kind_of_fact_can_be_recorded(support: SignedInClient):
    for slug, sent in OTHER_FACTS.items():
        told = {"source": f"letter about {slug}", "confidence": "high", **day("known_on", date(2026, 6, 1))}
        assert support.send(f"/authorities/Z003/record/{slug}/new", **sent, **told).status_code == 303, slug
        assert f"letter about {slug}" in support.get("/authorities/Z003").text


def test_a_cancelled_election_is_withdrawn_and_stays_in_the_history(register: Clone, support: SignedInClient):
    with register.session() as session:
        election = session.scalars(select(Election)).one()
    address = f"/authorities/Z001/record/elections/{election.id}/withdraw"
    assert support.get(address).status_code == 200
    assert support.send(address, **day("known_on", ON), source="cancelled by order").status_code == 303
    assert "the next election" not in words(support.get("/authorities/Z001"))
    past = support.get("/authorities/Z001/history").text
    assert "Withdrawn" in past
    assert "cancelled by order" in past


def test_an_adoption_is_recorded_dated_paused_and_left(register: Clone, support: SignedInClient):
    record = "/authorities/Z003/record"
    joined = {
        **day("joined_on", date(2020, 1, 6)),
        "joined_precision": "day",
        "wave": "second",
        "local_name": "",
        "note": "",
    }
    told = {"source": "letter", "confidence": "high"}
    assert support.send(f"{record}/adoptions/new", innovation="family_valued", **joined, **told).status_code == 303
    stage = f"{record}/adoptions/family_valued/stages/go_live"
    dates = {
        **day("planned_on", date(2020, 9, 1)),
        "planned_precision": "month",
        "actual_precision": "day",
        "reason": "",
    }
    announced = day("known_on", date(2020, 1, 6))
    assert support.send(stage, **dates, **told, **announced).status_code == 303
    dates |= {**day("actual_on", date(2021, 1, 11)), "reason": "staff were hard to find"}
    assert support.send(stage, **dates, **told).status_code == 303
    assert "September 2020" in support.get(stage).text
    pause = f"{record}/adoptions/family_valued/pause"
    paused = support.send(pause, **day("paused_on", date(2022, 1, 3)), precision="day", reason="inspection", **told)
    assert paused.status_code == 303
    assert "Family Valued: paused" in words(support.get("/authorities/Z003"))
    again = support.send(pause, **day("paused_on", date(2022, 2, 1)), precision="day", reason="more", **told)
    assert (again.status_code, "paused at that time already" in again.text) == (422, True)
    resume = f"{record}/adoptions/family_valued/resume"
    assert support.send(resume, **day("resumed_on", date(2022, 6, 1))).status_code == 303
    assert "went on again" in words(support.get("/authorities/Z003"))
    assert support.send(f"{record}/leave", **day("left_on", date(2024, 4, 1)), reason="other plans").status_code == 303
    assert "left the programme" in words(support.get("/authorities/Z003"))
    with register.session() as session:
        [adopted] = [each for each in list_adoptions(session) if each.authority.code == "Z003"]
        assert adopted.membership is not None
        assert adopted.membership.left_on == date(2024, 4, 1)
        known = [each for each in list_adoptions(session, known_on=date(2020, 12, 31)) if each.authority.code == "Z003"]
        assert known[0].stages["go_live"].actual_on is None
    twice = support.send(f"{record}/adoptions/new", innovation="family_valued", **joined, **told)
    assert "taken on this innovation already" in twice.text


def test_contacts_are_added_and_ended_and_their_names_stay_out_of_the_audit(register: Clone, support: SignedInClient):
    record = "/authorities/Z002/record"
    sent = {"name": "Bea Signer", "email": "Bea@Birch.Example", "role": "signatory", **day("since", date(2026, 1, 5))}
    assert support.send(f"{record}/contacts/new", **sent).status_code == 303
    page = support.get("/authorities/Z002").text
    assert "bea@birch.example" in page
    assert "already a contact of that kind" in support.send(f"{record}/contacts/new", **sent).text
    ending = page_link(support.get(record).text, "/end")
    assert support.send(ending, **day("until", date(2025, 1, 1))).status_code == 422
    assert support.send(ending, **day("until", ON)).status_code == 303
    assert "bea@birch.example" not in support.get("/authorities/Z002").text
    with register.session() as session:
        deeds = session.scalars(select(AuditEvent).where(AuditEvent.subject.startswith("contact:"))).all()
        told = [str((deed.before, deed.after)) for deed in deeds]
        assert {deed.deed for deed in deeds} == {"contact.added", "contact.ended"}
        assert not any("Bea" in each or "birch" in each for each in told)


def test_a_vesting_day_that_moves_keeps_the_earlier_forecast(support: SignedInClient):
    address = "/authorities/Z002/record/boundaries/LGR-1"
    sent: dict[str, object] = {**day("takes_effect_on", date(2029, 4, 1)), **day("known_on", date(2026, 6, 1))}
    sent |= {"precision": "day", "confidence": "", "source": "a second letter"}
    assert support.send(address, **sent).status_code == 303
    page = words(support.get("/authorities/Z002"))
    assert "Due to be replaced on 1 April 2029; forecast of 1 June 2026." in page
    assert "Earlier forecasts: 1 April 2028 (known on 1 February 2026)" in page
    assert "1 April 2028; forecast of" in words(support.get("/authorities/Z002?as_at=2026-05-31"))


NOWHERE = (
    "/authorities/Z404/record",
    "/authorities/Z001/record/rumours/new",
    f"/authorities/Z001/record/elections/{uuid4()}",
    f"/authorities/Z001/record/elections/{uuid4()}/withdraw",
    "/authorities/Z001/record/adoptions/family_valued/pause",
    "/authorities/Z001/record/adoptions/family_safeguarding/stages/lift_off",
    f"/authorities/Z001/record/contacts/{uuid4()}/end",
    "/authorities/Z001/record/boundaries/LGR-1",
)


def test_what_is_not_there_is_not_found(support: SignedInClient):
    for address in NOWHERE:
        assert support.get(address).status_code == 404, address
    for address in NOWHERE[1:]:
        assert support.send(address).status_code == 404, address


def test_what_one_says_of_an_authority_is_printed_as_text(register: Clone, support: SignedInClient):
    nasty = "<script>alert(1)</script>"
    sent = {
        **day("effective_on", date(2026, 5, 8)),
        "control": nasty,
        "detail": nasty,
        "source": nasty,
        "confidence": "",
    }
    support.send("/authorities/Z001/record/control/new", **sent)
    for address in ("/authorities/Z001", "/authorities/Z001/history", "/authorities/Z001/record"):
        page = support.get(address).text
        assert nasty not in page
        assert "&lt;script&gt;alert(1)" in page


def without_token(page: str) -> str:
    """The page but for the token of its forms, which is another every time."""
    return re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", page)


def page_link(page: str, ending: str) -> str:
    """The first link of a page that ends so."""
    return next(part.split('"')[0] for part in page.split('href="') if part.split('"')[0].endswith(ending))
