"""No log line, no address and no message tells of anybody: no name, e-mail, link or score (reliability 6.63, 6.74).

The whole product is walked with marked names under the log format of production, errors included, and everything that
was written is searched.
"""

import json
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from fixtures.identities import SignedInClient
from sqlalchemy import select
from walkers import World, open_world

from accounts.link import seal
from core.logs import set_up_logs
from core.outbox import OutboxMessage

CANARY = "Priscillacanary"
EMAIL = "priscilla@canary-council.example"


@pytest.fixture(scope="module")
def world(make_world, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    for clone in make_world():
        with psycopg.connect(clone.owner_url, autocommit=True) as connection:
            connection.execute("SET app.authorities = 'all'")
            connection.execute("SET session_replication_role = replica")
            connection.execute(f"UPDATE person SET name = '{CANARY} ' || name")
        with open_world(clone, tmp_path_factory.mktemp("mail")) as made:
            yield made


def test_no_log_line_tells_of_anybody(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json")
    link = seal(uuid4(), [str(world.app.secret_key)])
    for rule, method in world.walk.routes():
        for walker in ("support", "lead who reads risk", "anonymous"):
            client = world.client(walker)
            world.call(walker, method, world.walk.address(rule, world.mine), client)
    client = world.client("support")
    for path, fields in typed().items():
        client.send(path, **fields)
    client.get(f"/sign-in/{link}")
    client.get(f"/accounts?search={CANARY}")
    client.get(f"/no-such-page/{CANARY}?name={CANARY}", headers={"User-Agent": CANARY, "Referer": f"/{CANARY}"})
    _fail_with_a_name(world, client)
    said = capsys.readouterr()
    lines = [line for line in (said.out + said.err).splitlines() if line.strip()]
    assert len(lines) > 200
    for line in lines:
        assert json.loads(line)["event"], "every line is one of ours"
    text = "\n".join(lines)
    for secret in (CANARY, EMAIL, "canary", link, str(world.app.secret_key)):
        assert secret not in text, next(line for line in lines if secret in line)


def typed() -> dict[str, dict[str, str]]:
    """What people type where names and addresses are asked for."""
    return {
        "/sign-in": {"email": EMAIL},
        "/accounts/new": {"name": CANARY, "email": EMAIL, "role": "dfe_viewer", "authority": "", "person_ref": ""},
    }


def test_no_message_on_the_queue_tells_of_anybody(world: World) -> None:
    client = world.client("support")
    for path, fields in typed().items():
        client.send(path, **{name: value.replace("priscilla", "prunella") for name, value in fields.items()})
    with world.clone.session() as session:
        messages = session.scalars(select(OutboxMessage)).all()
    assert len(messages) >= 2
    for message in messages:
        assert "canary" not in json.dumps([message.task, message.arguments]).lower()
        assert all(isinstance(argument, int | str) for argument in message.arguments)
        assert len(json.dumps(message.arguments)) < 2048


def test_the_audit_names_accounts_and_people_by_number(world: World) -> None:
    with psycopg.connect(world.clone.owner_url) as connection:
        connection.execute("SET app.authorities = 'all'")
        told = connection.execute("SELECT string_agg(a::text, ' ') FROM audit_event a").fetchone()[0]
    assert "@" not in told
    assert CANARY not in told


def _fail_with_a_name(world: World, client: SignedInClient) -> None:
    """A fault whose message holds what somebody typed, in a page and in the database."""
    view = world.app.view_functions["account.show"]

    def fail() -> None:
        with world.clone.session() as session:
            session.execute(select(OutboxMessage).where(OutboxMessage.task == int("0"), OutboxMessage.id == CANARY))

    fail.access_mark = view.access_mark  # type: ignore[attr-defined]
    world.app.view_functions["account.show"] = fail
    try:
        assert client.get("/account").status_code == 500
    finally:
        world.app.view_functions["account.show"] = view
