"""The support team's pages of reviewing, as people open them."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from factories.lead_returns import GOOD, csv_file
from factories.pages import words
from factories.review_office import Office, make_office
from factories.reviewed_returns import HIGH, hand_in, store
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from flask import Flask
from sqlalchemy import Engine, event, select

from core.clock import now, today
from core.runtime import runtime
from outcomes.collection.due.models import Collection
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.models import Explanation, SubmissionEvent, SubmissionVersion

REASON = "The counts of October are those of September."


@pytest.fixture
def office(clone: Clone, app: Flask, client_as: ClientAs) -> Office:
    return make_office(clone, app, client_as)


def test_the_queue_leads_to_the_checklist_and_approving_to_figures(office: Office):
    assert "No return waits for review." in words(office.team.get("/reviews"))
    office.hand_in({**GOOD, "REREF_PCT": HIGH})
    queue = office.team.get("/reviews")
    assert "1 return waits for review" in words(queue)
    assert f'href="{office.base}/review"' in queue.text

    page = words(office.team.get(f"{office.base}/review"))
    assert page.index("Must be resolved") < page.index("May have been forgotten") < page.index("Changed figures")
    assert "Nothing stands in the way of approving." in page
    assert "A new front door since July" in page
    assert "unusual, and explained" in page
    assert "Approve version 1" in page
    anchors = re.findall(r'href="#([a-z-]+)"', office.team.get(f"{office.base}/review").text.split("<main")[1])
    assert {"changes", "queries", "approve", "send-back"} <= set(anchors)
    for anchor in anchors:
        assert f'id="{anchor}"' in office.team.get(f"{office.base}/review").text

    done = office.team.send(f"{office.base}/approve", version=1)
    assert done.status_code == 303
    after = words(office.team.get(f"{office.base}/review"))
    assert "count from today" in after
    assert "Reopen this return" in after
    assert "Approve version" not in after
    assert "80.0%" in words(office.lead.get("/authorities/Z001/figures"))


def test_a_stale_page_cannot_approve(office: Office):
    office.hand_in(GOOD)
    office.team.send(f"{office.base}/send-back", version=1, reason=REASON, sections=["demand"])
    office.hand_in({**GOOD, "REREF_PCT": ("", "140", "650", "")})
    for version in ("1", "", "two", "9" * 30):
        refused = office.team.send(f"{office.base}/approve", version=version)
        assert refused.status_code == 409
    assert office.state == "resubmitted"


def test_who_submitted_sees_why_they_cannot_approve_and_is_refused(office: Office):
    with office.clone.session() as session:
        hand_in(session, office.desk, GOOD, by=office.desk.reviewer, at=now(), on=today())
        session.commit()
    assert "You stored, explained or submitted this version" in words(office.team.get("/reviews"))
    page = words(office.team.get(f"{office.base}/review"))
    assert "somebody else of the team must approve it" in page
    assert "Approve version 1" not in page
    assert office.team.send(f"{office.base}/approve", version=1).status_code == 409
    assert office.state == "submitted"


def test_what_must_be_resolved_hides_the_button_and_refuses_the_deed(office: Office):
    office.hand_in({**GOOD, "REREF_PCT": HIGH})
    with office.clone.session() as session:
        for each in session.scalars(select(Explanation)):
            each.version = 99
        session.commit()
    page = office.team.get(f"{office.base}/review")
    assert "Approve version 1" not in page.text
    link = re.search(r'href="#(explain-[^"]+)"', page.text)
    assert link is not None
    assert f'id="{link[1]}"' in page.text
    refused = office.team.send(f"{office.base}/approve", version=1)
    assert refused.status_code == 422
    assert 'href="#must"' in refused.text
    assert office.state == "submitted"


def test_sending_back_needs_section_and_reason_and_keeps_what_was_typed(office: Office):
    office.hand_in(GOOD)
    page = office.team.get(f"{office.base}/review").text
    assert 'value="demand"' in page
    assert 'value="CLA_RATE"' in page
    refused = office.team.send(f"{office.base}/send-back", version=1, reason=REASON)
    assert refused.status_code == 422
    assert 'href="#sections"' in refused.text
    assert REASON in refused.text
    empty = office.team.send(f"{office.base}/send-back", version=1).text
    summary = empty.split("govuk-error-summary__list")[1].split("</ul>")[0]
    assert summary.index('href="#sections"') < summary.index('href="#reason"'), "both at once, as they stand"
    assert empty.count('id="sections-error"') == empty.count('id="reason-error"') == 1
    short = office.team.send(f"{office.base}/send-back", version=1, reason="no", sections=["CLA_RATE"])
    assert short.status_code == 422
    assert 'href="#reason"' in short.text
    assert re.search(r'value="CLA_RATE" checked', short.text)
    done = office.team.send(f"{office.base}/send-back", version=1, reason=REASON, sections=["demand", "CLA_RATE"])
    assert done.status_code == 303
    said = words(office.team.get(f"{office.base}/review"))
    assert "Demand and Children looked after" in said
    told = words(office.lead.get(office.base))
    assert REASON in told
    assert "Look again at: Demand and Children looked after." in told, "words, not codes"
    with office.clone.session() as session:
        back = session.scalars(select(SubmissionEvent).where(SubmissionEvent.kind == "returned")).one()
    assert (back.reason, back.sections) == (REASON, ["demand", "CLA_RATE"])


def test_the_team_finds_the_review_from_the_return(office: Office):
    path = f'href="{office.base}/review"'
    assert path not in office.team.get(office.base).text, "nothing has been stored yet"
    office.hand_in(GOOD)
    assert path in office.team.get(office.base).text
    assert path not in office.lead.get(office.base).text


def test_the_team_is_told_that_a_return_past_its_last_day_needs_more_time_too(office: Office):
    office.hand_in(GOOD)
    more = "its leads can change nothing until you also"
    assert more not in words(office.team.get(f"{office.base}/review"))
    with office.clone.session() as session:
        session.scalars(select(Collection)).one().opens_on = today() - timedelta(days=40)
        session.flush()
        collection = session.scalars(select(Collection)).one()
        collection.due_on = collection.closes_on = today() - timedelta(days=1)
        session.commit()
    assert more in words(office.team.get(f"{office.base}/review"))
    office.approve()
    assert more in words(office.team.get(f"{office.base}/review"))


def test_reopening_leaves_the_approved_figures_where_they_were(office: Office):
    office.hand_in(GOOD)
    office.approve()
    refused = office.team.send(f"{office.base}/reopen", reason="short", version=1)
    assert refused.status_code == 422
    assert office.team.send(f"{office.base}/reopen", reason=REASON, version=7).status_code == 409, "a stale page"
    assert office.team.send(f"{office.base}/reopen", reason=REASON, version=1).status_code == 303
    assert office.team.send(f"{office.base}/reopen", reason=REASON).status_code == 409
    page = words(office.lead.get("/authorities/Z001/figures"))
    assert "20.0%" in page
    assert "withheld" not in page
    with office.clone.session() as session:
        store(session, office.desk, csv_file({**GOOD, "REREF_PCT": ("", "140", "650", "")}), at=now(), on=today())
        session.commit()
    page = words(office.lead.get("/authorities/Z001/figures"))
    assert "20.0%" in page
    assert "21.5%" not in page
    assert "1 figure is withheld, because it is not approved yet." in page


def test_an_approved_return_is_locked_for_every_form_and_says_so(office: Office):
    office.hand_in(GOOD)
    office.approve()
    for path, fields in (
        ("upload", {"file": (io.BytesIO(csv_file(GOOD)), "return.csv")}),
        ("enter/REREF_PCT", {"value": "21", "numerator": "", "denominator": ""}),
        ("submit", {"version": 1}),
        ("queries", {"version": 1, "explain-value-unusual-reref-pct": REASON}),
    ):
        answer = office.lead.post(
            f"{office.base}/{path}",
            data={"csrf_token": office.lead.form_token(), **fields},
            content_type="multipart/form-data",
        )
        assert answer.status_code in {303, 409, 422}, path
        assert office.state == "approved"
    with office.clone.session() as session:
        assert session.scalars(select(SubmissionVersion.number)).all() == [1]
        assert session.scalars(select(Explanation)).all() == []
        assert len(session.scalars(select(Observation)).all()) == len(GOOD)


def test_the_pages_take_as_many_statements_however_many_authorities_there_are(office: Office, app: Flask):
    office.hand_in(GOOD)
    with app.app_context():
        engine = runtime().engine
    few = statements_of(engine, office.team, "/reviews")
    with office.clone.session() as session:
        other = replace(office.desk, due=replace(office.desk.due, authority=office.desk.due.other))
        hand_in(session, other, GOOD, by=office.desk.colleague, at=now(), on=today())
        session.commit()
    assert statements_of(engine, office.team, "/reviews") == few
    empty = statements_of(engine, office.lead, "/authorities/Z001/figures")
    office.approve_one("Z001")
    assert statements_of(engine, office.lead, "/authorities/Z001/figures") == empty


def statements_of(engine: Engine, client: SignedInClient, path: str) -> int:
    """How many statements a page sends, after it has been opened once."""
    client.get(path)
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_a_lead_sees_no_other_authoritys_figures_and_reviews_nothing(office: Office):
    office.hand_in(GOOD)
    office.approve()
    quarter = office.base.rsplit("/", 1)[1]
    figures = "/authorities/Z001/figures"
    for path in (figures, f"{figures}/REREF_PCT", f"{figures}/REREF_PCT.csv", f"{figures}/REREF_PCT/{quarter}"):
        assert office.lead.get(path).status_code == 200, path
        assert office.outsider.get(path).status_code == 404, path
    assert office.lead.get("/reviews").status_code == 403
    assert office.lead.get(f"{office.base}/review").status_code == 403
    assert office.lead.send(f"{office.base}/approve", version=1).status_code == 403
    assert office.outsider.get("/authorities/Z001/query-memory").status_code == 404


def test_an_accepted_explanation_is_shown_and_the_team_ends_it(office: Office):
    office.hand_in({**GOOD, "REREF_PCT": HIGH})
    assert "will appear here" in words(office.lead.get("/authorities/Z001/query-memory"))
    office.approve()
    page = office.team.get("/authorities/Z001/query-memory")
    assert "Offered until" in words(page)
    assert "Offer it no longer" not in words(office.lead.get("/authorities/Z001/query-memory"))
    path = re.search(r'action="([^"]+/retire)"', page.text)
    assert path is not None
    assert office.lead.send(path[1]).status_code == 403
    assert office.team.send(path[1]).status_code == 303
    assert office.team.send(path[1]).status_code == 409
    assert "Ended on" in words(office.lead.get("/authorities/Z001/query-memory"))
