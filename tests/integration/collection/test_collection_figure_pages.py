"""The pages of approved figures: what is shown, what is withheld, and every number back to its cell."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from factories.lead_returns import GOOD, csv_file
from factories.pages import words
from factories.review_office import Office, make_office
from factories.reviewed_returns import store
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from flask import Flask
from sqlalchemy import select

from accounts.models import Account
from authorities.register.models import Authority
from core.clock import now, today
from core.quarters import Quarter
from outcomes.collection.check.models import Upload
from outcomes.collection.due.models import Collection
from outcomes.collection.observation.models import Observation
from outcomes.collection.review.reopen import reopen
from outcomes.collection.submission.models import Submission, SubmissionVersion

REASON = "The counts of October are those of September."


@pytest.fixture
def office(clone: Clone, app: Flask, client_as: ClientAs) -> Office:
    return make_office(clone, app, client_as)


def test_nothing_is_shown_before_it_is_approved_and_the_banner_says_how_many(office: Office):
    office.hand_in(GOOD)
    page = words(office.lead.get("/authorities/Z001/figures"))
    assert "Approved figures of Alderwick will appear here" in page
    assert "4 figures are withheld, because they are not approved yet." in page
    assert office.lead.get("/authorities/Z001/figures/REREF_PCT/" + office.base.rsplit("/", 1)[1]).status_code == 404


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


def test_the_names_on_the_trace_are_those_of_the_people(office: Office):
    office.hand_in(GOOD)
    office.approve()
    with office.clone.session() as session:
        names = dict(session.execute(select(Account.id, Account.name)).all())
    quarter = office.base.rsplit("/", 1)[1]
    page = words(office.lead.get(f"/authorities/Z001/figures/REREF_PCT/{quarter}"))
    assert f"by {names[office.desk.lead.account_id]}" in page
    assert f"by {names[office.desk.colleague.account_id]}" in page
