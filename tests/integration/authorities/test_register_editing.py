"""Keeping the register on screen: what is stored, what is kept, what one is told."""

from datetime import date

from factories.pages import day, page_link, words
from factories.register import ON
from fixtures.databases import Clone
from fixtures.identities import SignedInClient
from sqlalchemy import select

from authorities.inspection.models import JUDGEMENTS, Inspection
from authorities.politics.models import Election
from authorities.programme.listing import list_adoptions
from authorities.register.models import Authority
from core.audit import AuditEvent


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
    told |= {"overall": "inadequate", "source": "erratum"}
    unsaid = support.send(f"{address}/{first.id}", **told, **grades, kind="short", confidence="")
    assert (unsaid.status_code, "Say since when this could be known" in unsaid.text) == (422, True)
    told |= day("known_on", date(2025, 8, 1))
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
    (day("inspected_on", date(2099, 1, 1)), "cannot be recorded before it was made", "#inspected_on-day"),
    (
        {**day("inspected_on", date(2025, 6, 2)), **day("published_on", date(2025, 6, 1))},
        "report cannot be published before the inspection",
        "#published_on-day",
    ),
    (
        {**day("inspected_on", date(2025, 6, 2)), **day("known_on", date(2099, 1, 1))},
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
        assert f"Letter about {slug}" in support.get("/authorities/Z003").text


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
    two_signs = support.send(f"{record}/contacts/new", **sent | {"email": "a@b@c"})
    assert (two_signs.status_code, "Enter an email address" in two_signs.text) == (422, True)
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


def test_a_name_is_no_longer_than_a_file_may_bring_it(register: Clone, support: SignedInClient):
    """What a screen takes must survive export and import: docs/formats.md gives a name 200 characters."""
    told = {**day("effective_on", date(2024, 5, 9)), "detail": "", "source": "", "confidence": ""}
    address = "/authorities/Z001/record/control/new"
    assert support.send(address, control="c" * 201, **told).status_code == 422
    assert support.send(address, control="c" * 200, **told).status_code == 303


def test_what_is_said_of_an_adoption_can_be_changed(register: Clone, support: SignedInClient):
    record = "/authorities/Z003/record"
    joined = {**day("joined_on", date(2020, 1, 6)), "joined_precision": "day", "source": "letter", "confidence": "high"}
    assert (
        support.send(f"{record}/adoptions/new", innovation="family_valued", wave="frist", **joined).status_code == 303
    )
    address = f"{record}/adoptions/family_valued"
    assert address in support.get(record).text
    said = {"innovation": "family_valued", "source": "letter", "confidence": "high", "local_name": "", "note": ""}
    assert 'value="frist"' in support.get(address).text
    assert "That is what is on record" in support.send(address, **said, wave="frist").text
    assert support.send(address, **said, wave="w" * 201).status_code == 422
    assert support.send(address, **said, wave="first").status_code == 303
    assert "first" in support.get("/authorities/Z003").text
    past = words(support.get("/authorities/Z003/history"))
    assert "wave: first (before: frist)" in past
    with register.session() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.deed == "adoption.described")).one()
        assert (event.before["wave"], event.after["wave"]) == ("frist", "first")
    # Recorded for the wrong innovation: moved while nothing dated hangs on it.
    other = {**said, "innovation": "no_wrong_door", "wave": "first"}
    assert support.send(address, **other).status_code == 303
    assert support.get(address).status_code == 404
    moved = f"{record}/adoptions/no_wrong_door"
    stage = {**day("planned_on", date(2020, 9, 1)), "planned_precision": "day", "actual_precision": "day"}
    assert support.send(f"{moved}/stages/go_live", **stage).status_code == 303
    back = support.send(moved, **{**other, "innovation": "family_valued"})
    assert back.status_code == 422
    assert "withdraw them first" in back.text
