"""The pages of the leadership register, as each kind of user meets them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.pages import day, without_token, words
from factories.predictions import add_prediction
from factories.seats import ON, SUPPORT, Scene, make_scene, told
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import select

from core.access import Role
from core.clock import today
from leadership.register.days import Day
from leadership.register.departures import record_departure
from leadership.register.kinds import EndReason
from leadership.register.models import Person, Post, SuccessionEvent, Tenure
from leadership.register.people import correct_name, same_person

LAST = {"source": "letter", "confidence": "high"}


@dataclass(frozen=True)
class Leaders:
    """Ashmere with a director, an interim assistant director and a vacant post; Belford with a director."""

    clone: Clone
    director: UUID
    interim: UUID
    vacant: UUID
    belfords: UUID
    tenures: dict[str, UUID]
    people: dict[str, UUID]

    def address(self, post: UUID, tenure: str | None = None, deed: str = "", code: str = "Z001") -> str:
        middle = f"/tenures/{self.tenures[tenure]}" if tenure else ""
        return f"/authorities/{code}/posts/{post}{middle}{'/' + deed if deed else ''}"

    def seat(self, post: UUID):
        with self.clone.session() as session:
            found = session.get_one(Post, post)
            scene = Scene(session, None, SUPPORT, today())  # type: ignore[arg-type]
            return scene.seat(found)


@pytest.fixture
def leaders(clone: Clone) -> Leaders:
    with clone.session() as session:
        ashmere, belford = make_scene(session), make_scene(session, 2, "Belford")
        posts = [
            ashmere.post(),
            ashmere.post("assistant_director", "Assistant Director"),
            ashmere.post("practice_lead", "Practice Lead"),
            belford.post(title="Director of Belford"),
        ]
        held = [
            ashmere.hold(posts[0]),
            ashmere.hold(posts[1], "Bea Second", date(2024, 1, 8), "interim"),
            belford.hold(posts[3], "Cai Third"),
        ]
        made = Leaders(
            clone,
            *(post.id for post in posts),
            tenures={name: tenure.id for name, tenure in zip(("Ada", "Bea", "Cai"), held, strict=True)},
            people={name: tenure.person_id for name, tenure in zip(("Ada", "Bea", "Cai"), held, strict=True)},
        )
        session.commit()
    return made


@pytest.fixture
def lead(leaders: Leaders, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


@pytest.fixture
def support(leaders: Leaders, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.SUPPORT)


def test_the_leaders_page_begins_with_what_is_vacant(leaders: Leaders, lead: SignedInClient):
    page = words(lead.get("/authorities/Z001/leaders"))
    assert "3 posts: 1 vacant, 1 interim or acting." in page
    places = [
        page.index(f'summary-card__title">{title}') for title in ("Practice Lead", "Director", "Assistant Director")
    ]
    assert places == sorted(places)
    assert "Ada First, permanent, since 6 January 2020" in page
    assert "Nobody since 1 April 2010" in page
    assert "Cai Third" not in page
    assert "<svg" in page


def test_an_authority_without_posts_says_what_to_do_first(client_as: ClientAs, clone: Clone):
    with clone.session() as session:
        make_scene(session)
        session.commit()
    page = words(client_as(Role.LEAD, authority="Z001").get("/authorities/Z001/leaders"))
    assert "No post is on record yet." in page
    assert "Open the first post" in page


def test_a_post_page_answers_who_and_since_when_first(leaders: Leaders, lead: SignedInClient):
    page = words(lead.get(leaders.address(leaders.director)))
    assert '<p class="govuk-body-l">Ada First, permanent, since 6 January 2020.</p>' in page
    assert "Announce departure of Ada First" in page
    assert "Ada First appointed (permanent)" in page
    assert "Confirm Ada First" not in page
    assert "Risk that the post changes hands" not in page, "a lead without the risk permission"
    assert "Confirm Bea Second" in words(lead.get(leaders.address(leaders.interim)))


def test_those_entitled_find_a_place_for_the_risk(leaders: Leaders, client_as: ClientAs):
    reader = client_as(Role.LEAD, Role.RISK_READER, authority="Z001")
    assert "No prediction has been made for this post yet." in words(reader.get(leaders.address(leaders.director)))


def test_those_entitled_see_what_was_said_and_what_happened(leaders: Leaders, client_as: ClientAs):
    with leaders.clone.session() as session:
        scene = make_scene(session)
        post = session.get_one(Post, leaders.director)
        tenure = session.get_one(Tenure, leaders.tenures["Ada"])
        record_departure(
            session,
            by=SUPPORT,
            post=post,
            tenure=tenure,
            ended=Day(date(2023, 2, 1)),
            reason=EndReason.RETIREMENT,
            told=told(date(2023, 2, 1)),
            on=ON,
        )
        scene.hold(post, "Dee Fourth", date(2023, 2, 1))
        for landmark, replayed in (
            (date(2021, 4, 1), True),
            (date(2022, 4, 1), True),
            (date(2022, 4, 15), True),
            (today() - timedelta(days=20), True),
            (today(), False),
        ):
            add_prediction(session, post.authority_id, post.id, landmark, replayed=replayed)
        session.commit()
    page = words(client_as(Role.SUPPORT).get(leaders.address(leaders.director)))
    assert "Very high" in page
    assert "about 3 in 5" in page
    assert "a departure is announced" in page
    assert "12.0 (4.3 to 33.4)" in page
    assert "1 April 2022 (replayed)" in page
    assert "Changed hands on 1 February 2023" in page
    assert "Did not change hands within the year" in page
    assert "15 April 2022" not in page, "quarterly landmarks only"
    assert "must not be used for a decision about a person" in page
    earlier = words(client_as(Role.SUPPORT).get(f"{leaders.address(leaders.director)}?as_known_on=2024-01-01"))
    assert "No prediction has been made for this post yet." in earlier, "none had been made then"
    lead = words(client_as(Role.LEAD, authority="Z001").get(leaders.address(leaders.director)))
    assert "Very high" not in lead


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


def test_a_form_says_at_its_box_what_is_wrong(leaders: Leaders, lead: SignedInClient):
    address = leaders.address(leaders.director, "Ada", "leaving")
    empty = lead.send(address, precision="day", confidence="")
    assert empty.status_code == 422
    assert "Enter the expected last day." in words(empty)
    assert 'href="#last_day-day"' in empty.text
    past = lead.send(address, **day("last_day", date(2024, 1, 1)), precision="day", confidence="")
    assert "was over when it became known" in words(past)
    assert 'href="#last_day-day"' in past.text
    assert 'value="2024"' in past.text, "what was sent stays in the boxes"
    ahead = lead.send(
        address,
        **day("last_day", today() + timedelta(days=9)),
        **day("known_on", today() + timedelta(days=1)),
        precision="day",
        confidence="",
    )
    assert "that day has not come" in words(ahead)
    assert 'href="#known_on-day"' in ahead.text
    assert not leaders.seat(leaders.director).holders[0].leaves


def test_a_confidential_departure_stays_between_those_entitled(
    leaders: Leaders, lead: SignedInClient, client_as: ClientAs
):
    address = leaders.address(leaders.director)
    sent = lead.send(
        leaders.address(leaders.director, "Ada", "leaving"),
        **day("last_day", today() + timedelta(days=90)),
        **day("confidential_until", today() + timedelta(days=30)),
        precision="day",
        **LAST,
    )
    assert sent.status_code == 303
    mark = "is to leave"
    assert mark in words(lead.get(address)), "who recorded it"
    assert "confidential until" in words(lead.get(address))
    assert mark in words(client_as(Role.SUPPORT).get(address))
    assert mark in words(client_as(Role.LEAD, Role.RISK_READER, authority="Z001").get(address))
    other = client_as(Role.LEAD, authority="Z001")
    for place in (address, "/authorities/Z001/leaders"):
        assert mark not in words(other.get(place))
    # Nor does an appointment by somebody else give it away.
    refused = other.send(
        f"{address}/appoint",
        person="new",
        new_name="Dee Fourth",
        status="permanent",
        **day("started_on", today() + timedelta(days=100)),
        precision="day",
        internal="",
        confidence="",
    )
    assert "no departure is on record" in words(refused)


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


EARLY = (("0001-01-01", "must be 1900 or later"),)


def test_what_nobody_types_is_refused_and_breaks_nothing(
    leaders: Leaders, lead: SignedInClient, support: SignedInClient
):
    null = lead.send(
        leaders.address(leaders.vacant, deed="appoint"), person="new", new_name="D\0ee", status="permanent", **LAST
    )
    assert null.status_code == 400
    for address in (
        f"{leaders.address(leaders.vacant)}/appoint/from-elsewhere?name=%00",
        f"/authorities/Z001/people/{leaders.people['Ada']}/same-as?name=%00",
        "/authorities/Z001%00/leaders",
    ):
        assert support.get(address).status_code == 400
    for year in (1000, 9999):
        sent = lead.send(
            leaders.address(leaders.interim, "Bea", "left"),
            **day("last_day", date(year, 12, 31)),
            precision="day",
            reason="retirement",
            **LAST,
        )
        assert sent.status_code == 422
        assert "must lie between 1900 and 2100" in words(sent)
    assert leaders.seat(leaders.interim).holders[0].name == "Bea Second"


def test_a_day_that_cannot_be_shown_is_said(leaders: Leaders, lead: SignedInClient):
    for asked, sentence in (("soon", "must be written like"), ("2999-01-01", "must not be in the future"), *EARLY):
        page = words(lead.get(f"/authorities/Z001/leaders?as_known_on={asked}"))
        assert sentence in page
    assert "No post is on record yet." in words(lead.get("/authorities/Z001/leaders?as_known_on=2009-01-01"))


def test_the_support_team_moves_a_person_between_authorities(leaders: Leaders, support: SignedInClient):
    search = f"{leaders.address(leaders.vacant)}/appoint/from-elsewhere"
    page = support.get(f"{search}?name=cai")
    assert "Director of Belford, Belford" in words(page)
    form = f"{leaders.address(leaders.vacant)}/appoint?person={leaders.people['Cai']}"
    assert form in page.text
    assert "Cai Third: Director of Belford, Belford" in words(support.get(form))
    sent = support.send(
        form,
        person=str(leaders.people["Cai"]),
        status="permanent",
        leaves=[str(leaders.tenures["Cai"])],
        **day("started_on", today()),
        precision="day",
        internal="no",
        **LAST,
    )
    assert sent.status_code == 303, words(sent)
    assert leaders.seat(leaders.belfords).vacant
    assert leaders.seat(leaders.vacant).holders[0].tenure.person_id == leaders.people["Cai"]
    assert "Nobody's name holds" in words(support.get(f"{search}?name=zzz"))


def test_the_support_team_joins_two_records_of_one_person(leaders: Leaders, support: SignedInClient):
    with leaders.clone.session() as session:
        twin = make_scene(session, 2, "Belford").person("Ada First-Again")
        session.commit()
    assert "Another record" in words(support.get("/authorities/Z002/people"))
    address = f"/authorities/Z002/people/{twin.id}/same-as"
    page = support.get(f"{address}?name=Ada")
    assert "Ada First (Director, Ashmere)" in words(page)
    sent = support.send(f"{address}?name=Ada", same_as=str(leaders.people["Ada"]), **LAST)
    assert sent.status_code == 303, words(sent)
    with leaders.clone.session() as session:
        assert session.get_one(Person, twin.id).same_as_id == leaders.people["Ada"]


@pytest.mark.parametrize("role", [Role.RISK_READER, Role.LEADER, Role.DFE_VIEWER])
def test_nobody_else_reads_or_records(leaders: Leaders, client_as: ClientAs, role: Role):
    client = client_as(role, authority="Z001" if role.of_one_authority else None)
    for address in (
        "/authorities/Z001/leaders",
        leaders.address(leaders.director),
        leaders.address(leaders.director, "Ada", "leaving"),
        "/authorities/Z001/people",
    ):
        assert client.get(address).status_code == 403, address


def test_another_authoritys_pages_are_as_absent_as_unknown_ones(leaders: Leaders, lead: SignedInClient):
    unknown = UUID(int=9)
    pairs = [
        ("/authorities/Z002/leaders", "/authorities/Z999/leaders"),
        (leaders.address(leaders.belfords, code="Z002"), f"/authorities/Z999/posts/{unknown}"),
        (leaders.address(leaders.belfords), leaders.address(unknown)),
        (
            leaders.address(leaders.director, "Cai", "left"),
            f"{leaders.address(leaders.director)}/tenures/{unknown}/left",
        ),
        ("/authorities/Z002/leaders/open-post", "/authorities/Z999/leaders/open-post"),
    ]
    for theirs, nobodys in pairs:
        answers = [lead.get(theirs), lead.get(nobodys)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert without_token(answers[0].text) == without_token(answers[1].text)
        sent = [lead.send(theirs), lead.send(nobodys)]
        assert {answer.status_code for answer in sent} <= {404, 405}


def test_what_is_for_the_support_team_is_closed_to_a_lead(leaders: Leaders, lead: SignedInClient):
    assert lead.get(f"{leaders.address(leaders.vacant)}/appoint/from-elsewhere?name=Cai").status_code == 403
    assert lead.get(f"/authorities/Z001/people/{leaders.people['Ada']}/same-as").status_code == 403
    page = lead.get(f"{leaders.address(leaders.vacant)}/appoint?person={leaders.people['Cai']}")
    assert "Cai Third" not in page.text
    assert "Somebody who works in another authority" not in page.text


def test_a_leader_finds_their_own_post_and_nothing_about_what_may_come(leaders: Leaders, client_as: ClientAs):
    ada = client_as(Role.LEADER, authority="Z001", person_id=leaders.people["Ada"])
    page = words(ada.get("/my-post"))
    assert "Director, Ashmere" in page
    assert "6 January 2020" in page
    assert "isk" not in page.split("<main")[1].split("</main")[0]
    assert "Bea Second" not in page
    stranger = client_as(Role.LEADER, authority="Z001", person_id=UUID(int=5))
    assert "No current post is on record under your name." in words(stranger.get("/my-post"))


def test_a_leader_recorded_twice_finds_both_posts(leaders: Leaders, client_as: ClientAs):
    with leaders.clone.session() as session:
        ada, cai = (session.get_one(Person, leaders.people[name]) for name in ("Ada", "Cai"))
        same_person(session, by=SUPPORT, person=cai, same_as=ada, told=told(today()), on=today())
        session.commit()
    both = client_as(Role.LEADER, authority="Z002", person_id=leaders.people["Ada"])
    assert "Director of Belford, Belford" in words(both.get("/my-post"))


def test_the_list_of_an_authority_asks_the_database_as_often_for_many_posts_as_for_few(
    leaders: Leaders, lead: SignedInClient, count_queries
):
    few = count_queries(lambda: lead.get("/authorities/Z001/leaders"))
    with leaders.clone.session() as session:
        scene = make_scene(session)
        for number in range(12):
            scene.hold(scene.post("assistant_director", f"Post {number}"), f"Person {number}")
        session.commit()
    assert count_queries(lambda: lead.get("/authorities/Z001/leaders")) == few


@pytest.fixture
def count_queries(app):
    from sqlalchemy import event  # noqa: PLC0415  (only here)

    from core.runtime import runtime  # noqa: PLC0415

    def count(deed) -> int:
        with app.app_context():
            engine = runtime().engine
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        deed()
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    return count


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


def test_a_leader_whose_name_was_corrected_still_finds_their_post(leaders: Leaders, client_as: ClientAs):
    """The account names the old record; what comes later is on the new one."""
    client = client_as(Role.LEADER, authority="Z001", person_id=leaders.people["Ada"])
    with leaders.clone.session() as session:
        scene, ada = make_scene(session), session.get_one(Person, leaders.people["Ada"])
        right = correct_name(
            session, by=SUPPORT, authority=scene.authority, person=ada, name="Ada Firth", told=told(), on=ON
        )
        scene.hold(session.get_one(Post, leaders.vacant), right, date(2024, 5, 1))
        session.commit()
    page = words(client.get("/my-post"))
    assert "Practice Lead, Ashmere" in page
    assert "Director, Ashmere" in page


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
