"""The support team's pages of reviewing and the pages of approved figures, as people open them."""

import csv
import io
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from factories.lead_returns import GOOD, csv_file, lead_of, make_due, supporter
from factories.pages import words
from factories.reviewed_returns import HIGH, Desk, hand_in, store
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient, client_of, make_signed_in
from flask import Flask
from sqlalchemy import Engine, event, select

from accounts.models import Account
from authorities.register.models import Authority
from core.access import Role
from core.clock import now, today
from core.quarters import Quarter
from core.runtime import runtime
from outcomes.collection.check.models import Upload
from outcomes.collection.due.models import Collection
from outcomes.collection.observation.models import Observation
from outcomes.collection.review.approve import approve
from outcomes.collection.review.reopen import reopen
from outcomes.collection.submission.models import Explanation, Submission, SubmissionEvent, SubmissionVersion

REASON = "The counts of October are those of September."


@dataclass(frozen=True)
class Office:
    """A due return in a database of its own, and the people at their browsers."""

    clone: Clone
    desk: Desk
    base: str
    team: SignedInClient
    lead: SignedInClient
    outsider: SignedInClient

    def hand_in(self, rows: dict[str, tuple[str, ...]], *ticked: str, file_name: str = "return.csv") -> None:
        with self.clone.session() as session:
            hand_in(session, self.desk, rows, *ticked, file_name=file_name, at=now(), on=today())
            session.commit()

    def approve(self) -> None:
        with self.clone.session() as session:
            submission = session.scalars(select(Submission)).one()
            approve(session, by=self.desk.colleague, submission=submission, at=now(), on=today())
            session.commit()

    def approve_one(self, code: str) -> None:
        with self.clone.session() as session:
            authority = session.scalars(select(Authority.id).where(Authority.code == code)).one()
            submission = session.scalars(select(Submission).where(Submission.authority_id == authority)).one()
            approve(session, by=self.desk.colleague, submission=submission, at=now(), on=today())
            session.commit()

    @property
    def state(self) -> str:
        with self.clone.session() as session:
            return session.scalars(select(Submission.state)).one()


@pytest.fixture
def office(clone: Clone, app: Flask, client_as: ClientAs) -> Office:
    with clone.session() as session:
        due = make_due(session, on=today())
        session.commit()
    reviewer, colleague = make_signed_in(clone, Role.SUPPORT), make_signed_in(clone, Role.SUPPORT)
    lead = make_signed_in(clone, Role.LEAD, authority="Z001")
    desk = Desk(
        due, lead_of(due.authority, lead.account_id), supporter(reviewer.account_id), supporter(colleague.account_id)
    )
    quarter = str(due.collection.quarter).replace(" ", "-").lower()
    return Office(
        clone,
        desk,
        f"/authorities/Z001/returns/{quarter}",
        client_of(app, reviewer),
        client_of(app, lead),
        client_as(Role.LEAD, authority="Z002"),
    )


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
    assert "You confirmed or submitted this version" in words(office.team.get("/reviews"))
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


def test_nothing_is_shown_before_it_is_approved_and_the_banner_says_how_many(office: Office):
    office.hand_in(GOOD)
    page = words(office.lead.get("/authorities/Z001/figures"))
    assert "Approved figures of Alderwick will appear here" in page
    assert "4 figures are withheld, because they are not approved yet." in page
    assert office.lead.get("/authorities/Z001/figures/REREF_PCT/" + office.base.rsplit("/", 1)[1]).status_code == 404


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


def test_symbols_zero_and_nothing_look_different_and_nothing_is_coloured(office: Office):
    rows = {**GOOD, "REREF_PCT": ("", "0", "650", ""), "CLA_RATE": ("x", "", "", "system replaced")}
    office.hand_in(rows)
    office.approve()
    with office.clone.session() as session:
        authority = session.scalars(select(Authority.id).where(Authority.code == "Z001")).one()
        quarter = session.scalars(select(Collection.quarter)).one()
        session.add(
            Observation(
                authority_id=authority,
                indicator_code="REF_RATE",
                quarter=quarter.plus(-1),
                value=Decimal(125),
                status="ok",
                source_file="figures.csv",
                source_line=2,
                known_on=today() - timedelta(days=30),
            )
        )
        session.commit()
    page = office.team.get("/authorities/Z001/figures").text
    assert "0.0%" in page
    assert '<span class="app-symbol">x</span><span class="govuk-visually-hidden"> not available</span>' in page
    assert '<span class="app-absent">\u2013</span><span class="govuk-visually-hidden"> no figure</span>' in page
    assert "govuk-tag--" not in page.split("<main")[1]
    one = office.team.get("/authorities/Z001/figures/CLA_RATE")
    assert "no good or bad direction" in one.text


def test_the_address_holds_the_day(office: Office):
    office.hand_in(GOOD)
    office.approve()
    yesterday = (today() - timedelta(days=1)).isoformat()
    past = office.lead.get(f"/authorities/Z001/figures?as_at={yesterday}")
    assert "None was known on" in words(past)
    wrong = office.lead.get("/authorities/Z001/figures?as_at=31/03/2026")
    assert "must be written like" in wrong.text
    ahead = office.lead.get("/authorities/Z001/figures/REREF_PCT?as_at=2999-01-01")
    assert "must not be in the future" in ahead.text


def test_one_indicator_as_picture_table_and_file(office: Office):
    history(office)
    office.hand_in({**GOOD, "REREF_PCT": ("", "130", "650", "")})
    office.approve()
    page = office.lead.get("/authorities/Z001/figures/REREF_PCT")
    assert 'role="img" aria-label="Line chart: Re-referrals' in page.text
    assert "up 2.0 on a year before" in words(page)
    table = csv.DictReader(
        io.StringIO(office.lead.get("/authorities/Z001/figures/REREF_PCT.csv").data.decode("utf-8-sig"))
    )
    lines = list(table)
    assert len(lines) == 6
    assert (lines[-1]["value"], lines[-1]["cell"], lines[-1]["file"]) == ("20.0", "C3, D3", "return.csv")
    assert (lines[0]["line"], lines[0]["file"]) == ("2", "figures.csv")


