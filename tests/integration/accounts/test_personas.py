"""Personas exist when, and only when, the settings say that this is the demonstration."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
import pytest
from fixtures.databases import Clone
from fixtures.identities import client_of
from flask import Flask
from sqlalchemy import select, update

from accounts.models import Account
from accounts.personas import Persona, make_personas, persona_links
from authorities.register.models import Authority
from core.access import SYSTEM
from core.clock import now
from core.deployment import Purpose
from core.runtime import runtime
from core.scope import Scope
from core.settings import Settings
from core.transaction import transaction
from web.factory import create_app
from web.navigation import INVENTED, TRIAL

pytestmark = pytest.mark.usefixtures("lead")
SEES = {
    Persona.SUPPORT: (200, 200),
    Persona.LEAD: (200, 403),
    Persona.LEADER: (200, 403),
    Persona.DFE_VIEWER: (200, 403),
    Persona.COACH: (200, 403),
}


@pytest.fixture
def demonstration(environment: dict[str, str]) -> Iterator[Flask]:
    made = create_app(Settings.from_environment({**environment, "THROUGHLINE_ENV": "demonstration"}))
    yield made
    with made.app_context():
        runtime().engine.dispose()


@pytest.fixture
def personas(clone: Clone, lead: Account) -> None:
    _make(clone)


def _make(clone: Clone) -> None:
    with clone.session() as session:
        council = session.scalars(select(Authority.id).where(Authority.code == "Z001")).one()
        make_personas(
            session,
            by=SYSTEM,
            lead_authority_id=council,
            leader_authority_id=council,
            leader_id=UUID(int=5),
            leader_name="Rowan Castle",
            at=now(),
        )
        session.commit()


@pytest.mark.usefixtures("personas")
@pytest.mark.parametrize("persona", list(Persona))
def test_one_button_signs_in_as_a_persona(demonstration: Flask, persona: Persona) -> None:
    client = client_of(demonstration, None)
    page = client.get("/demonstration")
    assert page.text.count("<button") == len(Persona)
    assert f'action="/demonstration/{persona}"' in page.text
    assert client.get("/account").status_code == 302, "looking signs nobody in"
    assert client.send(f"/demonstration/{persona}").status_code == 303
    assert (client.get("/account").status_code, client.get("/accounts").status_code) == SEES[persona]


@pytest.mark.usefixtures("personas")
def test_changing_the_persona_ends_the_session_before(demonstration: Flask) -> None:
    client = client_of(demonstration, None)
    client.send(f"/demonstration/{Persona.SUPPORT}")
    before = client.get_cookie("session").value
    client.send(f"/demonstration/{Persona.DFE_VIEWER}")
    assert client.get("/accounts").status_code == 403
    client.set_cookie("session", before)
    assert client.get("/accounts").status_code == 302


@pytest.mark.usefixtures("personas")
def test_outside_the_demonstration_there_is_no_such_page(app: Flask) -> None:
    client = client_of(app, None)
    unknown = client.get("/no-such-page")
    page = client.get("/demonstration")
    assert (page.status_code, page.text) == (404, unknown.text)
    for persona in Persona:
        assert client.send(f"/demonstration/{persona}").status_code == 404
    assert client.get("/account").status_code == 302
    assert "demonstration" not in client.get("/sign-in").text


@pytest.mark.usefixtures("personas")
def test_every_start_prints_links_that_work_once(demonstration: Flask) -> None:
    with demonstration.app_context(), transaction(Scope.EVERYTHING) as session:
        links = persona_links(session, "http://127.0.0.1:8000")
    assert [link.persona for link in links] == list(Persona)
    for link in links:
        assert link.address.startswith("http://127.0.0.1:8000/sign-in/")
        path = urlsplit(link.address).path
        assert client_of(demonstration, None).send(path).status_code == 303
        assert client_of(demonstration, None).send(path).status_code == 410


def test_without_personas_the_page_says_how_to_get_them(demonstration: Flask) -> None:
    page = client_of(demonstration, None).get("/demonstration")
    assert page.status_code == 200
    assert "start.py demo" in page.text
    assert client_of(demonstration, None).send("/demonstration/leader").status_code == 404
    assert client_of(demonstration, None).send("/demonstration/nobody").status_code == 404
    with demonstration.app_context(), transaction(Scope.EVERYTHING) as session:
        assert persona_links(session, "http://x") == []


@pytest.mark.usefixtures("personas")
def test_making_personas_twice_changes_nothing_and_a_disabled_one_is_not_offered(
    demonstration: Flask, clone: Clone
) -> None:
    _make(clone)
    with clone.session() as session:
        assert len(session.scalars(select(Account).where(Account.email.like("%demonstration.example"))).all()) == len(
            Persona
        )
        session.execute(update(Account).where(Account.email == Persona.LEAD.email).values(disabled_at=now()))
        session.commit()
    client = client_of(demonstration, None)
    assert "Authority lead" not in client.get("/demonstration").text
    assert client.send(f"/demonstration/{Persona.LEAD}").status_code == 404


@pytest.mark.parametrize(("purpose", "says"), [(Purpose.DEMONSTRATION, INVENTED), (Purpose.REAL, TRIAL)])
def test_every_page_says_what_its_councils_are(demonstration: Flask, clone: Clone, purpose: Purpose, says: str) -> None:
    """Real authorities are never called invented, not even while somebody tries the product out (design 5.8)."""
    with psycopg.connect(clone.owner_url) as connection:
        connection.execute("DELETE FROM deployment")
        connection.execute("INSERT INTO deployment (id, purpose) VALUES (1, %s)", [purpose.value])
    pages = [client_of(demonstration, None).get(path).text for path in ("/sign-in", "/demonstration", "/nothing-here")]
    assert all(says in page for page in pages)
    assert not any(other in page for page in pages for other in {INVENTED, TRIAL} - {says})
