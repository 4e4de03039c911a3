"""The pages of the leadership register: what a lead reads there first, and how often the database is asked."""

from datetime import date, timedelta

import pytest
from factories.leaders_on_pages import LAST, Leaders
from factories.pages import day, words
from factories.predictions import add_prediction
from factories.seats import ON, SUPPORT, make_scene, told
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient

from core.access import Role
from core.clock import today
from leadership.register.days import Day
from leadership.register.departures import record_departure
from leadership.register.kinds import EndReason
from leadership.register.models import Post, Tenure


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
