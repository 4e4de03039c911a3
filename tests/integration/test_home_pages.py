"""What each kind of user reads first, and where it leads."""

import pytest
from factories.leadership import make_small_programme
from fixtures.databases import Clone
from fixtures.identities import client_of, make_signed_in
from flask import Flask

from core.access import Role


@pytest.fixture(autouse=True)
def programme(clone: Clone) -> None:
    with clone.session() as session:
        make_small_programme(session)
        session.commit()


def test_a_lead_reads_first_how_their_leadership_stands(app: Flask, clone: Clone) -> None:
    page = client_of(app, make_signed_in(clone, Role.LEAD, authority="Z001")).get("/").text
    assert '<h1 class="govuk-heading-l">Ashmere</h1>\n<p class="govuk-body-l">' in page
    assert "1 vacant, 1 interim or acting." in page
    assert "/authorities/Z001/leaders" in page
    assert "/authorities/Z001/risk" not in page, "leads do not read risk of themselves"


def test_a_reader_of_risk_is_led_to_the_report_alone(app: Flask, clone: Clone) -> None:
    page = client_of(app, make_signed_in(clone, Role.RISK_READER, authority="Z001")).get("/").text
    assert "is in the risk report." in page
    assert "/authorities/Z001/risk" in page
    assert "/authorities/Z001/leaders" not in page


def test_the_reference_that_an_account_asks_for_can_be_found(app: Flask, clone: Clone) -> None:
    """The form for a leader's account asks for it; it has to stand where the form says."""
    support = client_of(app, make_signed_in(clone, Role.SUPPORT))
    assert "under Our leaders, People on record" in support.get("/accounts/new").text
    people = support.get("/authorities/Z001/people").text
    assert "Ada First" in people
    assert people.count("Reference ") == people.count("govuk-summary-list__row") > 1
    lead = client_of(app, make_signed_in(clone, Role.LEAD, authority="Z001"))
    assert "Reference " not in lead.get("/authorities/Z001/people").text


def test_a_lead_finds_every_page_of_succession_from_the_first_one(app: Flask, clone: Clone) -> None:
    page = client_of(app, make_signed_in(clone, Role.LEAD, authority="Z001")).get("/").text
    for name in ("leaders", "succession", "fidelity", "handovers", "stories", "team-pulse"):
        assert f'href="/authorities/Z001/{name}"' in page, name
    assert "A pack opens here by itself when a departure is announced." in page
    assert "Only leads of your authority see it." in page


def test_a_reader_of_risk_is_not_led_to_what_they_may_not_open(app: Flask, clone: Clone) -> None:
    reader = client_of(app, make_signed_in(clone, Role.RISK_READER, authority="Z001")).get("/").text
    assert "team-pulse" not in reader
    assert "/handovers" not in reader


def test_the_support_team_reads_first_how_many_take_part_and_is_led_to_handovers_and_moves(
    app: Flask, clone: Clone
) -> None:
    support = client_of(app, make_signed_in(clone, Role.SUPPORT))
    page = support.get("/").text
    assert '<p class="govuk-body-l">2 authorities take part.</p>' in page, "the third council is no member"
    assert 'See all handovers</a> and <a class="govuk-link" href="/moves">moves between authorities</a>.' in page
    assert 'href="/handovers"' in page
    assert "team-pulse" not in page, "nobody outside an authority is told that there is a check"
    assert support.get("/handovers").status_code == support.get("/moves").status_code == 200
