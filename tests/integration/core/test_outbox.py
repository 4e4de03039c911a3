"""A task asked for in a transaction leaves if, and only if, that transaction commits, and is never lost after that."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest
import redis
from fixtures.databases import Clone
from flask import Flask
from kombu.exceptions import OperationalError
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from core.celery_app import REQUEST_HEADER, publish
from core.clock import now
from core.logs import bind_request_id
from core.outbox import BATCH, OutboxMessage, drain, forget_sent, oldest_unsent, send_after_commit
from core.process import Process
from core.runtime import runtime
from core.scope import Scope
from core.settings import Settings
from core.tasks import drain_outbox
from core.transaction import transaction
from web.factory import create_app

pytestmark = pytest.mark.usefixtures("worker_app")


def ask(number: int = 1) -> None:
    with transaction(Scope.NOTHING) as session:
        for each in range(number):
            send_after_commit(session, "test.task", each, "an-id")


def unsent() -> int:
    with transaction(Scope.EVERYTHING) as session:
        return session.scalar(select(func.count()).where(OutboxMessage.sent_at.is_(None)))


def test_a_message_leaves_with_its_commit_and_not_without_it() -> None:
    def fail() -> None:
        with transaction(Scope.NOTHING) as session:
            send_after_commit(session, "test.task", 1)
            session.flush()
            raise RuntimeError("after the message")

    with pytest.raises(RuntimeError, match="after the message"):
        fail()
    assert unsent() == 0
    ask()
    assert unsent() == 1


def test_messages_go_in_their_order_and_once() -> None:
    ask(3)
    sent: list[list[object]] = []
    for _ in range(2):
        with transaction(Scope.EVERYTHING) as session:
            drain(session, lambda message: sent.append(message.arguments))
    assert sent == [[0, "an-id"], [1, "an-id"], [2, "an-id"]]
    assert unsent() == 0


def test_a_worker_that_dies_between_sending_and_noting_sends_again() -> None:
    """At least once: whoever receives it must be safe to run twice."""
    ask(5)
    sent: list[int] = []

    def die_after_two(message: OutboxMessage) -> None:
        if len(sent) == 2:
            raise ConnectionError("the broker went away")
        sent.append(message.arguments[0])

    def drain_once(how: Callable[[OutboxMessage], None]) -> int:
        with transaction(Scope.EVERYTHING) as session:
            return drain(session, how)

    with pytest.raises(ConnectionError):
        drain_once(die_after_two)
    assert unsent() == 5
    drain_once(lambda message: sent.append(message.arguments[0]))
    assert unsent() == 0
    assert sent == [0, 1, 0, 1, 2, 3, 4]


def test_two_who_drain_at_once_send_each_message_once(worker_app: Flask) -> None:
    ask(2 * BATCH)
    sent: list[int] = []
    first_has_begun, go_on = threading.Event(), threading.Event()

    def slowly(message: OutboxMessage) -> None:
        sent.append(message.arguments[0])
        first_has_begun.set()
        go_on.wait(10)

    def drain_slowly() -> int:
        with worker_app.app_context(), transaction(Scope.EVERYTHING) as session:
            return drain(session, slowly)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(drain_slowly)
        assert first_has_begun.wait(10)
        with transaction(Scope.EVERYTHING) as session:
            assert drain(session, lambda message: sent.append(message.arguments[0])) == BATCH, "the other hundred"
        go_on.set()
        assert first.result(10) == BATCH
    assert sorted(sent) == list(range(2 * BATCH))
    assert unsent() == 0


def test_a_batch_is_bounded() -> None:
    ask(BATCH + 1)
    with transaction(Scope.EVERYTHING) as session:
        assert drain(session, lambda _message: None) == BATCH
    assert unsent() == 1


def test_the_message_on_the_queue_holds_ids_and_the_request_it_came_from(settings: Settings) -> None:
    bind_request_id("request-of-the-page")
    ask()
    drain_outbox()
    with redis.Redis.from_url(settings.redis_url) as broker:
        (raw,) = broker.lrange("celery", 0, -1)
    assert len(raw) < 2048
    assert b'"task": "test.task"' in raw
    assert f'"{REQUEST_HEADER}": "request-of-the-page"'.encode() in raw


def test_a_broker_that_is_away_loses_nothing_and_keeps_nobody_long(settings: Settings) -> None:
    ask(2)
    app = create_app(replace(settings, redis_url="redis://127.0.0.1:1/0"), process=Process.WORKER)
    begun = monotonic()
    with app.app_context():
        with pytest.raises(OperationalError):
            drain_outbox()
        runtime().engine.dispose()
    assert monotonic() - begun < 10
    assert unsent() == 2


def test_what_was_sent_is_forgotten_after_a_day_and_what_was_not_never() -> None:
    ask(2)
    with transaction(Scope.EVERYTHING) as session:
        first = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).first()
        assert first is not None
        first.sent_at = now()
    for later, left in (
        (timedelta(hours=23, minutes=59), 2),
        (timedelta(days=1, seconds=1), 1),
        (timedelta(days=99), 1),
    ):
        with transaction(Scope.EVERYTHING) as session:
            forget_sent(session, now() + later)
        with transaction(Scope.EVERYTHING) as session:
            assert session.scalar(select(func.count()).select_from(OutboxMessage)) == left


def test_the_longest_wait_is_known() -> None:
    with transaction(Scope.NOTHING) as session:
        assert oldest_unsent(session) is None
    before = now()
    ask(2)
    with transaction(Scope.NOTHING) as session:
        oldest = oldest_unsent(session)
    assert oldest is not None
    assert before <= oldest <= now()


@pytest.mark.parametrize("statement", ["UPDATE outbox_message SET sent_at = now()", "DELETE FROM outbox_message"])
def test_the_web_can_ask_and_not_unask(clone: Clone, statement: str) -> None:
    with (
        clone.session(process=Process.WEB) as session,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        session.execute(text(statement))


def test_publishing_needs_no_request(worker_app: Flask, settings: Settings) -> None:
    publish(worker_app.extensions["celery"], OutboxMessage(task="test.other", arguments=[7], request_id=None))
    with redis.Redis.from_url(settings.redis_url) as broker:
        (raw,) = broker.lrange("celery", 0, -1)
    assert REQUEST_HEADER.encode() in raw
