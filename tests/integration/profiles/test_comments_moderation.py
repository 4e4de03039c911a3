"""A person reads what raters wrote before their leader does: who may, what they see, what remains (14.2, rule 4)."""

import logging
import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from factories.profile_rounds import Leading, make_leading
from factories.read_comments import identity_of_moderator, make_moderator, make_waiting, release
from fixtures.databases import Clone
from fixtures.identities import SomeAccount, client_of, make_signed_in
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.access import Identity, Membership, Role
from core.clock import now, today
from core.errors import NotFoundError
from core.process import Process
from core.scope import Scope
from leadership.profiles.comments.decide import NotDeclaredError, begin_reading, release_comments, step_back
from leadership.profiles.comments.kinds import Decision, Fate
from leadership.profiles.comments.tasks import destroy_unread_comments, tell_comment_readers
from web.demonstration.product import product

CANARY = "quokkawombat"
TABLES = ("comment_reading", "comment_reader", "waiting_comment", "profile_comment")
REFUSED = None
QUEUE = "/rounds/comments"


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def seen(session: Session) -> list[int | None]:
    """How many rows of each table a session sees; None where it may not look at all."""
    found: list[int | None] = []
    for table in TABLES:
        try:
            with session.begin_nested():
                found.append(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
        except DBAPIError:
            found.append(REFUSED)
    return found


def in_table(clone: Clone, table: str) -> int:
    with psycopg.connect(clone.owner_url) as behind:
        return behind.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def begin(clone: Clone, account: SomeAccount, number: UUID) -> Identity:
    by = identity_of_moderator(account)
    with clone.session(by.scope(), Process.WEB) as session:
        begin_reading(session, by=by, round_id=number, on=today(), at=now())
        session.commit()
    return by


def test_who_sees_which_rows(clone: Clone, leading: Leading) -> None:
    """The database says it: the reader's words after they declared, nobody else's and never the leader's."""
    reader, other = make_moderator(clone), make_moderator(clone)
    number = make_waiting(clone, leading, 5, reader)
    by = identity_of_moderator(reader)
    with clone.session(by.scope(), Process.WEB) as session:
        assert seen(session) == [1, 1, 0, 0], "not a word before they have declared"
    begin(clone, reader, number)
    with clone.session(by.scope(), Process.WEB) as session:
        assert seen(session) == [1, 1, 5, 0]
        for statement in (
            "UPDATE waiting_comment SET body = 'x'",
            "DELETE FROM waiting_comment",
            "UPDATE comment_reading SET last_day = last_day + 9",
            "UPDATE comment_reader SET account_id = 1",
            "INSERT INTO comment_reader (round_id, account_id) SELECT round_id, account_id + 1 FROM comment_reader",
            "UPDATE profile_comment SET body = 'x'",
        ):
            with pytest.raises(DBAPIError) as refused, session.begin_nested():
                session.execute(text(statement))
            assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege), statement
    also_leader = identity_of_moderator(reader, leading_membership(leading))
    lead = Membership(Role.LEAD, leading.leader.authority_id, "Z001")
    nobody = [
        identity_of_moderator(other).scope(),
        also_leader.scope(),
        leading.by.scope(),
        Identity(reader.account_id, "x", frozenset({lead})).scope(),
        Scope(None, reader.account_id),
        Scope(None, reader.account_id, moderating=True, invitation="no-link"),
    ]
    for scope in nobody:
        with clone.session(scope, Process.WEB) as session:
            assert seen(session)[0] == 0
            assert seen(session)[2] == 0
    with clone.session(process=Process.WORKER) as session:
        assert seen(session) == [1, 1, REFUSED, REFUSED]
    with clone.session(process=Process.CLOSING) as session:
        assert seen(session) == [REFUSED, REFUSED, REFUSED, 0]


def leading_membership(leading: Leading) -> Membership:
    return Membership(Role.LEADER, leading.leader.authority_id, leading.code, leading.person_id)


def test_the_database_takes_from_the_web_one_summary_of_five_and_nothing_unread(clone: Clone, leading: Leading) -> None:
    reader = make_moderator(clone)
    number = make_waiting(clone, leading, 5, reader)
    insert = (
        "INSERT INTO profile_comment (id, round_id, person_id, place, body, summary)"
        " VALUES (:id, :round, :person, :place, 'x', :summary)"
    )

    def put(scope: Scope, place: int, *, summary: bool, person: UUID = leading.person_id) -> None:
        with clone.session(scope, Process.WEB) as session:
            told = {"id": uuid4(), "round": number, "person": person, "place": place, "summary": summary}
            session.execute(text(insert), told)

    by = identity_of_moderator(reader)
    with pytest.raises(DBAPIError):
        put(by.scope(), 1, summary=True)
    begin(clone, reader, number)
    put(by.scope(), 1, summary=True)
    for scope, place, summary, person in (
        (by.scope(), 1, False, leading.person_id),
        (by.scope(), 2, True, leading.person_id),
        (by.scope(), 1, True, uuid4()),
        (leading.by.scope(), 1, True, leading.person_id),
    ):
        with pytest.raises(DBAPIError):
            put(scope, place, summary=summary, person=person)


