"""`/livez` asks nothing of anybody; `/readyz` says what is missing (reliability 6.88)."""

from datetime import timedelta

import psycopg
import pytest
from fixtures.databases import Clone
from fixtures.identities import client_of, make_signed_in
from flask import Flask
from sqlalchemy import text

from core.access import Role
from core.clock import now
from core.outbox import OutboxMessage
from core.process import Process
from core.runtime import runtime
from core.settings import Settings
from web.factory import create_app


def ready(app: Flask) -> tuple[int, list[str]]:
    answer = client_of(app, None).get("/readyz")
    return answer.status_code, answer.json["problems"]


def test_all_is_well(app: Flask) -> None:
    assert ready(app) == (200, [])


@pytest.fixture
def without_database(environment: dict[str, str]) -> Flask:
    return create_app(Settings.from_environment({**environment, "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}))


def test_without_a_database_it_lives_and_is_not_ready(without_database: Flask, clone: Clone) -> None:
    somebody = client_of(without_database, make_signed_in(clone, Role.SUPPORT))
    for client in (client_of(without_database, None), somebody):
        assert client.get("/livez").status_code == 200
    assert ready(without_database) == (503, ["The database does not answer."])
    page = somebody.get("/account")
    assert page.status_code == 503
    assert "not available at the moment" in page.text
    assert "127.0.0.1" not in page.text


def test_a_schema_of_another_release_is_not_ready(app: Flask, clone: Clone) -> None:
    with psycopg.connect(clone.owner_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    status, problems = ready(app)
    assert status == 503
    assert "alembic upgrade head" in problems[0]


@pytest.mark.parametrize(("seconds", "status"), [(55, 200), (65, 503)])
def test_messages_that_wait_for_over_a_minute_are_not_ready(
    app: Flask, clone: Clone, seconds: int, status: int
) -> None:
    with clone.session() as session:
        session.add(OutboxMessage(task="x", arguments=[], created_at=now() - timedelta(seconds=seconds)))
        session.commit()
    found, problems = ready(app)
    assert found == status
    assert ("is a worker with beat running?" in "".join(problems)) == (status == 503)


def test_a_powerful_role_is_not_ready(
    environment: dict[str, str], clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the connections worked under the superuser: row-level security would not hold."""
    monkeypatch.setattr(Process, "database_role", property(lambda _self: "postgres"))
    app = create_app(Settings.from_environment({**environment, "DATABASE_URL": clone.owner_url}))
    status, problems = ready(app)
    assert (status, problems) == (503, ["The database role is not the restricted one of this process."])
    with app.app_context():
        runtime().engine.dispose()


def test_after_the_database_has_been_away_pages_work_again(app: Flask, clone: Clone) -> None:
    client = client_of(app, make_signed_in(clone, Role.SUPPORT))
    assert client.get("/account").status_code == 200
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert client.get("/account").status_code == 200


def test_health_tells_nobody_who_asks(app: Flask, clone: Clone) -> None:
    client = client_of(app, make_signed_in(clone, Role.SUPPORT))
    with clone.session() as session:
        before = session.scalar(text("SELECT max(last_seen_at) FROM signed_in_session"))
    assert client.get("/livez").json == {"status": "alive"}
    with clone.session() as session:
        assert session.scalar(text("SELECT max(last_seen_at) FROM signed_in_session")) == before
