"""What lasts and is kept on screen: times in the programme, pauses, stages in their order; and slips of the pen."""

from datetime import date

import pytest
from factories.pages import day, page_link, words
from factories.register import ON
from fixtures.databases import Clone
from fixtures.identities import SignedInClient
from sqlalchemy import select

from authorities.programme.members import list_members
from authorities.programme.membership import list_memberships
from authorities.programme.models import AdoptionDate, AdoptionPause, ProgrammeMembership
from authorities.programme.open import get_programme, open_programme
from authorities.register.find import authority_by_code
from authorities.register.models import Authority, VestingForecast
from core.access import SYSTEM
from core.audit import AuditEvent

RECORD = "/authorities/Z001/record"
ADOPTION = f"{RECORD}/adoptions/family_safeguarding"
TOLD = {"source": "letter", "confidence": ""}
PAUSE = {"precision": "day", "reason": "inspection", **TOLD}
STAGE = {"planned_precision": "day", "actual_precision": "day", "reason": "", **TOLD}
JOIN = {"joined_precision": "day", "reason": "new funding", **TOLD}


def members(register: Clone, when: date) -> set[str]:
    with register.session() as session:
        return {authority.code for authority in list_members(session, on=when)}


def test_an_authority_that_left_joins_again_and_both_times_stay(register: Clone, support: SignedInClient):
    left = {**day("left_on", date(2023, 4, 1)), "reason": "other plans"}
    assert "joins again" not in support.get(RECORD).text
    assert support.send(f"{RECORD}/leave", **left).status_code == 303
    assert "joins again" in words(support.get(RECORD))
    join = page_link(support.get(RECORD).text, "/membership/new")
    early = support.send(join, **day("joined_on", date(2023, 3, 1)), **JOIN)
    assert (early.status_code, "in the programme at that time already" in early.text) == (422, True)
    assert support.send(join, **day("joined_on", date(2025, 4, 1)), **JOIN).status_code == 303
    twice = support.send(join, **day("joined_on", date(2025, 4, 1)), **JOIN)
    assert (twice.status_code, "in the programme at that time already" in twice.text) == (422, True)
    days = (date(2023, 3, 31), date(2023, 4, 1), date(2025, 3, 31), date(2025, 4, 1))
    assert ["Z001" in members(register, when) for when in days] == [True, False, False, True]
    past = words(support.get("/authorities/Z001/history"))
    assert "Joined the programme; Left the programme, 3 October 2019; 1 April 2023" in past
    assert "Joined the programme, 1 April 2025" in past


def test_leaving_twice_in_the_same_words_is_recorded_once(register: Clone, support: SignedInClient):
    for _ in range(2):
        sent = support.send(f"{RECORD}/leave", **day("left_on", date(2023, 4, 1)), reason="other plans")
        assert sent.status_code == 303
    with register.session() as session:
        versions = session.scalars(select(ProgrammeMembership).join(Authority).where(Authority.code == "Z001")).all()
    assert len(versions) == 2


def test_a_time_in_the_programme_is_corrected_and_a_mistaken_leaving_undone(register: Clone, support: SignedInClient):
    support.send(f"{RECORD}/leave", **day("left_on", date(2023, 4, 1)), reason="a slip")
    with register.session() as session:
        [current] = session.scalars(
            select(ProgrammeMembership)
            .join(Authority)
            .where(Authority.code == "Z001", ProgrammeMembership.superseded_at.is_(None))
        )
    address = f"{RECORD}/membership/{current.id}"
    assert address in support.get(RECORD).text
    assert 'value="2023"' in support.get(address).text
    sent = {**day("joined_on", date(2019, 10, 4)), **day("known_on", date(2023, 4, 1)), **JOIN}
    wrong = support.send(address, **sent, **day("left_on", date(2019, 10, 4)))
    assert (wrong.status_code, "must leave after the day it joined" in wrong.text) == (422, True)
    assert support.send(address, **sent).status_code == 303
    assert "Z001" not in members(register, date(2019, 10, 3))
    assert "Z001" in members(register, date(2026, 1, 1))
    assert support.send(address, **sent).status_code == 404