def test_what_was_decided_is_all_that_remains(clone: Clone, leading: Leading) -> None:
    """Decided once: the originals, the readers and the reading are gone, whoever else had them open."""
    first, second = make_moderator(clone), make_moderator(clone)
    number = make_waiting(clone, leading, 10, first, second, words=CANARY)
    decisions = {place: Decision(Fate.LEFT_OUT) for place in range(1, 11)}
    decisions |= {3: Decision(Fate.SHORTENED, "Shorter"), 4: Decision(Fate.AS_WRITTEN)}
    begin(clone, second, number)
    assert release(clone, first, number, decisions) == 2
    for table in ("waiting_comment", "comment_reader", "comment_reading"):
        assert in_table(clone, table) == 0
    with psycopg.connect(clone.owner_url) as behind:
        rows = behind.execute("SELECT place, body, summary FROM profile_comment ORDER BY place").fetchall()
        assert rows[1] == (2, "Shorter", False), "in the order in which they were mixed"
        assert rows[0][1].startswith(CANARY)
        told = behind.execute("SELECT deed, subject, before, after FROM audit_event WHERE deed LIKE '%comments%'")
        assert set(told.fetchall()) == {
            (f"profile_comments.{deed}", f"profile_round:{number}", None, None) for deed in ("opened", "decided")
        }
    with pytest.raises(NotFoundError):
        release(clone, second, number, decisions)


def test_nobody_decides_on_what_they_have_not_read(clone: Clone, leading: Leading) -> None:
    """Nor after stepping back, nor past the last day."""
    reader = make_moderator(clone)
    number = make_waiting(clone, leading, 5, reader)
    by = identity_of_moderator(reader)
    out = {place: Decision(Fate.LEFT_OUT) for place in range(1, 6)}

    def decide(session: Session, days: int = 0) -> None:
        release_comments(
            session,
            by=by,
            round_id=number,
            decisions=out,
            summary="",
            shuffle=lambda _: None,
            on=today() + timedelta(days=days),
            at=now(),
        )

    with clone.session(by.scope(), Process.WEB) as session:
        with pytest.raises(NotDeclaredError):
            decide(session)
        begin_reading(session, by=by, round_id=number, on=today(), at=now())
        with pytest.raises(NotFoundError):
            decide(session, days=29)
        step_back(session, by=by, round_id=number, on=today())
        with pytest.raises(NotFoundError):
            decide(session)
        session.commit()
    assert in_table(clone, "waiting_comment") == 5, "others may read them"
    with psycopg.connect(clone.owner_url) as behind:
        deeds = {deed for (deed,) in behind.execute("SELECT deed FROM audit_event WHERE deed LIKE '%comments%'")}
    assert deeds == {"profile_comments.opened"}, "nobody is told who stepped back"
    with clone.session(leading.by.scope(), Process.WEB) as session:
        told = session.execute(text("SELECT deed FROM audit_event WHERE deed LIKE 'profile_%'")).scalars().all()
        assert set(told) == {"profile_round.released"}, "of their authority a leader may read what was recorded"


def test_the_team_is_written_to_once_and_what_nobody_read_is_destroyed(
    clone: Clone, leading: Leading, environment: dict[str, str]
) -> None:
    reader, other = make_moderator(clone), make_moderator(clone)
    make_waiting(clone, leading, 5, reader, words=CANARY)
    with product(environment, Process.WORKER):
        tell_comment_readers()
        tell_comment_readers()
        destroy_unread_comments()
    (path,) = Path(environment["MAIL_URL"].removeprefix("file://")).glob("comments-*.eml")
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert letter["To"] == reader.email != other.email
    body = letter.get_body().get_content()
    assert QUEUE in body
    assert CANARY not in body
    assert "Ada First" not in str(letter)
    assert in_table(clone, "waiting_comment") == 5
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("UPDATE comment_reading SET last_day = CURRENT_DATE - 1")
    with product(environment, Process.WORKER):
        destroy_unread_comments()
    for table in ("waiting_comment", "comment_reader", "comment_reading", "profile_comment"):
        assert in_table(clone, table) == 0


def test_a_reader_goes_through_the_pages_and_the_leader_sees_the_summary(
    clone: Clone, app: Flask, leading: Leading, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    reader, other = make_moderator(clone), make_moderator(clone)
    number = make_waiting(clone, leading, 5, reader, words=f"{CANARY} <b>words</b> of")
    place = f"{QUEUE}/{number}"
    browser, another = client_of(app, reader), client_of(app, other)
    leader = client_of(app, make_signed_in(clone, Role.LEADER, authority="Z001", person_id=leading.person_id))
    with caplog.at_level(logging.DEBUG):
        assert "No comments wait for you" in another.get(QUEUE).text
        assert another.get(place).status_code == 404
        assert another.send(f"{place}/begin", asked="not_asked").status_code == 404
        assert leader.get(QUEUE).status_code == 403
        assert "Ada First" in browser.get(QUEUE).text
        assert f'href="{place}"' in browser.get("/").text
        assert place not in another.get("/").text
        assert CANARY not in browser.get(place).text
        assert browser.send(place, summary="x").status_code == 422
        assert browser.send(f"{place}/begin").status_code == 422
        assert browser.send(f"{place}/begin", asked="not_asked").status_code == 303
        page = browser.get(place).text
        assert page.count(f"{CANARY} &lt;b&gt;words") == 5
        assert not re.search(r"\bpeers\b|direct reports|\b4 of 5\b", page.split("<main")[-1].lower())
        up = {f"fate_{each}": "taken_up" for each in range(1, 5)}
        refused = browser.send(place, **up, summary="Kept <b>this</b>")
        assert refused.status_code == 422
        assert "Choose what becomes of comment 5" in refused.text
        assert "Kept &lt;b&gt;this" in refused.text, "what was typed stays"
        assert browser.send(place, **up, fate_5="left_out", summary="Kept <b>this</b>").status_code == 303
    assert browser.get(place).status_code == 404
    profile = leader.get("/profile").text
    assert "Kept &lt;b&gt;this" in profile
    assert "a summary by the programme support team" in profile
    for path in (f"/profile/results/{number}.csv", "/profile/history.csv"):
        assert b"Kept" not in leader.get(path).data
    said = caplog.text + "".join(capfd.readouterr())
    assert CANARY not in said
    assert "Kept" not in said
