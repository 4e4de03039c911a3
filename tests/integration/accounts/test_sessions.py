"""How long a session lasts, who can end it, and that every request asks anew (reliability 6, items 7, 18 to 20)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient, client_of, make_signed_in
from flask import Flask
from sqlalchemy import event, select, update

from accounts.models import Account, AccountMembership, SignedInSession
from accounts.sessions import open_session
from core.access import Role
from core.clock import now
from core.runtime import runtime

pytestmark = pytest.mark.usefixtures("lead")
SECOND = timedelta(seconds=1)


def is_in(client: SignedInClient) -> bool:
    answer = client.get("/account")
    assert answer.status_code in {200, 302}
    return answer.status_code == 200


def seen(clone: Clone, client: SignedInClient) -> datetime:
    with clone.session() as session:
        return session.scalars(
            select(SignedInSession.last_seen_at)
            .join(Account, Account.id == SignedInSession.account_id)
            .where(Account.email == client.account_email)
        ).one()


@pytest.mark.parametrize(("role", "authority", "minutes"), [(Role.SUPPORT, None, 30), (Role.LEAD, "Z001", 60)])
def test_an_idle_session_ends_at_its_limit_and_not_a_second_before(
    client_as: ClientAs, role: Role, authority: str | None, minutes: int
) -> None:
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        within, beyond = (client_as(role, authority=authority) for _ in range(2))
        clock.move_to(start + timedelta(minutes=minutes) - SECOND)
        assert is_in(within)
        clock.move_to(start + timedelta(minutes=minutes))
        assert not is_in(beyond)
        assert is_in(within), "the request of a second ago has moved its limit"


def test_a_busy_session_ends_after_twelve_hours(client_as: ClientAs) -> None:
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        client = client_as(Role.LEAD, authority="Z001")
        for half_hours in range(1, 24):
            clock.move_to(start + timedelta(minutes=30 * half_hours))
            assert is_in(client)
        clock.move_to(start + timedelta(hours=12) - SECOND)
        assert is_in(client)
        clock.move_to(start + timedelta(hours=12))
        assert not is_in(client)


def test_the_moment_last_seen_is_written_at_most_once_a_minute(client_as: ClientAs, clone: Clone) -> None:
    start = now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        client = client_as(Role.LEAD, authority="Z001")
        clock.move_to(start + timedelta(seconds=59))
        client.get("/account")
        assert seen(clone, client) == start
        clock.move_to(start + timedelta(seconds=60))
        client.get("/account")
        assert seen(clone, client) == start + timedelta(seconds=60)


def test_ending_a_role_counts_from_the_next_request_on(client_as: ClientAs, clone: Clone) -> None:
    client = client_as(Role.LEAD, Role.RISK_READER, authority="Z001")
    assert "Reader of risk reports" in client.get("/account").text
    _end_roles(clone, client, Role.RISK_READER)
    assert "Reader of risk reports" not in client.get("/account").text
    _end_roles(clone, client, Role.LEAD)
    assert not is_in(client), "who has no role left is nobody"


def test_a_new_role_counts_from_the_next_request_on(client_as: ClientAs, clone: Clone) -> None:
    client = client_as(Role.DFE_VIEWER)
    assert client.get("/accounts").status_code == 403
    with clone.session() as session:
        account = session.scalars(select(Account).where(Account.email == client.account_email)).one()
        session.add(AccountMembership(account_id=account.id, role=Role.SUPPORT))
        session.commit()
    assert client.get("/accounts").status_code == 200


def test_a_disabled_account_is_refused_at_its_next_request(client_as: ClientAs, clone: Clone) -> None:
    client = client_as(Role.LEAD, authority="Z001")
    assert is_in(client)
    with clone.session() as session:
        session.execute(update(Account).where(Account.email == client.account_email).values(disabled_at=now()))
        session.commit()
    assert not is_in(client)


def test_one_sees_and_ends_ones_own_sessions(app: Flask, clone: Clone) -> None:
    here, there = _two_browsers(app, clone)
    page = here.get("/account").text
    assert page.count("Sign it out") == 1
    assert "This browser" in page
    action = page.split('action="/account/sessions/')[1].split('"')[0]
    assert here.send(f"/account/sessions/{action}").status_code == 303
    assert is_in(here)
    assert not is_in(there)


def test_one_ends_all_other_sessions_at_once(app: Flask, clone: Clone) -> None:
    here, there = _two_browsers(app, clone)
    assert here.send("/account/sessions/end-others").status_code == 303
    assert is_in(here)
    assert not is_in(there)


def test_nobody_ends_the_session_of_somebody_else(app: Flask, clone: Clone, client_as: ClientAs) -> None:
    mine, theirs = client_as(Role.LEAD, authority="Z001"), client_as(Role.LEAD, authority="Z002")
    with clone.session() as session:
        number = session.scalars(
            select(SignedInSession.id)
            .join(Account, Account.id == SignedInSession.account_id)
            .where(Account.email == theirs.account_email)
        ).one()
    refused = mine.send(f"/account/sessions/{number}/end")
    unknown = mine.send("/account/sessions/00000000-0000-0000-0000-000000000000/end")
    assert (refused.status_code, unknown.status_code) == (404, 404)
    assert is_in(theirs)


@pytest.mark.parametrize("cookie", ["", "x", "x" * 101, "' OR true --", "\u00e9" * 40, "a.b.c"])
def test_a_cookie_that_is_no_secret_of_ours_is_nobody(app: Flask, cookie: str) -> None:
    client = client_of(app, None)
    client.set_cookie("session", cookie)
    assert not is_in(client)


def test_asking_who_is_asking_reads_nothing_but_that_account(app: Flask, clone: Clone, client_as: ClientAs) -> None:
    """The memberships of other accounts stay behind row-level security even while the request learns its scope."""
    client, scopes = client_as(Role.LEAD, authority="Z001"), []
    with app.app_context():
        engine = runtime().engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if "set_config" in statement:
            scopes.append(parameters["authorities"])

    assert is_in(client)
    assert scopes[:2] == ["{}", "{}"]
    assert "all" not in scopes


def test_over_https_the_cookie_is_of_this_host_alone(
    app_over_https: Flask, clone: Clone, asked_link_over_https: str
) -> None:
    client = client_of(app_over_https, None)
    token = _form_token_over_https(client)
    entered = client.post(
        asked_link_over_https,
        data={"csrf_token": token},
        base_url="https://throughline.example",
        headers={"Referer": "https://throughline.example/"},
    )
    assert entered.status_code == 303
    cookies = entered.headers.getlist("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("__Host-session="))
    parts = {part.strip() for part in session.split(";")[1:]}
    assert parts == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    page = client.get("/account", base_url="https://throughline.example")
    assert page.status_code == 200


def _form_token_over_https(client: SignedInClient) -> str:
    page = client.get("/sign-in", base_url="https://throughline.example")
    return page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def _two_browsers(app: Flask, clone: Clone) -> tuple[SignedInClient, SignedInClient]:
    made = make_signed_in(clone, Role.LEAD, authority="Z001")
    with clone.session() as session:
        account = session.get_one(Account, made.account_id)
        _, secret = open_session(session, account=account, user_agent="Windows Edg/1", at=now())
        session.commit()
    there = client_of(app, None)
    there.set_cookie("session", secret)
    here = client_of(app, made)
    assert is_in(here)
    assert is_in(there)
    return here, there


def _end_roles(clone: Clone, client: SignedInClient, role: Role) -> None:
    with clone.session() as session:
        account_id = session.scalars(select(Account.id).where(Account.email == client.account_email)).one()
        session.execute(
            update(AccountMembership)
            .where(AccountMembership.account_id == account_id, AccountMembership.role == role)
            .values(ended_at=now())
        )
        session.commit()