def test_a_pause_is_corrected_and_withdrawn_and_stays_in_the_history(register: Clone, support: SignedInClient):
    assert support.send(f"{ADOPTION}/pause", **day("paused_on", date(2022, 1, 3)), **PAUSE).status_code == 303
    assert support.get(f"{RECORD}/pauses/new").status_code == 404
    with register.session() as session:
        [pause] = session.scalars(select(AdoptionPause))
    address = f"{RECORD}/pauses/{pause.id}"
    assert "Family Safeguarding paused (3 January 2022)" in words(support.get(address))
    sent = {**day("paused_on", date(2022, 2, 1)), **day("known_on", date(2022, 2, 1)), **PAUSE}
    wrong = support.send(address, **sent, **day("resumed_on", date(2022, 2, 1)))
    assert (wrong.status_code, "must go on after the day it was paused" in wrong.text) == (422, True)
    assert support.send(address, **sent, **day("resumed_on", date(2022, 6, 1))).status_code == 303
    assert "since 1 February 2022, until 1 June 2022" in words(support.get("/authorities/Z001"))
    withdraw = page_link(support.get(page_link(support.get(RECORD).text, str(_current(register)))).text, "/withdraw")
    assert support.send(withdraw, **day("known_on", ON), source="entered for another authority").status_code == 303
    assert "Paused" not in words(support.get("/authorities/Z001"))
    past = words(support.get("/authorities/Z001/history"))
    assert "Withdrawn: Family Safeguarding paused" in past
    with register.session() as session:
        deeds = session.scalars(select(AuditEvent.deed).where(AuditEvent.deed.startswith("adoption_pause."))).all()
    assert sorted(deeds) == ["adoption_pause.corrected", "adoption_pause.recorded", "adoption_pause.withdrawn"]


def _current(register: Clone) -> object:
    with register.session() as session:
        return session.scalars(select(AdoptionPause.id).where(AdoptionPause.superseded_at.is_(None))).one()


@pytest.mark.parametrize(
    ("address", "sent", "says"),
    [
        ("pause", {**day("paused_on", date(2019, 10, 2)), **PAUSE}, "was not in the programme at that time"),
        ("pause", {**day("paused_on", date(2206, 1, 5)), **PAUSE}, "between 1900 and 2100"),
        (
            "pause",
            {**day("paused_on", date(2022, 1, 5)), **day("resumed_on", date(2021, 1, 5)), **PAUSE},
            "must go on after the day it was paused",
        ),
        ("stages/embedding", {**day("actual_on", date(2021, 2, 10)), **STAGE}, "cannot begin before go-live, which"),
        ("stages/set_up", {**day("actual_on", date(2021, 3, 1)), **STAGE}, "cannot begin after go-live, which"),
        ("stages/sustain", {"planned_on": ["1", "3", "0202"], **STAGE}, "between 1900 and 2100"),
    ],
)
def test_times_that_cannot_be_are_refused(support: SignedInClient, address: str, sent: dict[str, object], says: str):
    refused = support.send(f"{ADOPTION}/{address}", **sent)
    assert (refused.status_code, says in words(refused)) == (422, True)


def test_a_month_is_as_long_as_it_is(register: Clone, support: SignedInClient):
    """It joined on 3 October 2019: a pause known to the month of October is in it; so is a stage of its month."""
    told = PAUSE | {"precision": "month"}
    assert support.send(f"{ADOPTION}/pause", **day("paused_on", date(2019, 10, 1)), **told).status_code == 303
    began = {**day("actual_on", date(2021, 2, 1)), **STAGE, "actual_precision": "month"}
    assert support.send(f"{ADOPTION}/stages/embedding", **began).status_code == 303


