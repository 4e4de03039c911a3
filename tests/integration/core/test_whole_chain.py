"""From a page through the outbox and a real worker to a letter, under one request id (reliability 6.62)."""

import time
from pathlib import Path

import pytest
from factories.authorities import make_council
from fixtures.databases import Clone
from fixtures.identities import client_of, make_signed_in
from flask import Flask
from sqlalchemy import select

from core.access import Role
from core.audit import AuditEvent
from core.embedded.children import Child

PATIENCE_SECONDS = 30


def test_a_letter_is_sent_by_a_worker_under_the_request_of_the_page(
    app: Flask, clone: Clone, running_worker: Child, tmp_path: Path
) -> None:
    with clone.session() as session:
        make_council(session, 1)
        session.commit()
    lead = make_signed_in(clone, Role.LEAD, authority="Z001")
    answer = client_of(app, None).send("/sign-in", email=lead.email)
    assert list((tmp_path / "mail").glob("*")) == [], "a page sends nothing itself"
    with app.app_context():
        app.extensions["celery"].send_task("outbox.drain")
    event = _wait_for_event(clone)
    assert event.request_id == answer.headers["X-Request-Id"]
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
    log = running_worker.log.read_text(encoding="utf-8")
    assert lead.email not in log


def _wait_for_event(clone: Clone) -> AuditEvent:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS:
        with clone.session() as session:
            found = session.scalars(select(AuditEvent).where(AuditEvent.deed == "sign_in_link.sent")).one_or_none()
        if found is not None:
            return found
        time.sleep(0.1)
    pytest.fail("no letter was sent")
