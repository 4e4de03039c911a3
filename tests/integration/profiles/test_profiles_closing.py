"""Closing and release: frozen at a moment, worked out once, under a role of its own, leaving no trail (14.2, 14.3)."""

import json
import threading
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from factories.profile_rounds import Leading, at_link, heading, make_invited, make_leading, make_round
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.access import Role
from core.clock import now, today
from core.jobs import Job, JobStatus
from core.jobs.run import run_job
from core.process import Process
from leadership.profiles.close_round import RELEASE, close_due, close_round
from leadership.profiles.closing import release_round as releasing
from leadership.profiles.closing.engine import ClosingRefusedError, closing_transaction
from leadership.profiles.errors import RoundClosedError
from leadership.profiles.find import list_invitations, lock_own_round
from leadership.profiles.invite import withdraw_invitation
from leadership.profiles.kinds import Attribute, Group, View
from leadership.profiles.models import ProfileRound
from leadership.profiles.results import list_results
from leadership.profiles.send import ask_invitation_letters
from web.demonstration.product import product

CANARY = "quokkawombat"


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def give(
    clone: Clone, app: Flask, leading: Leading, round_id: UUID, group: Group, scores: Sequence[int], text: str = ""
) -> list[str]:
    """As many of the group as there are scores are invited and rate; returns their links."""
    addresses = [f"{group.value}{place}@x.example" for place in range(len(scores))]
    links = make_invited(clone, leading, round_id, group, *addresses)
    for place, (link, score) in enumerate(zip(links, scores, strict=True)):
        assert heading(at_link(app, link).rate([score] * 5, text and f"{text} {place}")) == "Thank you"
    return links


def close(clone: Clone, leading: Leading, round_id: UUID) -> None:
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = lock_own_round(session, by=leading.by, round_id=round_id)
        close_round(session, by=leading.by, held=held, on=today(), at=now())
        session.commit()


def take_back(clone: Clone, leading: Leading, round_id: UUID, email: str) -> None:
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = lock_own_round(session, by=leading.by, round_id=round_id)
        found = next(
            each for each in list_invitations(session, by=leading.by, round_id=round_id) if each.email == email
        )
        withdraw_invitation(session, by=leading.by, held=held, invitation_id=found.id, at=now())
        session.commit()


def release_jobs(clone: Clone) -> list[int]:
    with clone.session() as session:
        return list(session.scalars(select(Job.id).where(Job.kind == RELEASE).order_by(Job.id)))


def work(clone: Clone, environment: dict[str, str]) -> None:
    with product(environment, Process.WORKER):
        for number in release_jobs(clone):
            run_job(number)


def shown(clone: Clone, leading: Leading, round_id: UUID, view: View) -> set[str]:
    with clone.session(leading.by.scope(), Process.WEB) as session:
        results = list_results(session, by=leading.by, round_id=round_id)
    assert len(results) in {0, len(Attribute) * len(View)}
    return {result.shown for result in results if result.view is view}


def count(clone: Clone, query: str) -> int:
    with psycopg.connect(clone.owner_url) as behind:
        return behind.execute(query).fetchone()[0]


