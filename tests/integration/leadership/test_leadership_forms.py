"""The forms of the leadership register: departures, appointments, corrections, names."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.leaders_on_pages import LAST, Leaders
from factories.pages import day, words
from fixtures.identities import SignedInClient
from sqlalchemy import select

from core.clock import today
from leadership.register.models import SuccessionEvent, Tenure


def test_announcing_withdrawing_and_recording_a_departure(leaders: Leaders, lead: SignedInClient):
    ahead = today() + timedelta(days=60)
    announce = leaders.address(leaders.director, "Ada", "leaving")
    assert "Ada First is to leave this post." in words(lead.get(announce))
    sent = lead.send(announce, **day("last_day", ahead), precision="day", **LAST)
    assert (sent.status_code, sent.location) == (303, leaders.address(leaders.director))
    page = words(lead.get(sent.location))
    assert "The next prediction uses it within the hour." in page
    assert "Departure announced" in page
    assert "Withdraw the announcement" in page
    sent = lead.send(leaders.address(leaders.director, "Ada", "staying"), **LAST)
    assert "Ada First stays. It remains in the history." in words(lead.get(sent.location))
    departed = leaders.address(leaders.director, "Ada", "left")
    yesterday = today() - timedelta(days=1)
    sent = lead.send(departed, **day("last_day", yesterday), precision="day", reason="retirement", **LAST)
    assert sent.status_code == 303
    assert "The post is listed as vacant until somebody is appointed." in words(lead.get(sent.location))
    with leaders.clone.session() as session:
        tenure = session.get_one(Tenure, leaders.tenures["Ada"])
        assert (tenure.ended_on, tenure.end_reason) == (today(), "retirement")
        event = session.scalars(select(SuccessionEvent).where(SuccessionEvent.kind == "departed")).one()
        assert (event.source, event.confidence, event.recorded_by_id is not None) == ("letter", "high", True)


def test_appointing_somebody_new_and_somebody_known(leaders: Leaders, lead: SignedInClient):
    form = leaders.address(leaders.vacant, deed="appoint")
    page = words(lead.get(form))
    assert "Nobody holds this post." in page
    assert "Ada First: Director" in page, "posts that could be given up"
    assert "Cai Third" not in page
    assert "They stand in" not in page, "there is nobody to stand in for"
    told_of = {"precision": "day", "internal": "no", **LAST}
    sent = lead.send(
        form, person="new", new_name=" Dee  Fourth ", status="fixed_term", **day("started_on", today()), **told_of
    )
    assert "Dee Fourth is on record as fixed term from" in words(lead.get(sent.location))
    seat = leaders.seat(leaders.vacant)
    assert [(holder.name, holder.tenure.internal) for holder in seat.holders] == [("Dee Fourth", False)]
    opened = lead.send(
        "/authorities/Z001/leaders/open-post",
        role="executive_director",
        title="Executive Director",
        **day("opened_on", date(2024, 4, 1)),
        **LAST,
    )
    assert opened.status_code == 303
    sent = lead.send(
        f"{opened.location}/appoint",
        person=str(leaders.people["Bea"]),
        new_name="",
        status="permanent",
        leaves=[str(leaders.tenures["Bea"])],
        **day("started_on", today()),
        **told_of,
    )
    assert sent.status_code == 303, words(sent)
    assert leaders.seat(leaders.interim).vacant
    assert [holder.name for holder in leaders.seat(UUID(opened.location.split("/")[-1])).holders] == ["Bea Second"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"person": ""}, "Choose who is appointed."),
        ({"person": "new", "new_name": ""}, "Enter the name of the person"),
        ({"person": "Ada", "new_name": "Dee Fourth"}, "Clear this name"),
        ({"person": "Cai"}, "Choose who is appointed."),
        ({"person": "Ada", "leaves": ["Bea"]}, "does not hold one of the ticked posts"),
        ({"person": "Ada", "status": "boss"}, "Choose how they hold the post."),
        ({"person": "Ada", "started_on": ["31", "2", "2024"]}, "must be a real date"),
    ],
)
def test_an_appointment_that_cannot_be_taken_says_why(leaders: Leaders, lead: SignedInClient, fields, sentence: str):
    sent = {"status": "permanent", "precision": "day", "internal": "", "confidence": "", **day("started_on", today())}
    sent |= fields
    if sent["person"] in leaders.people:
        sent["person"] = str(leaders.people[sent["person"]])
    sent["leaves"] = [str(leaders.tenures[name]) for name in sent.get("leaves", ())]
    answer = lead.send(leaders.address(leaders.vacant, deed="appoint"), **sent)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert leaders.seat(leaders.vacant).vacant


def test_confirming_and_closing(leaders: Leaders, lead: SignedInClient):
    sent = lead.send(
        leaders.address(leaders.interim, "Bea", "confirm"), status="permanent", **day("started_on", today()), **LAST
    )
    assert "It counts as no change of leader." in words(lead.get(sent.location))
    sent = lead.send(leaders.address(leaders.vacant, deed="close"), **day("closed_on", today()), **LAST)
    assert "The post is closed from" in words(lead.get(sent.location))
    page = words(lead.get("/authorities/Z001/leaders"))
    assert "Closed posts" in page
    assert "2 posts: 0 vacant, 0 interim or acting." in page
    assert "Record a change" not in words(lead.get(leaders.address(leaders.vacant)))


def test_correcting_a_time_in_post_and_an_entry(leaders: Leaders, lead: SignedInClient):
    form = leaders.address(leaders.director, "Ada", "correct")
    assert 'value="2020"' in lead.get(form).text
    facts = {
        "status": "permanent",
        "started_precision": "day",
        "ended_precision": "day",
        "end_reason": "",
        "internal": "",
    }
    unchanged = lead.send(form, **facts, **day("started_on", date(2020, 1, 6)), confidence="")
    assert "Nothing differs from what is on record." in words(unchanged)
    sent = lead.send(form, **facts, **day("started_on", date(2020, 1, 13)), **LAST)
    page = words(lead.get(sent.location))
    assert "since 13 January 2020" in page
    assert "recorded before as 6 January 2020" in page
    looking_back = words(lead.get(f"{leaders.address(leaders.director)}?as_known_on=2024-06-03"))
    assert "You see what was known on" in looking_back
    assert "since 6 January 2020" in looking_back
    assert "Record a change" not in looking_back
    with leaders.clone.session() as session:
        event = session.scalars(
            select(SuccessionEvent).where(
                SuccessionEvent.post_id == leaders.interim, SuccessionEvent.kind != "post_created"
            )
        ).one()
    entry = f"{leaders.address(leaders.interim)}/events/{event.id}/correct"
    assert "effective_on" not in lead.get(entry).text
    sent = lead.send(entry, source="committee papers", confidence="medium")
    assert sent.status_code == 303
    assert "committee papers; confidence medium" in words(lead.get(sent.location))


def test_an_appointment_that_never_came_about(leaders: Leaders, lead: SignedInClient):
    sent = lead.send(
        leaders.address(leaders.director, "Ada", "correct"),
        status="permanent",
        **day("started_on", date(2020, 1, 6)),
        started_precision="day",
        ended_precision="day",
        end_reason="",
        internal="",
        never="y",
        **LAST,
    )
    page = words(lead.get(sent.location))
    assert "Nobody holds this post" in page
    assert "not taken up" in page


def test_a_lead_corrects_a_name(leaders: Leaders, lead: SignedInClient):
    people = words(lead.get("/authorities/Z001/people"))
    address = f"/authorities/Z001/people/{leaders.people['Ada']}/name"
    assert address in people
    assert "Ada First is the name on record." in words(lead.get(address))
    assert lead.send(address, name="").status_code == 422
    assert "is the name on record" in words(lead.send(address, name="Ada First"))
    assert lead.send(address, name="Ada Firth").status_code == 303
    assert "Ada Firth" in words(lead.get("/authorities/Z001/people"))
    assert [holder.name for holder in leaders.seat(leaders.director).holders] == ["Ada Firth"]
    past = (today() - timedelta(days=1)).isoformat()
    assert "Ada First" in words(lead.get(f"{leaders.address(leaders.director)}?as_known_on={past}"))
    assert lead.get(f"/authorities/Z001/people/{leaders.people['Cai']}/name").status_code == 404


def test_a_lead_records_somebody_who_held_the_post_before(leaders: Leaders, lead: SignedInClient):
    address = leaders.address(leaders.director, deed="held-before")
    assert address in lead.get(leaders.address(leaders.director)).text
    assert lead.get(address).status_code == 200
    told_on = {**LAST, "started_precision": "day", "ended_precision": "day", "internal": "", "status": "permanent"}
    sent = {**told_on, **day("started_on", date(2015, 1, 5)), "reason": "retirement", "new_name": "Eve Fifth"}
    refused = lead.send(address, **sent, **day("last_day", date(2020, 3, 1)), person="new")
    assert refused.status_code == 422
    assert "at that time" in words(refused)
    unsaid = lead.send(address, **sent, **day("last_day", date(2019, 12, 31)), person="")
    assert "Choose who held the post." in words(unsaid)
    assert lead.send(address, **sent, **day("last_day", date(2019, 12, 31)), person="new").status_code == 303
    page = words(lead.get(leaders.address(leaders.director)))
    assert "Eve Fifth left (retired)" in page
    assert "Eve Fifth appointed (permanent)" in page
    assert '<p class="govuk-body-l">Ada First, permanent, since 6 January 2020.</p>' in page
