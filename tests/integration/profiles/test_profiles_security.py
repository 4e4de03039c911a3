"""Who may do what with each table of rounds, said by the database (risk-and-analysis 14.2, rule 7; design 5.5)."""

from uuid import UUID, uuid4

import psycopg
import pytest
from factories.profile_rounds import at_link, make_invited, make_leading, make_round
from fixtures.databases import Clone
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.access import Identity, Membership, Role
from core.process import Process
from core.scope import Scope
from leadership.profiles.kinds import Group
from leadership.profiles.link import hash_of

TABLES = (
    "profile_round",
    "rater_invitation",
    "rater_link",
    "rater_answer",
    "round_progress",
    "rating",
    "rating_comment",
    "profile_result",
    "profile_comment",
    "profile_reflection",
    "rater_letter",
)
REFUSED = None


class World:
    """A round with a rater who has answered, and a second leader with theirs."""

    def __init__(self, clone: Clone, app: Flask) -> None:
        self.clone = clone
        self.mine, self.other = make_leading(clone), make_leading(clone, 2, "Bea Second", "Birchford")
        self.round, self.others = make_round(clone, self.mine), make_round(clone, self.other)
        (self.link,) = make_invited(clone, self.mine, self.round, Group.PEERS, "p@x.example")
        (self.others_link,) = make_invited(clone, self.other, self.others, Group.PEERS, "q@x.example")
        for link in (self.link, self.others_link):
            assert at_link(app, link).rate([4, 4, 4, 4, 4], "Listens.").status_code == 200
        with psycopg.connect(clone.owner_url) as behind:
            for number, leading in ((self.round, self.mine), (self.others, self.other)):
                behind.execute(
                    "INSERT INTO profile_result (id, round_id, person_id, attribute, seen_by, value, fewest)"
                    " VALUES (%s, %s, %s, 'buy_in', 'self', 4, 1)",
                    [uuid4(), number, leading.person_id],
                )
                behind.execute(
                    "INSERT INTO profile_comment (id, round_id, person_id, place, body) VALUES (%s, %s, %s, 1, 'x')",
                    [uuid4(), number, leading.person_id],
                )
                behind.execute(
                    "INSERT INTO profile_reflection (id, round_id, person_id, question, body, written_at)"
                    " VALUES (%s, %s, %s, 'proud', 'x', now())",
                    [uuid4(), number, leading.person_id],
                )
                behind.execute(
                    "INSERT INTO round_progress (round_id, rater_group, invited, enough)"
                    " VALUES (%s, 'peers', 1, false)",
                    [number],
                )


@pytest.fixture
def world(clone: Clone, app: Flask) -> World:
    return World(clone, app)


def seen(session: Session) -> dict[str, int | None]:
    """How many rows of each table a session sees; None where it may not look at all."""
    found: dict[str, int | None] = {}
    for table in TABLES:
        try:
            with session.begin_nested():
                found[table] = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        except DBAPIError:
            found[table] = REFUSED
    return found


SUPPORT = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))


def test_a_leader_sees_their_own_round_and_nothing_of_what_was_answered(world: World) -> None:
    with world.clone.session(world.mine.by.scope(), Process.WEB) as session:
        assert seen(session) == {
            "profile_round": 1,
            "rater_invitation": 2,
            "rater_link": 1,  # their own key
            "rater_answer": REFUSED,
            "round_progress": 1,
            "rating": REFUSED,
            "rating_comment": REFUSED,
            "profile_result": 1,
            "profile_comment": 1,
            "profile_reflection": 1,
            "rater_letter": REFUSED,
        }


def test_the_support_team_sees_rounds_and_progress_and_nothing_else(world: World) -> None:
    with world.clone.session(SUPPORT.scope(), Process.WEB) as session:
        found = seen(session)
    assert found["profile_round"] == found["round_progress"] == 2
    assert {table: rows for table, rows in found.items() if rows} == {"profile_round": 2, "round_progress": 2}


