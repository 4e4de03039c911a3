"""What stands in the bar at the top: what each role may open, its own returns, and where the reader is."""

import re

import pytest
from factories.leadership import make_small_programme
from fixtures.databases import Clone
from fixtures.identities import client_of, make_signed_in
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.memberships import grant_membership
from accounts.models import Account
from accounts.role_held import RoleHeld
from authorities.register.models import Authority
from core.access import SYSTEM, Role
from core.clock import now

BAR = {
    Role.SUPPORT: [
        "Home",
        "Authorities",
        "Collections",
        "Reviews",
        "Succession",
        "Risk",
        "Profiles",
        "Programme",
        "Accounts",
    ],
    Role.LEAD: ["Home", "Authorities", "Returns"],
    Role.SIGNATORY: ["Home", "Returns"],
    Role.RISK_READER: ["Home"],
    Role.DFE_VIEWER: ["Home", "Programme"],
}


@pytest.fixture(autouse=True)
def programme(clone: Clone) -> None:
    with clone.session() as session:
        make_small_programme(session)
        session.commit()


def bar(page: str) -> dict[str, tuple[str, str | None]]:
    """Each entry's words with its address and how it is marked."""
    inside = page.split('id="navigation"')[1].split("</ul>", maxsplit=1)[0]
    links = re.findall(r'<a[^>]*href="([^"]+)"([^>]*)>(.*?)</a>', inside, re.DOTALL)
    return {
        " ".join(re.sub("<[^>]+>", " ", words).split()): (
            href,
            (re.findall(r'aria-current="(\w+)"', more) or [None])[0],
        )
        for href, more, words in links
    }


@pytest.mark.parametrize("role", BAR)
def test_each_role_has_its_entries_and_its_account_beside_its_name(app: Flask, clone: Clone, role: Role) -> None:
    account = make_signed_in(clone, role, authority="Z001" if role.of_one_authority else None)
    page = client_of(app, account).get("/", follow_redirects=True).text
    assert list(bar(page)) == BAR[role]
    assert re.search(r'Signed in as [^<]+</p>\s*<a class="govuk-link" href="/account">Your account</a>', page)


@pytest.mark.parametrize("role", [Role.LEAD, Role.SIGNATORY])
def test_returns_leads_to_their_own_and_marks_the_whole_section(app: Flask, clone: Clone, role: Role) -> None:
    client = client_of(app, make_signed_in(clone, role, authority="Z001"))
    assert bar(client.get("/").text)["Returns"] == ("/authorities/Z001/returns", None)
    own = client.get("/authorities/Z001/returns")
    assert own.status_code == 200
    assert bar(own.text)["Returns"][1] == "page"
    setting = bar(client.get("/authorities/Z001/returns/setting").text)
    assert (setting["Returns"][1], setting["Home"][1]) == ("true", None)


def test_who_serves_two_authorities_chooses_between_their_returns(app: Flask, clone: Clone) -> None:
    account = make_signed_in(clone, Role.LEAD, authority="Z001", email="both@somewhere.example")
    with clone.session() as session:
        also_lead(session, account.account_id, "Z002")
        session.commit()
    shown = bar(client_of(app, account).get("/authorities/Z002/returns").text)
    assert (shown["Returns (Z001)"][1], shown["Returns (Z002)"][1]) == (None, "page")


def also_lead(session: Session, account_id: int, code: str) -> None:
    number = session.scalars(select(Authority.id).where(Authority.code == code)).one()
    held = RoleHeld(Role.LEAD, number)
    grant_membership(session, by=SYSTEM, account=session.get_one(Account, account_id), held=held, at=now())
