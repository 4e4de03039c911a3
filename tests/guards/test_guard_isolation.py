"""Looking changes nothing, and nothing of another authority reaches anybody, by any address, id or job.

Reliability 5.4: canary sweep, metamorphic check, walk over the jobs; and 6.24.
"""

from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from addresses import Owner, nobody
from fixtures.fill_world import NO_BROKER
from fixtures.product import environment_of
from markers import MARKER, fingerprint, mark, move, private_tables
from walkers import WALKERS, World, plain
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.access import Identity
from core.jobs import Job, kinds
from core.jobs.registry import MAX_ATTEMPTS
from core.jobs.run import run_job
from core.process import Process
from core.scope import Scope
from core.transaction import transaction
from web.demonstration.product import product

# Everybody whose roles are held for one authority, and those who see the programme without names.
WALKING = ["lead", "lead who reads risk", "leader", "DfE viewer"]
# Pages that show the programme as a whole to somebody of one authority, and may change with another's data.
# Readiness tells how long the oldest message waits, whoever asks: it changes with the clock.
AGGREGATES: set[str] = {"/readyz"}
# Tables that hold keys, moments and words of a fixed list alone, so that nothing in them can be marked or moved.
NOTHING_OF_ITS_OWN = {"account_membership", "handover_event"}


@dataclass(frozen=True)
class Look:
    """What each walker saw on their own pages before anything was changed, and which tables their looking changed."""

    answers: dict[tuple[str, str], tuple]
    changed: dict[str, list[str]]


@pytest.fixture(scope="module")
def look(world: World) -> Look:
    answers, changed = {}, {}
    with psycopg.connect(world.clone.owner_url, autocommit=True) as connection:
        for walker in WALKERS:
            client = world.client(walker)
            before = fingerprint(connection)
            answers |= {(walker, path): plain(world.call(walker, "GET", path, client)) for path in own_pages(world)}
            after = fingerprint(connection)
            changed[walker] = [table for table in after if after[table] != before[table]]
    return Look(answers, changed)


@pytest.fixture(scope="module")
def marked(world: World, look: Look) -> World:
    """The same world after every text, number and date of the other authority has been changed."""
    with psycopg.connect(world.clone.owner_url, autocommit=True) as connection:
        number = other_id(connection, world.other)
        texts, numbers = mark(connection, number), move(connection, number)
        tables = private_tables(connection)
        filled = {
            table
            for table in tables
            if connection.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE authority_id = %s)", [number]).fetchone()[
                0
            ]
        }
    assert filled >= {
        "post",
        "tenure",
        "succession_event",
        "prediction",
        "report",
        "report_file",
        "contact",
        "observation",
    }
    unchanged = {table for table in filled if not texts[table] + numbers[table]}
    assert unchanged <= NOTHING_OF_ITS_OWN, "each table was changed"
    assert texts["person"] > 2
    assert texts["account"]
    return world


def other_id(connection: psycopg.Connection, owner: Owner) -> int:
    (number,) = connection.execute("SELECT id FROM authority WHERE code = %s", [owner.code]).fetchone()
    return number


def own_pages(world: World) -> list[str]:
    return [world.walk.address(rule, world.mine) for rule, method in world.walk.routes() if method == "GET"]


@pytest.mark.parametrize("walker", list(WALKERS))
def test_looking_changes_nothing(look: Look, walker: str) -> None:
    """A GET writes no row of any table, audit included; the database's read-only transactions are a second net."""
    assert look.changed[walker] == []


def test_there_was_something_to_see(look: Look) -> None:
    seen = [status for status, *_ in look.answers.values()]
    assert seen.count(200) > 100
    assert not [status for status in seen if status == 500]


@pytest.mark.parametrize("walker", WALKING)
def test_what_changes_elsewhere_changes_nothing_here(marked: World, look: Look, walker: str) -> None:
    """Metamorphic: only the other authority's data have changed, so every answer is the same to the byte."""
    changed = [
        path
        for (who, path), before in look.answers.items()
        if who == walker and path not in AGGREGATES and plain(marked.call(walker, "GET", path)) != before
    ]
    assert not changed


@pytest.mark.parametrize("walker", WALKING)
def test_no_marker_is_found_anywhere_and_other_is_as_absent_as_unknown(marked: World, walker: str) -> None:
    with psycopg.connect(marked.clone.owner_url) as connection:
        theirs = f"authority_id = {other_id(connection, marked.other)}"
        before = fingerprint(connection, theirs)
    leaks, oracles = [], []
    for rule, method in marked.walk.routes():
        answers = _answers(marked, walker, rule, method)
        leaks += [f"{method} {rule.rule}, {where}" for where, answer in answers.items() if MARKER in _whole(answer)]
        for where, unknown in ORACLES:
            if where in answers and answers[where][:2] != answers[unknown][:2]:
                oracles.append(f"{method} {rule.rule}: {where} {answers[where][0]}, {unknown} {answers[unknown][0]}")
    with psycopg.connect(marked.clone.owner_url) as connection:
        changed = [table for table, held in fingerprint(connection, theirs).items() if held != before[table]]
    assert not leaks
    assert not oracles
    assert not changed