def test_nothing_is_there_before_closing_and_one_value_after_it(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    """14.3, case 4: 4.3 of three and then 3.8 of four would give the fourth."""
    number = make_round(clone, leading)
    give(clone, app, leading, number, Group.PEERS, [4, 4, 5])
    work(clone, environment)
    assert shown(clone, leading, number, View.PEERS) == set()
    (late,) = make_invited(clone, leading, number, Group.PEERS, "late@x.example")
    at_link(app, late).rate([2] * 5)
    assert shown(clone, leading, number, View.PEERS) == set()
    close(clone, leading, number)
    assert shown(clone, leading, number, View.PEERS) == set(), "closed is not yet released"
    work(clone, environment)
    assert shown(clone, leading, number, View.PEERS) == {"3.8"}
    work(clone, environment)
    assert shown(clone, leading, number, View.PEERS) == {"3.8"}


def test_a_group_of_two_enters_no_total(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    """14.3, cases 1 and 2, through the whole product."""
    number = make_round(clone, leading)
    give(clone, app, leading, number, Group.DIRECT_REPORTS, [4, 4, 4, 4, 3])
    give(clone, app, leading, number, Group.PEERS, [4, 4, 4, 4, 5])
    give(clone, app, leading, number, Group.PARTNERS, [2])
    close(clone, leading, number)
    work(clone, environment)
    assert shown(clone, leading, number, View.DIRECT_REPORTS) == {"3.8"}
    assert shown(clone, leading, number, View.PEERS) == {"4.2"}
    assert shown(clone, leading, number, View.OTHERS) == {"4.0"}
    assert shown(clone, leading, number, View.PARTNERS) == {"not shown"}


def test_a_correction_replaces_what_the_same_rater_sent_before(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading)
    links = give(clone, app, leading, number, Group.PEERS, [1, 1, 1])
    for link in links:
        at_link(app, link).rate([3] * 5)
    close(clone, leading, number)
    work(clone, environment)
    assert shown(clone, leading, number, View.PEERS) == {"3.0"}


def test_five_texts_wait_for_those_of_the_team_who_are_no_raters_and_have_no_other_rows(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    """Nor for the leader, nor for somebody whose invitation was taken back or who signs in with a plus."""
    free = make_signed_in(clone, Role.SUPPORT)
    make_signed_in(clone, Role.SUPPORT, email="peers3+work@x.example")
    make_signed_in(clone, Role.SUPPORT, Role.LEADER, authority="Z001", person_id=leading.person_id)
    make_signed_in(clone, Role.SUPPORT, email="gone@x.example")
    number = make_round(clone, leading)
    give(clone, app, leading, number, Group.PEERS, [3] * 5, "Text")
    make_invited(clone, leading, number, Group.PARTNERS, "gone@x.example")
    take_back(clone, leading, number, "gone@x.example")
    close(clone, leading, number)
    work(clone, environment)
    with psycopg.connect(clone.owner_url) as behind:
        rows = behind.execute("SELECT place, body FROM waiting_comment ORDER BY place").fetchall()
        assert [place for place, _ in rows] == [1, 2, 3, 4, 5]
        assert sorted(body for _, body in rows) == [f"Text {place}" for place in range(5)]
        assert behind.execute("SELECT account_id FROM comment_reader").fetchall() == [(free.account_id,)]
        assert behind.execute("SELECT manner FROM comment_reading").fetchone() == ("summary",)
    assert count(clone, "SELECT count(*) FROM rating_comment") == 0
    assert count(clone, "SELECT count(*) FROM profile_comment") == 0, "nothing is shown unread"


def test_what_was_written_under_another_promise_is_read_by_nobody(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    make_signed_in(clone, Role.SUPPORT)
    number = make_round(clone, leading)
    give(clone, app, leading, number, Group.PEERS, [3] * 5, "Text")
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("UPDATE rating_comment SET reader_told = false")
    close(clone, leading, number)
    work(clone, environment)
    assert count(clone, "SELECT count(*) FROM waiting_comment") == 0
    assert count(clone, "SELECT count(*) FROM rating_comment") == 0


def test_neither_rating_nor_text_nor_address_is_found_anywhere_else(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    """Canaries through logs, jobs, outbox and audit (14.2, rule 7; reliability 6.63)."""
    number = make_round(clone, leading)
    give(clone, app, leading, number, Group.PEERS, [4, 4], CANARY)
    close(clone, leading, number)
    work(clone, environment)
    with psycopg.connect(clone.owner_url) as behind:
        tables = [
            name
            for (name,) in behind.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
        ]
        texts = {name: str(behind.execute(f"SELECT t::text FROM {name} t").fetchall()) for name in tables}
        keys = [str(key) for (key,) in behind.execute("SELECT DISTINCT rater_key FROM rating")]
    assert len(keys) == 2
    for name, held in texts.items():
        assert CANARY not in held, name
        assert "@x.example" not in held, name
        if name != "rating":
            assert not [key for key in keys if key in held], f"{name} leads to a rater's key"
    for name in ("audit_event", "outbox_message", "job"):
        assert "score" not in texts[name]
    told = "".join(capfd.readouterr())
    assert "request.answered" in told, "there is a log"
    for secret in (CANARY, "@x.example", *keys):
        assert secret not in told


def test_a_fault_in_the_middle_says_nothing_leaves_nothing_and_is_made_good(
    clone: Clone,
    app: Flask,
    leading: Leading,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """As when the worker dies after the results were written and before the end: nothing of it stands."""
    number = make_round(clone, leading)
    give(clone, app, leading, number, Group.PEERS, [5, 5, 5], CANARY)
    with clone.session() as session:
        ask_invitation_letters(session, round_id=number)
        session.commit()
    close(clone, leading, number)
    whole = releasing._forget_raters

    def dies(session: Session, round_id: UUID) -> None:
        whole(session, round_id)
        session.flush()
        raise RuntimeError("the worker dies")

    monkeypatch.setattr(releasing, "_forget_raters", dies)
    work(clone, environment)
    assert shown(clone, leading, number, View.PEERS) == set()
    assert count(clone, "SELECT count(*) FROM rater_link") == 4
    assert count(clone, "SELECT count(*) FROM rater_letter") == 3
    with clone.session() as session:
        (job,) = session.scalars(select(Job).where(Job.kind == RELEASE)).all()
        assert (job.status, job.attempts) == (JobStatus.QUEUED, 1)
        assert CANARY not in json.dumps(job.error)
    assert CANARY not in "".join(capfd.readouterr())
    monkeypatch.setattr(releasing, "_forget_raters", whole)
    work(clone, environment)
    assert shown(clone, leading, number, View.PEERS) == {"4.8 or above"}
    assert count(clone, "SELECT count(*) FROM rater_link") == 0
    assert count(clone, "SELECT count(*) FROM rater_letter") == 0


def test_a_worker_that_lost_its_lease_stores_nothing(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of the job is the fence: another worker has taken it over, so this one's results are rolled back."""
    number = make_round(clone, leading)
    give(clone, app, leading, number, Group.PEERS, [3, 3, 3])
    close(clone, leading, number)
    whole = releasing.store_release

    def overtaken(session: Session, held: ProfileRound) -> None:
        whole(session, held)
        with psycopg.connect(clone.owner_url) as behind:
            behind.execute("UPDATE job SET attempts = attempts + 1 WHERE kind = %s", [RELEASE])

    monkeypatch.setattr(releasing, "store_release", overtaken)
    work(clone, environment)
    assert shown(clone, leading, number, View.PEERS) == set()


def test_a_job_in_the_name_of_another_authority_releases_nothing(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    other = make_leading(clone, 2, "Bea Second", "Birchford")
    number = make_round(clone, leading)
    close(clone, leading, number)
    with clone.session() as session:
        session.execute(update(Job).where(Job.kind == RELEASE).values(authority_id=other.leader.authority_id))
        session.commit()
    work(clone, environment)
    assert shown(clone, leading, number, View.SELF) == set()


def test_a_round_is_closed_once(clone: Clone, leading: Leading) -> None:
    number = make_round(clone, leading)
    close(clone, leading, number)
    with pytest.raises(RoundClosedError):
        close(clone, leading, number)
    assert len(release_jobs(clone)) == 1
    assert make_round(clone, leading) != number, "the next may be opened"


def test_rounds_whose_last_day_has_passed_are_closed_and_asked_for_again_until_released(
    clone: Clone, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading, days=14)
    last = today() + timedelta(days=14)
    with clone.session() as session:
        assert close_due(session, on=last, at=now()) == 0, "the last day is a day for answers"
        assert close_due(session, on=last + timedelta(days=1), at=now()) == 1
        session.commit()
        session.execute(update(Job).values(status=JobStatus.FAILED))
        assert close_due(session, on=last + timedelta(days=1), at=now()) == 1
        assert close_due(session, on=last + timedelta(days=2), at=now()) == 1
        session.commit()
    assert len(release_jobs(clone)) == 2, "one a day"
    work(clone, environment)
    with clone.session() as session:
        assert close_due(session, on=last + timedelta(days=3), at=now()) == 0
        assert session.get_one(ProfileRound, number).released_at is not None


def test_answers_on_their_way_at_the_moment_of_closing_are_in_or_refused(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    """Whoever closes waits for answers that hold the round; answers that come while it is closed wait, and are told."""
    number = make_round(clone, leading)
    give(clone, app, leading, number, Group.PEERS, [3, 3])
    (link,) = make_invited(clone, leading, number, Group.PEERS, "third@x.example")
    at_the_check = at_link(app, link)
    at_the_check.to_the_check([3] * 5)
    answers: list[str] = []
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = lock_own_round(session, by=leading.by, round_id=number)
        sender = threading.Thread(target=lambda: answers.append(heading(at_the_check.send("check", "send"))))
        sender.start()
        _wait_for_a_lock(clone)
        close_round(session, by=leading.by, held=held, on=today(), at=now())
        session.commit()
    sender.join(timeout=20)
    assert answers == ["This link is not open"]
    work(clone, environment)
    assert shown(clone, leading, number, View.PEERS) == {"not shown"}
    assert count(clone, "SELECT count(*) FROM rating") == 10


def _wait_for_a_lock(clone: Clone) -> None:
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with psycopg.connect(clone.owner_url, autocommit=True) as behind:
        for _ in range(2000):
            if behind.execute(query).fetchone() != (0,):
                return
            behind.execute("SELECT pg_sleep(0.01)")
    pytest.fail("the answers did not wait for the round")


def test_the_web_process_is_refused_the_ratings(app: Flask) -> None:
    with app.app_context(), pytest.raises(ClosingRefusedError), closing_transaction():
        pytest.fail("a session was opened")
