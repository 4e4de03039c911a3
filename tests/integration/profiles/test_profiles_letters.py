"""Letters to raters: one invitation each, reminders to those alone who have not answered, and no trail of either."""

from datetime import datetime, time, timedelta
from uuid import UUID

import psycopg
import pytest
from factories.profile_rounds import Leading, at_link, links_of, make_invited, make_leading, make_round
from fixtures.databases import Clone
from flask import Flask
from sqlalchemy import select

from core.clock import LONDON, now, today
from core.mail import FileMailer
from core.process import Process
from core.runtime import runtime
from leadership.profiles import tasks
from leadership.profiles.find import lock_own_round
from leadership.profiles.invite import withdraw_invitation
from leadership.profiles.kinds import Group
from leadership.profiles.models import RaterInvitation, RaterLetter
from leadership.profiles.send import ask_reminders, list_rounds_waiting
from web.demonstration.product import product


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def tend(environment: dict[str, str], round_id: UUID) -> None:
    with product(environment, Process.WORKER):
        tasks.tend_round(str(round_id))


def sent(clone: Clone) -> list[tuple[str, str | None]]:
    """Kind and address of every letter that has gone."""
    with clone.session() as session:
        rows = session.execute(
            select(RaterLetter.kind, RaterInvitation.email)
            .join(RaterInvitation, RaterInvitation.id == RaterLetter.invitation_id)
            .where(RaterLetter.sent_at.is_not(None))
            .order_by(RaterLetter.kind, RaterInvitation.email)
        )
        return [(row.kind, row.email) for row in rows]


def days_ago(clone: Clone, days: int) -> None:
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("UPDATE rater_invitation SET invited_at = invited_at - make_interval(days => %s)", [days])


def test_each_is_invited_by_one_letter_however_often_the_task_runs(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading)
    links = make_invited(clone, leading, number, Group.PEERS, "a@x.example", "b@x.example")
    for _ in range(3):
        tend(environment, number)
    assert sent(clone) == [("invitation", "a@x.example"), ("invitation", "b@x.example")]
    assert links_of(environment) == dict(zip(("a@x.example", "b@x.example"), links, strict=True))


def test_only_those_who_have_not_answered_are_reminded_and_once_for_each_day(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading, days=14)
    first, _ = make_invited(clone, leading, number, Group.PEERS, "a@x.example", "b@x.example")
    tend(environment, number)
    at_link(app, first).rate([4] * 5)
    days_ago(clone, 20)
    due = today() + timedelta(days=7)
    with clone.session() as session:
        for day in (due - timedelta(days=1), due, due, due + timedelta(days=1)):
            ask_reminders(session, on=day)
        session.commit()
    tend(environment, number)
    tend(environment, number)
    assert sent(clone) == [("invitation", "a@x.example"), ("invitation", "b@x.example"), ("reminder", "b@x.example")]


def test_whoever_answers_after_the_reminder_was_asked_for_gets_none(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading, days=14)
    (link,) = make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    tend(environment, number)
    days_ago(clone, 20)
    with clone.session() as session:
        ask_reminders(session, on=today() + timedelta(days=7))
        session.commit()
    at_link(app, link).rate([4] * 5)
    tend(environment, number)
    assert sent(clone) == [("invitation", "a@x.example")]
    with clone.session() as session:
        assert session.scalars(select(RaterLetter.dropped_at).where(RaterLetter.kind == "reminder")).one() is not None


def test_nobody_is_reminded_of_what_they_were_asked_yesterday(clone: Clone, leading: Leading) -> None:
    number = make_round(clone, leading, days=14)
    make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    due = today() + timedelta(days=7)
    day_before = datetime.combine(due - timedelta(days=1), time(10), LONDON)
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("UPDATE rater_invitation SET invited_at = %s", [day_before])
    with clone.session() as session:
        ask_reminders(session, on=due)
        assert session.scalars(select(RaterLetter.id).where(RaterLetter.kind == "reminder")).all() == []


def test_an_invitation_that_is_taken_back_before_its_letter_went_is_not_sent(
    clone: Clone, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading)
    make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    with clone.session(leading.by.scope(), Process.WEB) as session:
        invitation = session.scalars(select(RaterInvitation.id).where(RaterInvitation.email.is_not(None))).one()
        held = lock_own_round(session, by=leading.by, round_id=number)
        withdraw_invitation(session, by=leading.by, held=held, invitation_id=invitation, at=now())
        session.commit()
    tend(environment, number)
    assert sent(clone) == []
    assert links_of(environment) == {}


def test_one_address_that_no_server_takes_keeps_nobody_else_waiting(
    clone: Clone, leading: Leading, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = make_round(clone, leading)
    make_invited(clone, leading, number, Group.PEERS, "a@x.example", "b@x.example", "c@x.example")
    whole = FileMailer.send

    def refuses(self: FileMailer, mail) -> None:
        if mail.to == "b@x.example":
            raise OSError("550")
        whole(self, mail)

    monkeypatch.setattr(FileMailer, "send", refuses)
    for _ in range(4):
        tend(environment, number)
    assert sent(clone) == [("invitation", "a@x.example"), ("invitation", "c@x.example")]
    with clone.session() as session:
        assert session.scalars(select(RaterLetter.attempts).where(RaterLetter.sent_at.is_(None))).one() == 3


def test_rounds_whose_messages_were_lost_are_found_by_their_rows(
    clone: Clone, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading)
    make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    with clone.session() as session:
        assert list_rounds_waiting(session, at=now()) == []
        assert list_rounds_waiting(session, at=now() + timedelta(minutes=2)) == [number]
    tend(environment, number)
    with clone.session() as session:
        assert list_rounds_waiting(session, at=now() + timedelta(minutes=2)) == []


def test_neither_audit_nor_outbox_tells_of_a_single_letter(
    clone: Clone, leading: Leading, environment: dict[str, str]
) -> None:
    """The support team reads the audit: who gets a reminder has not answered."""
    number = make_round(clone, leading)
    make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    tend(environment, number)
    with psycopg.connect(clone.owner_url) as behind:
        deeds = {
            deed for (deed,) in behind.execute("SELECT deed FROM audit_event WHERE subject LIKE 'profile_round:%'")
        }
        assert deeds == {"profile_round.opened", "rater.invited"}
        messages = behind.execute("SELECT arguments FROM outbox_message WHERE task LIKE 'profiles.%'").fetchall()
        assert {tuple(arguments) for (arguments,) in messages} == {(str(number),)}


def test_the_tasks_of_beat_run(environment: dict[str, str], clone: Clone, leading: Leading) -> None:
    make_round(clone, leading)
    with product(environment, Process.WORKER):
        assert runtime().process is Process.WORKER
        with pytest.MonkeyPatch.context() as patch:
            # No broker runs here; what was asked for waits in the outbox.
            patch.setattr(tasks, "drain_outbox", lambda: None)
            tasks.remind_raters()
            tasks.send_waiting_letters()
            tasks.close_due_rounds()
