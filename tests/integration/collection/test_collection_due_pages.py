"""The pages about what is due: opened, moved, extended and read on screen; the support team's week (M1, W8, W10)."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from factories.collections_due import DUE, OPENS, add_event, make_collection, make_members, make_person, make_return
from factories.pages import send_as_shown
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import select

from authorities.programme.models import Programme
from core.access import Role
from core.clock import today
from core.quarters import Quarter
from outcomes.collection.due.defaults import default_days
from outcomes.collection.due.find import find_collection, get_collection
from outcomes.collection.due.models import Extension
from outcomes.collection.submission.models import Explanation, Submission
from outcomes.collection.submission.states import State

DAY = timedelta(days=1)
Q1 = Quarter(2025, 1)
LAST = Quarter.containing(today()).plus(-1)


@pytest.fixture
def programme(clone: Clone) -> Clone:
    with clone.session() as session:
        members = make_members(session)
        make_collection(session)
        make_person(session, "Lena Lead", Role.LEAD, members[0])
        make_return(session, members[0], get_collection(session, Q1), State.SUBMITTED)
        session.commit()
    return clone


@pytest.fixture
def support(programme: Clone, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.SUPPORT)


def boxes(day: date) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]


def said(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def address(quarter: Quarter) -> str:
    return str(quarter).replace(" ", "-").lower()


def test_a_collection_opens_with_the_usual_days_when_none_are_given(support: SignedInClient, clone: Clone) -> None:
    page = support.get(f"/collections/new?quarter={address(LAST)}")
    assert f'<option value="{address(LAST)}" selected' in page.text
    answer = support.send("/collections/new", quarter=address(LAST))
    assert answer.status_code == 303
    assert answer.location == f"/collections/{address(LAST)}"
    with clone.session() as session:
        made = get_collection(session, LAST)
        usual = default_days(LAST)
        assert (made.opens_on, made.due_on, made.closes_on) == (usual.opens_on, usual.due_on, None)
    assert "is due on" in said(support.get(answer.location).text)


def test_it_opens_with_a_number_of_working_days(support: SignedInClient, clone: Clone) -> None:
    support.send("/collections/new", quarter=address(LAST), working_days="30", note="The new form is here.")
    with clone.session() as session:
        made = get_collection(session, LAST)
        assert made.due_on == default_days(LAST, working_days=30).due_on
        assert made.note == "The new form is here."


@pytest.mark.parametrize(
    ("fields", "box"),
    [
        ({}, "quarter"),
        ({"quarter": "2099-00-q1"}, "quarter"),
        ({"quarter": "LAST", "working_days": "0"}, "working_days"),
        ({"quarter": "LAST", "working_days": "soon"}, "working_days"),
        ({"quarter": "LAST", "opens_on": ["1", "1", "2001"]}, "opens_on-day"),
        ({"quarter": "LAST", "due_on": ["31", "2", "2027"]}, "due_on-day"),
        ({"quarter": "LAST", "due_on": ["1", "1", "2001"]}, "due_on-day"),
        ({"quarter": "LAST", "closes_on": ["1", "1", "2001"]}, "closes_on-day"),
        ({"quarter": "LAST", "working_days": "9", "due_on": ["1", "1", "2030"]}, "due_on-day"),
    ],
)
def test_a_refusal_leads_to_its_box(support: SignedInClient, clone: Clone, fields: dict[str, object], box: str) -> None:
    sent = {name: address(LAST) if value == "LAST" else value for name, value in fields.items()}
    answer = support.send("/collections/new", **sent)
    assert answer.status_code == 422
    assert f'href="#{box}"' in answer.text
    with clone.session() as session:
        assert find_collection(session, LAST) is None


def test_the_page_says_who_has_returned_what(support: SignedInClient) -> None:
    page = said(support.get("/collections/2025-26-q1").text)
    assert "3 authorities. 2025-26 Q1 was due" in page
    assert "1 submitted, 0 in progress, 2 not started." in page
    assert page.index("Council 2") < page.index("Council 1"), "the late ones come first"
    assert "working days late" in page
    assert "Submitted: 1 of 3." in page


def test_days_and_indicators_are_changed_on_screen(support: SignedInClient, clone: Clone) -> None:
    page = support.get("/collections/2025-26-q1/days")
    assert 'value="8"' in page.text
    later = DUE + 7 * DAY
    answer = send_as_shown(
        support, "/collections/2025-26-q1/days", opens_on=boxes(OPENS), due_on=boxes(later), closes_on=["", "", ""]
    )
    assert answer.status_code == 303
    refused = support.send("/collections/2025-26-q1/days", opens_on=boxes(OPENS), due_on=["", "", ""])
    assert refused.status_code == 422
    assert "Enter the day it is due." in refused.text
    assert send_as_shown(support, "/collections/2025-26-q1/items", items=["REF_RATE", "CPP_RATE"]).status_code == 303
    page = said(support.get("/collections/2025-26-q1").text)
    assert "15 September 2025" in page
    assert "2 indicators" in page
    assert support.send("/collections/2025-26-q1/items").status_code == 422


def test_more_time_is_given_listed_and_ended(support: SignedInClient, clone: Clone) -> None:
    until = today() + 5 * DAY
    path = "/collections/2025-26-q1/extensions"
    reason = "Their case system was replaced."
    assert support.send(path, authority="Z002", until=boxes(until), reason=reason).status_code == 303
    page = said(support.get(path).text)
    assert reason in page
    assert "Runs" in page
    again = support.send(path, authority="Z002", until=boxes(until + DAY), reason=reason)
    assert again.status_code == 409
    assert 'href="#authority"' in again.text
    early = support.send(path, authority="Z003", until=boxes(DUE), reason=reason)
    assert early.status_code == 422
    assert 'href="#until-day"' in early.text
    with clone.session() as session:
        made = session.scalars(select(Extension)).one()
    assert support.send(f"{path}/{made.id}/end").status_code == 303
    assert "Ended on" in said(support.get(path).text)
    assert support.send(f"{path}/{made.id}/end").status_code == 422


def test_a_closed_programme_still_reports_until_its_day(support: SignedInClient, clone: Clone) -> None:
    with clone.session() as session:
        code = session.scalars(select(Programme.code)).one()
    answer = send_as_shown(support, f"/collections/programmes/{code}", collects_until=boxes(date(2027, 3, 31)))
    assert answer.status_code == 303
    assert "takes returns until 31 March 2027" in said(support.get("/collections").text)
    with clone.session() as session:
        assert session.scalars(select(Programme.collects_until)).one() == date(2027, 3, 31)


def test_leads_do_not_edit_what_is_due(programme: Clone, client_as: ClientAs) -> None:
    lead = client_as(Role.LEAD, authority="Z001")
    for path in ("/collections", "/collections/new", "/collections/2025-26-q1", "/collections/2025-26-q1/extensions"):
        assert lead.get(path).status_code == 403
    assert lead.send("/collections/2025-26-q1/days", due_on=boxes(DUE)).status_code == 403


@pytest.mark.parametrize("path", ["/collections/2025-26-q5", "/collections/2025-27-q1", "/collections/2024-25-q1"])
def test_a_quarter_that_is_none_or_has_no_collection_is_not_found(support: SignedInClient, path: str) -> None:
    assert support.get(path).status_code == 404


def test_this_week_says_what_waits_for_the_team(support: SignedInClient) -> None:
    page = said(support.get("/").text)
    assert "3 authorities. 2025-26 Q1 was due" in page
    assert "Council 2: 2025-26 Q1 is late" in page
    assert "Council 2 has no lead" in page
    assert "Council 1 has no lead" not in page
    form = support.get(
        re.findall(r'href="(/accounts/new\?[^"]+)"', support.get("/").text)[0].replace("&amp;", "&")
    ).text
    assert re.search(r'<option value="authority_lead" selected', form), "the way to mend it is filled in"
    assert re.search(r'name="authority"[^>]* value="Z002"', form)
    assert f"Open the collection for {LAST}" in page


def test_this_week_asks_who_submits_when_the_last_lead_leaves(support: SignedInClient, client_as: ClientAs) -> None:
    lead = client_as(Role.LEAD, authority="Z002")
    lead.send("/account/leaving", leaves_on=boxes(today() + DAY))
    week = said(support.get("/").text)
    assert "Nobody can submit" in said(lead.get("/authorities/Z002/returns").text)
    assert re.search(r"Who will submit \d{4}-\d\d Q\d for Council 2\?", week)


def test_the_authority_is_not_told_of_a_gap_while_another_lead_stays(
    support: SignedInClient, programme: Clone, client_as: ClientAs
) -> None:
    """A lead's own session sees no other account: that somebody stays is read by the product."""
    first, second = (client_as(Role.LEAD, authority="Z003") for _ in range(2))
    first.send("/account/leaving", leaves_on=boxes(today() + DAY))
    for lead in (first, second):
        assert "Nobody can submit" not in lead.get("/authorities/Z003/returns").text
    assert "for Council 3?" not in support.get("/").text


def test_explanations_to_settle_and_reviews_stand_in_the_list(support: SignedInClient, clone: Clone) -> None:
    with clone.session() as session:
        submission = session.scalars(select(Submission)).one()
        add_event(session, submission, "submitted")
        session.add(
            Explanation(
                authority_id=submission.authority_id,
                submission_id=submission.id,
                version=1,
                rule="R-RANGE",
                indicator_code="REF_RATE",
                figure_key="0" * 16,
                text="A new front door opened in May.",
            )
        )
        session.commit()
    page = said(support.get("/").text)
    assert "Settle 1 query of Council 1: 2025-26 Q1" in page
    assert "Review Council 1: 2025-26 Q1" in page