def test_a_better_source_of_the_same_dates_is_kept_on_screen(register: Clone, support: SignedInClient):
    began = {**day("actual_on", date(2020, 11, 2)), **STAGE}
    for source in ("press", "press", "council report"):
        assert support.send(f"{ADOPTION}/stages/set_up", **began | {"source": source}).status_code == 303
    with register.session() as session:
        versions = session.scalars(
            select(AdoptionDate).where(AdoptionDate.stage == "set_up").order_by(AdoptionDate.recorded_at)
        ).all()
        assert [version.source for version in versions] == ["press", "council report"]


def test_the_same_forecast_again_changes_nothing_and_one_of_the_past_is_refused(
    register: Clone, support: SignedInClient
):
    address = "/authorities/Z002/record/boundaries/LGR-1"
    sent = {**day("known_on", date(2026, 6, 1)), "precision": "day", "confidence": "", "source": "a second letter"}
    for _ in range(2):
        assert support.send(address, **day("takes_effect_on", date(2029, 4, 1)), **sent).status_code == 303
    past = support.send(address, **day("takes_effect_on", date(2025, 4, 1)), **sent)
    assert (past.status_code, "cannot lie before the day on which this became known" in past.text) == (422, True)
    with register.session() as session:
        assert len(session.scalars(select(VestingForecast)).all()) == 2


def test_a_report_of_the_future_is_refused_on_its_own_box_and_a_step_announced_ahead_is_kept(support: SignedInClient):
    grades = dict.fromkeys(
        ("overall", "impact_of_leaders", "help_and_protection", "children_in_care", "care_leavers", "kind"), ""
    )
    days = {**day("inspected_on", date(2025, 6, 2)), **day("published_on", date(2099, 1, 1))}
    refused = support.send(f"{RECORD}/inspections/new", **days, **grades, **TOLD)
    assert (refused.status_code, 'href="#published_on-day"' in refused.text) == (422, True)
    ahead = {**day("started_on", date(2099, 1, 1)), "step": "commissioner", "precision": "day", **TOLD}
    assert support.send(f"{RECORD}/interventions/new", **ahead).status_code == 303


def test_with_two_programmes_the_forms_ask_which(register: Clone, support: SignedInClient):
    with register.session() as session:
        open_programme(session, by=SYSTEM, code="second", name="Second programme", starts_on=date(2024, 4, 1))
        session.commit()
    told = {**day("joined_on", date(2024, 5, 1)), "joined_precision": "day", "source": "", "confidence": ""}
    record = "/authorities/Z003/record"
    adoption = {**told, "innovation": "family_valued"}
    assert "Second programme" in support.get(f"{record}/adoptions/new").text
    unsaid = support.send(f"{record}/adoptions/new", **adoption)
    assert (unsaid.status_code, "Choose which programme." in unsaid.text) == (422, True)
    assert support.send(f"{record}/adoptions/new", **adoption, programme="second").status_code == 303
    left = {**day("left_on", date(2025, 5, 1)), "reason": "a pause of years"}
    assert support.send(f"{record}/leave", **left, programme="second").status_code == 303
    again = {**told, **day("joined_on", date(2025, 9, 1))}
    assert support.send(f"{record}/membership/new", **again, programme="second").status_code == 303
    page = words(support.get(record))
    assert "Record that it leaves the programme" in page
    assert "Record that it joins again" in page
    with register.session() as session:
        second = get_programme(session, code="second")
        times = list_memberships(session, authority_by_code(session, "Z003"), second)
        assert [(time.joined_on, time.left_on) for time in times] == [
            (date(2024, 5, 1), date(2025, 5, 1)),
            (date(2025, 9, 1), None),
        ]
    # Correcting a time asks no programme: it stays in its own.
    assert "Second programme" not in support.get(f"{record}/membership/{times[0].id}").text