@pytest.mark.parametrize("role", [Role.LEAD, Role.RISK_READER, Role.SIGNATORY, Role.LEADER])
def test_others_of_the_authority_see_nothing(world: World, role: Role) -> None:
    """Another leader of the same authority among them."""
    person = uuid4() if role is Role.LEADER else None
    by = Identity(None, "x", frozenset({Membership(role, world.mine.leader.authority_id, world.mine.code, person)}))
    with world.clone.session(by.scope(), Process.WEB) as session:
        assert not any(seen(session).values())


@pytest.mark.parametrize("role", [Role.DFE_VIEWER, Role.COACH])
def test_those_of_the_programme_without_an_authority_see_nothing(world: World, role: Role) -> None:
    by = Identity(None, "x", frozenset({Membership(role)}))
    with world.clone.session(by.scope(), Process.WEB) as session:
        assert not any(seen(session).values())


def test_a_link_opens_its_invitation_and_its_round_and_nothing_else(world: World) -> None:
    with world.clone.session(Scope(frozenset(), invitation=hash_of(world.link)), Process.WEB) as session:
        found = seen(session)
        assert {table: rows for table, rows in found.items() if rows} == {
            "profile_round": 1,
            "rater_invitation": 1,
            "rater_link": 1,
        }
        assert session.execute(text("SELECT id FROM profile_round")).scalar_one() == world.round
        assert session.execute(text("SELECT count(*) FROM person")).scalar_one() == 0
        assert session.execute(text("SELECT count(*) FROM post")).scalar_one() == 0


@pytest.mark.parametrize("secret", ["", "no-such-hash", "%", "' OR true --"])
def test_no_link_or_a_wrong_one_opens_nothing(world: World, secret: str) -> None:
    with world.clone.session(Scope(frozenset(), invitation=secret), Process.WEB) as session:
        assert not any(seen(session).values())


def test_workers_cannot_read_what_was_answered_nor_the_keys(world: World) -> None:
    with world.clone.session(process=Process.WORKER) as session:
        found = seen(session)
    for table in ("rating", "rating_comment", "rater_link", "profile_result", "profile_comment", "profile_reflection"):
        assert found[table] is REFUSED, table
    assert found["rater_answer"] == 2, "they remind those who have not"


def test_the_closing_role_reads_ratings_and_not_what_leaders_write_for_themselves(world: World) -> None:
    with world.clone.session(process=Process.CLOSING) as session:
        found = seen(session)
    assert found["rating"] == 10
    assert found["rating_comment"] == 2
    assert found["profile_reflection"] is REFUSED
    # It deletes the letters of a round and so sees to whom there is one, and not which went when.
    assert found["rater_letter"] == 0
    with world.clone.session(process=Process.CLOSING) as session, pytest.raises(DBAPIError, match="permission denied"):
        session.execute(text("SELECT sent_at FROM rater_letter"))


FORBIDDEN_TO_WEB = (
    "UPDATE rating SET score = 1",
    "DELETE FROM rating",
    "UPDATE rating_comment SET body = ''",
    "DELETE FROM rater_link",
    "DELETE FROM rater_answer",
    "DELETE FROM rater_invitation",
    "UPDATE rater_link SET rater_key = invitation_id",
    "UPDATE rater_invitation SET rater_group = 'peers'",
    "UPDATE profile_result SET value = 5",
    """INSERT INTO profile_result (id, round_id, person_id, attribute, seen_by, fewest)
       SELECT gen_random_uuid(), id, person_id, 'buy_in', 'peers', 3 FROM profile_round""",
    "UPDATE profile_round SET released_at = now()",
    "UPDATE profile_round SET closes_on = closes_on + 1",
    """INSERT INTO rating (id, round_id, rater_key, rater_group, attribute, score, attributable)
       SELECT gen_random_uuid(), round_id, rater_key, rater_group, 'buy_in', 5, false FROM rater_link
       RETURNING score""",
    "UPDATE round_progress SET enough = true",
)