def history(office: Office) -> None:
    """Five quarters of imported history before the return, one of them a symbol."""
    with office.clone.session() as session:
        authority = session.scalars(select(Authority).where(Authority.code == "Z001")).one()
        quarter: Quarter = session.scalars(select(Collection.quarter)).one()
        for back in range(5, 0, -1):
            session.add(
                Observation(
                    authority_id=authority.id,
                    indicator_code="REREF_PCT",
                    quarter=quarter.plus(-back),
                    value=None if back == 2 else Decimal(18),
                    status="c" if back == 2 else "ok",
                    source_file="figures.csv",
                    source_line=2,
                    known_on=date(2024, 4, 1),
                )
            )
        session.commit()


def test_every_number_leads_in_one_click_to_the_cell_that_holds_it(office: Office):
    """Over every figure that is shown: the file named on its page has, in the cell named there, what is shown."""
    with_values = {
        "REF_RATE": ("130", "650", "50000", ""),
        "REREF_PCT": ("20", "130", "650", ""),
        "CIN_RATE": ("340", "1700", "50000", ""),
        "CLA_RATE": ("x", "", "", "system replaced"),
    }
    office.hand_in(with_values, file_name="first, \u201cfinal\u201d.csv")
    office.approve()
    with office.clone.session() as session:
        submission = session.scalars(select(Submission)).one()
        reopen(session, by=office.desk.colleague, submission=submission, reason=REASON, at=now(), on=today())
        session.commit()
    office.hand_in({**with_values, "REREF_PCT": ("22", "143", "650", "")}, file_name="second.csv")
    office.approve()
    page = office.lead.get("/authorities/Z001/figures")
    links = re.findall(r'href="(/authorities/Z001/figures/\w+/[^"?]+)"[^>]*>(.*?)</a>', page.text, re.DOTALL)
    assert len(links) == 4
    for link, shown in links:
        told = office.lead.get(link)
        assert told.status_code == 200
        found = re.search(r"Sheet and cell</dt><dd[^>]*>[^<]*, ([A-Z]+)(\d+)<", told.text)
        file = re.search(r'href="([^"]+/versions/\d+/file)"', told.text)
        assert found is not None
        assert file is not None
        rows = list(csv.reader(io.StringIO(office.lead.get(unescape(file[1])).data.decode())))
        stood = rows[int(found[2]) - 1][ord(found[1]) - ord("A")]
        number = re.sub(r"<[^>]+>|%|,", " ", shown).split()[0]
        assert stood == number if stood.isalpha() else Decimal(stood) == Decimal(number)
        assert "Uploaded</dt>" in told.text
        assert "Approved</dt>" in told.text
    changed = words(office.lead.get(next(link for link, _ in links if "REREF_PCT" in link)))
    assert "Version 2" in changed
    assert "Earlier approved values" in changed
    assert "second.csv" in changed
    assert "How the figure was sent" in changed


def test_a_figure_worked_out_from_its_counts_leads_to_theirs(office: Office):
    office.hand_in(GOOD)
    office.approve()
    quarter = office.base.rpartition("/")[2]
    told = words(office.lead.get(f"/authorities/Z001/figures/REREF_PCT/{quarter}"))
    assert "20.0% comes from return.csv, cells C3, D3." in told


def test_a_figure_that_a_later_file_did_not_name_is_traced_to_the_file_that_did(office: Office):
    first = {**GOOD, "REREF_PCT": ("20", "130", "650", "")}
    with office.clone.session() as session:
        store(session, office.desk, csv_file(first), file_name="whole.csv", at=now(), on=today())
        session.commit()
    part = {"REREF_PCT": ("22", "143", "650", ""), "REF_RATE": GOOD["REF_RATE"], "CIN_RATE": GOOD["CIN_RATE"]}
    with office.clone.session() as session:
        from outcomes.collection.check.make import make_check  # noqa: PLC0415

        check = make_check(
            session,
            by=office.desk.lead,
            authority=office.desk.due.authority,
            collection=office.desk.due.collection,
            content=csv_file(part),
            file_name="part.csv",
            at=now(),
            on=today(),
        )
        session.commit()
        blocked = check.outcome == "errors"
    if blocked:
        pytest.skip("a file must name every required indicator")
    office.hand_in(part, file_name="part.csv")
    office.approve()
    with office.clone.session() as session:
        rows = session.execute(
            select(Observation.indicator_code, Observation.source_file, SubmissionVersion.number).join(
                SubmissionVersion, SubmissionVersion.id == Observation.version_id
            )
        ).all()
        sent = dict(session.execute(select(Upload.file_name, Upload.size)).all())
    found = {code: (file, number) for code, file, number in rows}
    assert found["REREF_PCT"] == ("part.csv", 2)
    assert found["CLA_RATE"] == ("whole.csv", 1)
    assert set(sent) == {"whole.csv", "part.csv"}


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


def test_the_names_on_the_trace_are_those_of_the_people(office: Office):
    office.hand_in(GOOD)
    office.approve()
    with office.clone.session() as session:
        names = dict(session.execute(select(Account.id, Account.name)).all())
    quarter = office.base.rsplit("/", 1)[1]
    page = words(office.lead.get(f"/authorities/Z001/figures/REREF_PCT/{quarter}"))
    assert f"by {names[office.desk.lead.account_id]}" in page
    assert f"by {names[office.desk.colleague.account_id]}" in page
