"""The worker sends each letter once, three tries at most, and forgets what is over."""

from datetime import timedelta
from pathlib import Path

import pytest
from fixtures.databases import Clone
from fixtures.identities import client_of
from fixtures.letters import PostOffice
from flask import Flask
from sqlalchemy import func, select

from accounts.ask_for_link import LINK_LIFE, make_token
from accounts.forget import forget_ended
from accounts.models import Account, SignedInSession, SignInToken
from accounts.send_link import MAX_ATTEMPTS, count_unsent, send_waiting
from accounts.sessions import open_session
from accounts.tasks import send_sign_in_link, send_waiting_links, send_welcome
from core.clock import now
from core.outbox import OutboxMessage
from core.runtime import runtime

DAY = timedelta(days=1)


@pytest.fixture
def token(clone: Clone, lead: Account) -> str:
    """The number of a link that waits for its letter."""
    with clone.session() as session:
        made = make_token(session, account_id=lead.id, life=LINK_LIFE, next_path=None, at=now())
        session.commit()
        return str(made.id)


def test_the_letter_names_its_reader_its_life_and_one_link(
    app: Flask, lead: Account, post_office: PostOffice, tmp_path: Path
) -> None:
    client_of(app, None).send("/sign-in", email=lead.email)
    post_office.deliver()
    (letter,) = post_office.letters()
    assert letter.startswith("Hello Lena Lead,")
    assert "15 minutes" in letter
    assert letter.count("http") == 1
    raw = next((tmp_path / "mail").glob("*.eml")).read_text()
    assert "To: lead@ashmere.example" in raw


def test_a_task_that_is_run_twice_sends_one_letter(app: Flask, token: str, post_office: PostOffice) -> None:
    with app.app_context():
        send_sign_in_link(token)
        send_sign_in_link(token)
    assert len(post_office.letters()) == 1


def test_a_letter_that_fails_is_asked_for_again_three_times_at_most(app: Flask, token: str, clone: Clone) -> None:
    """The folder of letters is a file, so nothing can be written: the tries are counted, then given up."""
    with app.app_context():
        _break_the_mail(app)
        for tries in range(1, MAX_ATTEMPTS + 1):
            assert _asked_again(clone) == 1, f"before try {tries}"
            with pytest.raises(OSError, match=r"File exists|Not a directory"):
                send_sign_in_link(token)
        assert _asked_again(clone) == 0
        send_sign_in_link(token)
    with clone.session() as session:
        assert count_unsent(session) == 1
        assert session.scalars(select(SignInToken.sent_at)).one() is None


def test_a_letter_whose_message_was_lost_is_found_by_its_row(app: Flask, token: str, clone: Clone) -> None:
    with clone.session() as session:
        assert send_waiting(session, at=now() + timedelta(seconds=59)) == 0, "it may still be on its way"
        session.execute(SignInToken.__table__.update().values(created_at=now() - timedelta(seconds=61)))
        session.commit()
    with app.app_context():
        send_waiting_links()
    with clone.session() as session:
        message = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert message is not None
    assert (message.task, message.arguments) == ("accounts.send_sign_in_link", [token])


def test_links_that_are_used_run_out_or_for_nobody_are_not_sent(clone: Clone, lead: Account) -> None:
    start = now()
    with clone.session() as session:
        for account_id, made_at, used_at in (
            (lead.id, start - timedelta(minutes=5), start),
            (lead.id, start - timedelta(minutes=16), None),
            (None, start - timedelta(minutes=5), None),
        ):
            made = make_token(session, account_id=account_id, life=LINK_LIFE, next_path=None, at=made_at)
            made.used_at = used_at
        session.flush()
        assert send_waiting(session, at=start) == 0


def test_the_letter_of_welcome_holds_no_link_that_signs_in(app: Flask, lead: Account, post_office: PostOffice) -> None:
    with app.app_context():
        send_welcome(str(lead.public_id))
    (letter,) = post_office.letters()
    assert "/sign-in and enter this email address" in letter
    assert "/sign-in/" not in letter


@pytest.mark.parametrize("later", [timedelta(0), DAY - timedelta(seconds=1)])
def test_links_and_sessions_are_kept_for_a_day(clone: Clone, lead: Account, later: timedelta) -> None:
    start = now()
    with clone.session() as session:
        _a_link_and_sessions(clone, lead.id)
        assert forget_ended(session, at=start + LINK_LIFE + later) == 0


def test_links_and_sessions_are_forgotten_after_a_day(clone: Clone, lead: Account) -> None:
    _a_link_and_sessions(clone, lead.id)
    with clone.session() as session:
        assert forget_ended(session, at=now() + LINK_LIFE + DAY + timedelta(seconds=1)) == 2, (
            "the link and the ended session"
        )
        assert session.scalar(select(func.count()).select_from(SignedInSession)) == 1
        assert forget_ended(session, at=now() + timedelta(hours=36)) == 1, "the session that ran out after 12 hours"
        assert session.scalar(select(func.count()).select_from(SignInToken)) == 0


def _a_link_and_sessions(clone: Clone, account_id: int) -> None:
    with clone.session() as session:
        account = session.get_one(Account, account_id)
        make_token(session, account_id=account_id, life=LINK_LIFE, next_path=None, at=now())
        ended, _ = open_session(session, account=account, user_agent="", at=now())
        ended.ended_at = now() + LINK_LIFE
        open_session(session, account=account, user_agent="", at=now())
        session.commit()


def _asked_again(clone: Clone) -> int:
    with clone.session() as session:
        return send_waiting(session, at=now() + timedelta(minutes=2))


def _break_the_mail(app: Flask) -> None:
    folder = Path(runtime().settings.mail_url.removeprefix("file://"))
    folder.rmdir()
    folder.touch()
