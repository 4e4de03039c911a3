"""Signing in by a single-use link, and leaving (reliability 6, items 15 to 23)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median
from threading import Barrier
from time import perf_counter
from uuid import UUID

import pytest
import time_machine
from fixtures.databases import Clone
from fixtures.identities import client_of
from fixtures.letters import PostOffice
from flask import Flask
from sqlalchemy import func, select, text

from accounts.link import seal
from accounts.models import Account, SignedInSession, SignInToken
from core.audit import AuditEvent
from core.clock import now
from core.limits import set_up_limits
from core.outbox import OutboxMessage

pytestmark = pytest.mark.usefixtures("lead")
AskedLink = Callable[..., str]
LEAD = "lead@ashmere.example"


def test_a_lead_asks_opens_presses_and_is_in(app: Flask, asked_link: AskedLink) -> None:
    path = asked_link()
    client = client_of(app, None)
    assert client.get("/account").status_code == 302
    page = client.get(path)
    assert page.status_code == 200
    assert client.get("/account").status_code == 302, "opening the link signs nobody in"
    entered = client.send(path)
    assert (entered.status_code, entered.location) == (303, "/")
    account = client.get("/account")
    assert account.status_code == 200
    assert "Lena Lead" in account.text
    assert "Authority lead, Ashmere" in account.text


def test_the_link_of_the_letter_works_once(app: Flask, asked_link: AskedLink) -> None:
    path = asked_link()
    assert client_of(app, None).send(path).status_code == 303
    for again in (client_of(app, None).send(path), client_of(app, None).get(path)):
        assert again.status_code == 410
        assert "used or has run out" in again.text
        assert "session=" not in again.headers.get("Set-Cookie", "")


def test_scanners_that_follow_the_link_change_nothing(app: Flask, clone: Clone, asked_link: AskedLink) -> None:
    path = asked_link()
    before = _counts(clone)
    for _ in range(3):
        assert client_of(app, None).get(path).status_code == 200
    assert client_of(app, None).head(path).status_code == 200
    assert _counts(clone) == before
    assert client_of(app, None).send(path).status_code == 303


def test_of_eight_simultaneous_clicks_one_signs_in(app: Flask, clone: Clone, asked_link: AskedLink) -> None:
    path = asked_link()
    clients = [client_of(app, None) for _ in range(8)]
    tokens = [client.form_token() for client in clients]
    together = Barrier(len(clients))

    def click(number: int) -> int:
        together.wait(timeout=10)
        return clients[number].post(path, data={"csrf_token": tokens[number]}).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(click, range(len(clients))))
    assert sorted(answers) == [303] + [410] * 7
    with clone.session() as session:
        assert session.scalar(select(func.count()).select_from(SignedInSession)) == 1


@pytest.mark.parametrize(("seconds", "status"), [(15 * 60 - 1, 303), (15 * 60, 410)])
def test_a_link_lives_for_fifteen_minutes(app: Flask, clone: Clone, seconds: int, status: int) -> None:
    with clone.session() as session:
        account_id = session.scalars(select(Account.id).where(Account.email == LEAD)).one()
        start = now()
        token = SignInToken(account_id=account_id, created_at=start, expires_at=start + timedelta(minutes=15))
        session.add(token)
        session.commit()
        path = f"/sign-in/{seal(token.id, [app.secret_key])}"
    client = client_of(app, None)
    token_of_form = client.form_token()
    with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
        assert client.post(path, data={"csrf_token": token_of_form}).status_code == status


def test_a_link_that_nobody_made_is_spent(app: Flask) -> None:
    client = client_of(app, None)
    for path in ("/sign-in/nonsense", "/sign-in/a.b", f"/sign-in/{seal(UUID(int=0), ['k' * 40])}"):
        assert client.get(path).status_code == 410
        assert client.send(path).status_code == 410


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask) -> None:
    answers = []
    for email in (LEAD, "nobody@nowhere.example"):
        client = client_of(app, None)
        sent = client.send("/sign-in", email=email)
        shown = client.get(sent.location)
        headers = [(name, value) for name, value in sent.headers if name not in {"X-Request-Id", "Set-Cookie"}]
        answers.append((sent.status_code, sent.data, headers, shown.data))
    assert answers[0] == answers[1]


def test_known_and_unknown_addresses_take_the_same_time(app: Flask) -> None:
    def milliseconds(email: str) -> float:
        set_up_limits(app, "memory://")  # so that no try is refused
        client = client_of(app, None)
        token = client.form_token()
        begun = perf_counter()
        assert client.post("/sign-in", data={"csrf_token": token, "email": email}).status_code == 303
        return (perf_counter() - begun) * 1000

    milliseconds(LEAD)
    pairs = [(milliseconds(LEAD), milliseconds(f"nobody{turn}@nowhere.example")) for turn in range(40)]
    known, unknown = zip(*pairs, strict=True)
    assert abs(median(known) - median(unknown)) < 10


def test_an_unknown_address_gets_no_letter(app: Flask, post_office: PostOffice) -> None:
    client_of(app, None).send("/sign-in", email="nobody@nowhere.example")
    post_office.deliver()
    assert post_office.letters() == []


def test_a_disabled_account_gets_no_letter_and_an_old_link_does_not_open(
    app: Flask, clone: Clone, asked_link: AskedLink, post_office: PostOffice
) -> None:
    path = asked_link()
    with clone.session() as session:
        account = session.scalars(select(Account).where(Account.email == LEAD)).one()
        account.disabled_at = now()
        session.commit()
    client = client_of(app, None)
    assert client.get(path).status_code == 410
    assert client.send(path).status_code == 410
    before = len(post_office.letters())
    client.send("/sign-in", email=LEAD)
    post_office.deliver()
    assert len(post_office.letters()) == before


def test_what_is_no_address_is_said_on_the_field(app: Flask) -> None:
    for email, words in (("", "Enter your email address."), ("me@", "like name@example.org")):
        answer = client_of(app, None).send("/sign-in", email=email)
        assert answer.status_code == 422
        assert words in answer.text
        assert "Error: Sign in" in answer.text


def test_signing_in_leads_back_to_where_one_wanted_to_go(app: Flask, asked_link: AskedLink) -> None:
    client = client_of(app, None)
    asked = client.get("/account", follow_redirects=True)
    assert 'value="/account"' in asked.text
    assert client.send(asked_link(next="/account")).location == "/account"


def test_signing_in_never_leads_to_another_host(app: Flask, asked_link: AskedLink) -> None:
    assert client_of(app, None).send(asked_link(next="//evil.example")).location == "/"
    page = client_of(app, None).get("/sign-in?next=//evil.example")
    assert "evil.example" not in page.text


def test_signing_in_makes_a_new_session_and_ends_the_one_it_came_with(app: Flask, asked_link: AskedLink) -> None:
    client = client_of(app, None)
    client.send(asked_link())
    first = client.get_cookie("session").value
    client.send(asked_link())
    second = client.get_cookie("session").value
    assert first != second
    assert len(second) >= 43, "256 bits"
    old = client_of(app, None)
    old.set_cookie("session", first)
    assert old.get("/account").status_code == 302
    assert client.get("/account").status_code == 200


def test_a_session_that_an_attacker_has_planted_is_not_taken_over(app: Flask, asked_link: AskedLink) -> None:
    client = client_of(app, None)
    client.set_cookie("session", "planted" * 6)
    client.send(asked_link())
    assert client.get_cookie("session").value != "planted" * 6


def test_only_a_hash_of_the_cookie_is_stored(app: Flask, clone: Clone, asked_link: AskedLink) -> None:
    client = client_of(app, None)
    client.send(asked_link())
    secret = client.get_cookie("session").value
    with clone.session() as session:
        stored = session.execute(text("SELECT string_agg(row_to_json(s)::text, '') FROM signed_in_session s")).scalar()
    assert secret not in stored


def test_signing_out_ends_the_session_and_clears_the_browser(app: Flask, asked_link: AskedLink) -> None:
    client = client_of(app, None)
    client.send(asked_link())
    secret = client.get_cookie("session").value
    left = client.send("/sign-out")
    assert (left.status_code, left.location) == (303, "/signed-out")
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get_cookie("session") is None
    stolen = client_of(app, None)
    stolen.set_cookie("session", secret)
    assert stolen.get("/account").status_code == 302


def test_signing_out_without_a_session_does_no_harm(app: Flask) -> None:
    assert client_of(app, None).send("/sign-out").status_code == 303


def test_signing_in_out_and_sending_leave_audit_events(app: Flask, clone: Clone, asked_link: AskedLink) -> None:
    client = client_of(app, None)
    client.send(asked_link())
    client.send("/sign-out")
    with clone.session() as session:
        deeds = session.scalars(select(AuditEvent.deed).order_by(AuditEvent.id)).all()
        texts = session.execute(text("SELECT string_agg(row_to_json(a)::text, '') FROM audit_event a")).scalar()
    assert deeds[-3:] == ["sign_in_link.sent", "session.opened", "session.ended"]
    assert "Lena" not in texts
    assert "ashmere" not in texts


def test_the_message_to_the_worker_holds_a_number_and_nothing_else(app: Flask, clone: Clone) -> None:
    client_of(app, None).send("/sign-in", email=LEAD)
    with clone.session() as session:
        message = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        token = session.scalars(select(SignInToken)).one()
    assert message.task == "accounts.send_sign_in_link"
    assert message.arguments == [str(token.id)]


def _counts(clone: Clone) -> tuple[int, ...]:
    with clone.session() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(kind))
            for kind in (SignInToken, SignedInSession, AuditEvent, OutboxMessage)
        )


def _let_everybody_ask_again(app: Flask) -> None:
    set_up_limits(app, "memory://")