def test_the_web_role_is_refused(world: World) -> None:
    for scope in (world.mine.by.scope(), SUPPORT.scope(), Scope(frozenset(), invitation=hash_of(world.link))):
        with world.clone.session(scope, Process.WEB) as session:
            for statement in FORBIDDEN_TO_WEB:
                with pytest.raises(DBAPIError) as refused, session.begin_nested():
                    session.execute(text(statement))
                assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege), statement


def rate(session: Session, round_id: UUID, key: UUID, group: str = "peers") -> None:
    session.execute(
        text(
            "INSERT INTO rating (id, round_id, rater_key, rater_group, attribute, score, attributable)"
            " VALUES (:id, :round, :key, :group, 'buy_in', 5, false)"
        ),
        {"id": uuid4(), "round": round_id, "key": key, "group": group},
    )


def key_behind(world: World, round_id: UUID, group: str) -> UUID:
    with psycopg.connect(world.clone.owner_url) as behind:
        (key,) = behind.execute(
            "SELECT rater_key FROM rater_link WHERE round_id = %s AND rater_group = %s", [round_id, group]
        ).fetchone()
    return key


def test_a_rating_is_taken_under_ones_own_key_alone(world: World) -> None:
    """Neither the leader nor the support team can give ratings in somebody's place, nor a rater those of another."""
    peer, own = key_behind(world, world.round, "peers"), key_behind(world, world.round, "self")
    theirs = key_behind(world, world.others, "peers")
    mine, link = world.mine.by.scope(), Scope(frozenset(), invitation=hash_of(world.link))
    refused = [
        (mine, world.round, peer, "peers"),
        (mine, world.round, own, "peers"),
        (mine, world.round, uuid4(), "peers"),
        (SUPPORT.scope(), world.round, peer, "peers"),
        (SUPPORT.scope(), world.round, own, "self"),
        (link, world.round, own, "self"),
        (link, world.others, theirs, "peers"),
        (link, world.others, peer, "peers"),
        (link, world.round, peer, "partners"),
    ]
    for scope, round_id, key, group in refused:
        with world.clone.session(scope, Process.WEB) as session, pytest.raises(DBAPIError) as error:
            rate(session, round_id, key, group)
        assert isinstance(error.value.orig, psycopg.errors.InsufficientPrivilege), (round_id, group)
    with world.clone.session(link, Process.WEB) as session:
        rate(session, world.round, peer)
        session.commit()


def test_a_closed_round_takes_no_rating_and_is_never_opened_again(world: World) -> None:
    with psycopg.connect(world.clone.owner_url) as behind:
        behind.execute("UPDATE profile_round SET closed_at = now() WHERE id = %s", [world.round])
    link, key = Scope(frozenset(), invitation=hash_of(world.link)), key_behind(world, world.round, "peers")
    with world.clone.session(link, Process.WEB) as session, pytest.raises(DBAPIError):
        rate(session, world.round, key)
    with world.clone.session(world.mine.by.scope(), Process.WEB) as session, pytest.raises(DBAPIError, match="once"):
        session.execute(text("UPDATE profile_round SET closed_at = NULL"))


def test_what_the_database_refuses_shows_no_score(world: World) -> None:
    """An error's text may reach a log: it names the table and the rule, and no value."""
    link, key = Scope(frozenset(), invitation=hash_of(world.link)), key_behind(world, world.round, "peers")
    with world.clone.session(link, Process.WEB) as session, pytest.raises(DBAPIError) as refused:
        session.execute(
            text(
                "INSERT INTO rating (id, round_id, rater_key, rater_group, attribute, score, attributable)"
                " VALUES (:id, :round, :key, 'peers', 'buy_in', :score, false)"
            ),
            {"id": uuid4(), "round": world.round, "key": key, "score": 48151623},
        )
    assert "48151623" not in str(refused.value)
    assert str(key) not in str(refused.value)
