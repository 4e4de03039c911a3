"""Letters to the leader: of a round that the support team opened for them, and of the results of any."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from factories.profile_rounds import Leading, make_leading, make_round
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from sqlalchemy import select

from core.access import Identity, Membership, Role
from core.clock import now, today
from core.jobs import Job
from core.jobs.run import run_job
from core.outbox import OutboxMessage
from core.process import Process
from leadership.profiles import tasks
from leadership.profiles.close_round import RELEASE, close_round
from leadership.profiles.find import lock_own_round
from leadership.profiles.kinds import RoundKind
from leadership.profiles.models import ProfileRound
from leadership.profiles.tell_leader import FRESH, TELL_OPENED, TELL_RELEASED, Occasion, write_letters
from web.demonstration.product import product

TEAM = Identity(None, "Somebody of the team", frozenset({Membership(Role.SUPPORT, None, None, None)}))


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def asked(clone: Clone) -> list[tuple[str, list[str | int]]]:
    with clone.session() as session:
        query = select(OutboxMessage.task, OutboxMessage.arguments)
        rows = session.execute(query.where(OutboxMessage.task.in_([TELL_OPENED, TELL_RELEASED])))
        return [(row.task, row.arguments) for row in rows]


def letters(environment: dict[str, str]) -> list[EmailMessage]:
    folder = Path(environment["MAIL_URL"].removeprefix("file://"))
    found = sorted(folder.glob("profile-round-*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]


def test_a_leader_is_told_of_a_round_that_was_opened_for_them(
    clone: Clone, leading: Leading, environment: dict[str, str]
) -> None:
    account = make_signed_in(clone, Role.LEADER, authority=leading.code, person_id=leading.person_id)
    make_signed_in(clone, Role.LEADER, authority=leading.code)
    number = make_round(clone, leading, RoundKind.SELF_REFLECTION, by=TEAM)
    assert asked(clone) == [(TELL_OPENED, [str(number)])]
    with product(environment, Process.WORKER):
        tasks.tell_opened(str(number))
        tasks.tell_released(str(number))
    (letter,) = letters(environment)
    assert letter["To"] == account.email
    assert letter["Message-ID"].startswith(f"<profile-round-opened-{number}-0@")
    text = letter.get_body().get_content()
    assert f"/profile/rounds/{number}" in text
    assert "neither the support team nor your authority" in text


def test_whoever_opens_their_own_round_needs_no_letter(clone: Clone, leading: Leading) -> None:
    make_round(clone, leading)
    assert asked(clone) == []


def test_a_leader_is_told_that_results_are_there_and_not_which(
    clone: Clone, leading: Leading, environment: dict[str, str]
) -> None:
    account = make_signed_in(clone, Role.LEADER, authority=leading.code, person_id=leading.person_id)
    number = make_round(clone, leading)
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = lock_own_round(session, by=leading.by, round_id=number)
        close_round(session, by=leading.by, held=held, on=today(), at=now())
        session.commit()
    with product(environment, Process.WORKER):
        tasks.tell_released(str(number))
        assert letters(environment) == [], "nothing is there yet"
        with clone.session() as session:
            jobs = session.scalars(select(Job.id).where(Job.kind == RELEASE)).all()
        for job in jobs:
            run_job(job)
        assert asked(clone) == [(TELL_RELEASED, [str(number)])]
        tasks.tell_released(str(number))
        tasks.tell_opened(str(number))
    (letter,) = letters(environment)
    assert letter["To"] == account.email
    assert "peers" not in letter.get_body().get_content().lower()


def test_a_letter_that_no_server_takes_is_tried_again_for_two_days(
    clone: Clone, leading: Leading, environment: dict[str, str], tmp_path: Path
) -> None:
    make_signed_in(clone, Role.LEADER, authority=leading.code, person_id=leading.person_id)
    number = make_round(clone, leading, RoundKind.SELF_REFLECTION, by=TEAM)
    folder = tmp_path / "mail"
    with product(environment, Process.WORKER):
        folder.rmdir()
        folder.write_text("not a folder yet")
        tasks.tell_opened(str(number))
        folder.unlink()
        assert asked(clone) == [(TELL_OPENED, [str(number)])] * 2
        tasks.tell_opened(str(number))
        assert len(letters(environment)) == 1
        assert len(asked(clone)) == 2, "what has gone is not asked for again"
        with clone.session() as session:
            opened_at = session.get_one(ProfileRound, number).opened_at
            for late, found in ((FRESH, 1), (FRESH + timedelta(minutes=1), 0)):
                written = write_letters(
                    session,
                    round_id=number,
                    occasion=Occasion.OPENED,
                    public_url="https://throughline.example",
                    on=today(),
                    at=opened_at + late,
                )
                assert len(written) == found


def test_a_leader_without_an_account_gets_none(clone: Clone, leading: Leading, environment: dict[str, str]) -> None:
    number = make_round(clone, leading, RoundKind.SELF_REFLECTION, by=TEAM)
    with product(environment, Process.WORKER):
        tasks.tell_opened(str(number))
    assert letters(environment) == []