@pytest.mark.parametrize("walker", WALKING)
def test_the_pages_alone_keep_authorities_apart(marked: World, walker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first wall with the other two taken down: every session sees everything, as the support team's do."""
    monkeypatch.setattr(Identity, "scope", lambda self: Scope(None, self.account_id))
    leaks = []
    for rule, method in marked.walk.routes():
        if method == "GET":
            answers = _answers(marked, walker, rule, method)
            leaks += [f"{rule.rule}, {where}" for where, answer in answers.items() if MARKER in _whole(answer)]
    assert not leaks


NOBODY = nobody()
ORACLES = (("their page", "unknown page"), ("their ids on mine", "unknown ids on mine"))


def _answers(world: World, walker: str, rule: Rule, method: str) -> dict[str, tuple]:
    """What comes of every mix of whose page and whose ids, as far as the address has any."""
    mixes = {
        "my page": (world.mine, world.mine),
        "their page": (world.other, world.other),
        "unknown page": (NOBODY, NOBODY),
        "their ids on mine": (world.mine, world.other),
        "unknown ids on mine": (world.mine, NOBODY),
        "my ids on theirs": (world.other, world.mine),
    }
    paths = {where: world.walk.address(rule, owner, of=of) for where, (owner, of) in mixes.items()}
    if len(set(paths.values())) == 1:
        paths = {"my page": paths["my page"]}
    given = {path: _plain(world, world.call(walker, method, path)) for path in sorted(set(paths.values()))}
    return {where: given[path] for where, path in paths.items()}


def _plain(world: World, answer: TestResponse) -> tuple:
    """An id that was asked for may be said again; which one it was is no news."""
    status, body, headers = plain(answer)
    for owner in (world.other, NOBODY):
        for value in owner.values.values():
            body = body.replace(str(value).encode(), b"?")
    return status, body, headers


def _whole(answer: tuple) -> str:
    status, body, headers = answer
    return f"{status} {headers}".lower() + body.decode("utf-8", "replace").lower()


def test_a_marker_that_is_shown_is_noticed(marked: World) -> None:
    """The guard itself: on the other authority's own pages, as the support team sees them, markers are everywhere."""
    found = [
        rule.rule
        for rule, method in marked.walk.routes()
        if method == "GET"
        and "code" in rule.arguments
        and MARKER in _whole(plain(marked.call("support", method, marked.walk.address(rule, marked.other))))
    ]
    assert len(found) > 5


def test_a_job_of_one_authority_touches_nothing_of_another(marked: World) -> None:
    """Each kind of job, asked for in the name of one authority with the other's records (reliability 6.5)."""
    with psycopg.connect(marked.clone.owner_url) as connection:
        number, theirs = other_id(connection, marked.mine), other_id(connection, marked.other)
        subjects = [
            str(row[0])
            for table in private_tables(connection)
            if _has_id(connection, table)
            for row in connection.execute(f"SELECT id FROM {table} WHERE authority_id = %s LIMIT 2", [theirs])
        ]
        before = fingerprint(connection, f"authority_id = {theirs}")
    assert kinds()
    with product(_environment(marked), Process.WORKER):
        for kind in kinds():
            for subject in subjects:
                job_id = _asked(kind, f"walk {kind} {subject}", subject, number)
                # To the last attempt, so that marking the failure is walked too.
                for _ in range(MAX_ATTEMPTS):
                    run_job(job_id)
    with psycopg.connect(marked.clone.owner_url) as connection:
        after = fingerprint(connection, f"authority_id = {theirs}")
        mine = "".join(
            str(row)
            for table in private_tables(connection)
            for row in connection.execute(f"SELECT t::text FROM {table} t WHERE authority_id = %s", [number])
        )
    assert [table for table in before if before[table] != after[table]] == []
    assert MARKER not in mine.lower()


def _has_id(connection: psycopg.Connection, table: str) -> bool:
    return bool(
        connection.execute(
            "SELECT FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'id' AND NOT attisdropped", [table]
        ).fetchone()
    )


def _asked(kind: str, key: str, subject: str, authority_id: int) -> int:
    with transaction(Scope.EVERYTHING) as session:
        job = Job(kind=kind, key=key, subject=subject, authority_id=authority_id)
        session.add(job)
        session.flush()
        return job.id


def _environment(world: World) -> dict[str, str]:
    return environment_of(world.clone, NO_BROKER, Path("letters-are-not-sent"))
