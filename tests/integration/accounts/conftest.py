"""What the tests of signing in share: somebody to sign in, and the link that they are sent."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories.authorities import make_council
from fixtures.databases import Clone
from fixtures.identities import client_of
from fixtures.letters import PostOffice
from flask import Flask

from accounts.add_account import make_account
from accounts.ask_for_link import LINK_LIFE, make_token
from accounts.link import seal
from accounts.memberships import grant_membership
from accounts.models import Account
from accounts.role_held import RoleHeld
from core.access import SYSTEM, Role
from core.clock import now
from core.runtime import runtime
from core.settings import Settings
from web.factory import create_app

LEAD = "lead@ashmere.example"


@pytest.fixture
def post_office(app: Flask, clone: Clone, tmp_path: Path) -> PostOffice:
    return PostOffice(app, clone, tmp_path / "mail")


@pytest.fixture
def lead(clone: Clone) -> Account:
    """The lead of council Z001, who is not signed in anywhere."""
    with clone.session() as session:
        council = make_council(session, 1, "Ashmere")
        make_council(session, 2, "Birchover")
        session.flush()
        account = make_account(session, by=SYSTEM, email=LEAD, name="Lena Lead", at=now())
        grant_membership(session, by=SYSTEM, account=account, held=RoleHeld(Role.LEAD, council.id), at=now())
        session.commit()
        return account


@pytest.fixture
def asked_link(app: Flask, lead: Account, post_office: PostOffice) -> Callable[..., str]:
    """Ask for a link as the lead, have it delivered, and return its path."""

    def ask(**fields: str) -> str:
        answer = client_of(app, None).send("/sign-in", email=LEAD, **fields)
        assert answer.status_code == 303
        post_office.deliver()
        return post_office.latest_path()

    return ask


@pytest.fixture
def app_over_https(environment: dict[str, str], lead: Account) -> Iterator[Flask]:
    """The product as people reach it in production: under https."""
    made = create_app(Settings.from_environment({**environment, "PUBLIC_URL": "https://throughline.example"}))
    yield made
    with made.app_context():
        runtime().engine.dispose()


@pytest.fixture
def asked_link_over_https(app_over_https: Flask, clone: Clone, lead: Account) -> str:
    """The path of a link for the lead."""
    with clone.session() as session:
        token = make_token(session, account_id=lead.id, life=LINK_LIFE, next_path=None, at=now())
        session.commit()
        return f"/sign-in/{seal(token.id, [str(app_over_https.secret_key)])}"
