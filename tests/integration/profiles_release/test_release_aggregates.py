"""Aggregates in the database: who reads them, what a publication decides, what a second one may add (14.2, 14.3)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest
from factories.authorities import make_council
from factories.rated_leaders import CLOSED, add_leader, released_round
from fixtures.databases import Clone
from sqlalchemy import func, select
from sqlalchemy.exc import ProgrammingError

from authorities.register.models import Authority
from core.clock import now
from core.jobs.run import run_job
from core.process import Process
from core.scope import Scope
from leadership.profiles.aggregates.models import ProfileAggregate, ReleasedSet
from leadership.profiles.aggregates.publish import publish
from leadership.profiles.aggregates.request import request_aggregates
from leadership.profiles.kinds import Group
from web.demonstration.product import product

ON = date(2026, 11, 1)
NAMES = ("Ashmere", "Belford", "Caldry", "Dunmoor")
FOURS = {Group.PEERS: [4, 4, 4], Group.DIRECT_REPORTS: [5, 4, 3], Group.PARTNERS: [1], Group.SELF: [5]}


@pytest.fixture
def numbers(clone: Clone) -> dict[str, int]:
    """Four councils by code."""
    with clone.session() as session:
        for number, name in enumerate(NAMES, start=1):
            make_council(session, number, name)
        session.commit()
        return {row.code: row.id for row in session.scalars(select(Authority))}


def leaders_of(clone: Clone, code: str, count: int) -> list[tuple[UUID, UUID]]:
    return [add_leader(clone, code, f"{code} {number}") for number in range(count)]


def rounds_of(clone: Clone, code: str, leaders: Sequence[tuple[UUID, UUID]], given: object = FOURS, later: int = 0):
    for leader in leaders:
        released_round(clone, code, leader, given, closed_at=CLOSED + timedelta(days=later))


def publishing(clone: Clone, adopted: dict[str, frozenset[int]] | None = None, on: date = ON) -> list[str]:
    with clone.session(process=Process.CLOSING) as session:
        found = publish(session, adopted=adopted or {}, on=on, at=now())
        session.commit()
        return found


def rows_for(clone: Clone, scope: Scope, process: Process = Process.WEB) -> list[ProfileAggregate]:
    with clone.session(scope, process) as session:
        return list(session.scalars(select(ProfileAggregate)))


def test_three_leaders_of_an_authority_are_enough_and_two_are_not(clone: Clone, numbers: dict[str, int]) -> None:
    rounds_of(clone, "Z001", leaders_of(clone, "Z001", 3))
    rounds_of(clone, "Z002", leaders_of(clone, "Z002", 2))
    assert publishing(clone) == [f"authority:{numbers['Z001']}"]
    lead = Scope(frozenset({numbers["Z001"]}), led=frozenset({numbers["Z001"]}))
    found = rows_for(clone, lead)
    assert len(found) == 5
    assert {(row.value, row.leaders, row.raters) for row in found} == {(Decimal("4.00"), 3, 18)}, "no partner in it"


def test_the_support_team_and_other_leads_see_nothing_of_an_authority(clone: Clone, numbers: dict[str, int]) -> None:
    rounds_of(clone, "Z001", leaders_of(clone, "Z001", 3))
    publishing(clone)
    assert rows_for(clone, Scope.EVERYTHING) == []
    assert rows_for(clone, Scope.EVERYTHING, Process.WORKER) == []
    assert rows_for(clone, Scope(frozenset({numbers["Z002"]}), led=frozenset({numbers["Z002"]}))) == []
    assert rows_for(clone, Scope(frozenset({numbers["Z001"]}))) == [], "a reader who leads nothing"


def test_the_ledger_is_for_the_closing_role_alone(clone: Clone, numbers: dict[str, int]) -> None:
    rounds_of(clone, "Z001", leaders_of(clone, "Z001", 1))
    for process in (Process.WEB, Process.WORKER):
        with clone.session(process=process) as session, pytest.raises(ProgrammingError, match="permission denied"):
            session.scalars(select(ReleasedSet)).all()
    with psycopg.connect(clone.owner_url) as behind, pytest.raises(psycopg.Error):
        behind.execute("UPDATE released_set SET version = 2")


def test_publishing_again_changes_nothing(clone: Clone, numbers: dict[str, int]) -> None:
    rounds_of(clone, "Z001", leaders_of(clone, "Z001", 3))
    assert publishing(clone)
    assert publishing(clone) == []
    with clone.session(process=Process.CLOSING) as session:
        assert session.scalars(select(func.count()).select_from(ProfileAggregate)).one() == 5


def test_one_leader_more_or_a_second_round_of_one_waits_until_three_differ(
    clone: Clone, numbers: dict[str, int]
) -> None:
    leaders = leaders_of(clone, "Z001", 3)
    rounds_of(clone, "Z001", leaders)
    assert publishing(clone)
    late = add_leader(clone, "Z001", "late")
    rounds_of(clone, "Z001", [late])
    assert publishing(clone) == [], "the difference would be the fourth leader"
    rounds_of(clone, "Z001", leaders[:1], later=20)
    assert publishing(clone) == [], "and of two rounds, of two leaders"
    rounds_of(clone, "Z001", leaders[1:], later=20)
    assert publishing(clone) == [f"authority:{numbers['Z001']}"]


def test_programme_minus_what_else_is_known_leaves_nobody_alone(clone: Clone, numbers: dict[str, int]) -> None:
    """14.3 cases 14 and 15: an innovation that all but one authority of two leaders adopts is not released."""
    for code in ("Z001", "Z002", "Z003"):
        rounds_of(clone, code, leaders_of(clone, code, 3))
    rounds_of(clone, "Z004", leaders_of(clone, "Z004", 2))
    all_but_last = frozenset(numbers[code] for code in ("Z001", "Z002", "Z003"))
    assert publishing(clone, {"family_valued": all_but_last})[:2] == ["programme", f"authority:{numbers['Z001']}"]
    names = {row.name for row in rows_for(clone, Scope.EVERYTHING)}
    assert names == {"programme"}


def test_an_authority_is_left_out_where_the_rest_would_give_two_leaders_away(
    clone: Clone, numbers: dict[str, int]
) -> None:
    """Eight leaders of three authorities: with two authorities known, programme minus both is the third, of two."""
    for code, count in (("Z001", 3), ("Z002", 3), ("Z003", 2)):
        rounds_of(clone, code, leaders_of(clone, code, count))
    released = publishing(clone)
    assert released == ["programme", f"authority:{numbers['Z001']}"]


def test_no_leader_may_be_more_than_two_fifths_of_an_authority(clone: Clone, numbers: dict[str, int]) -> None:
    big, *rest = leaders_of(clone, "Z001", 3)
    rounds_of(clone, "Z001", [big], {Group.PEERS: [4] * 5, Group.PARTNERS: [3] * 4})
    rounds_of(clone, "Z001", rest, {Group.PEERS: [4] * 5})
    assert publishing(clone) == []


def test_a_round_of_more_than_two_years_ago_no_longer_counts(clone: Clone, numbers: dict[str, int]) -> None:
    rounds_of(clone, "Z001", leaders_of(clone, "Z001", 3))
    assert publishing(clone, on=date(2028, 12, 1)) == []


def test_the_job_that_a_released_round_asks_for_publishes_once(
    clone: Clone, environment: dict[str, str], numbers: dict[str, int]
) -> None:
    """As a worker does it, under the closing role; asked twice on a day it is one job, run twice it is one version."""
    rounds_of(clone, "Z001", leaders_of(clone, "Z001", 3))
    with clone.session() as session:
        asked = {request_aggregates(session, on=ON) for _ in range(2)}
        session.commit()
    (number,) = asked
    with product(environment, Process.WORKER):
        assert run_job(number)
        assert not run_job(number)
    with psycopg.connect(clone.owner_url) as behind:
        assert behind.execute("SELECT count(*), max(version) FROM profile_aggregate").fetchone() == (5, 1)
        row = behind.execute("SELECT status, subject, error FROM job WHERE id = %s", [number]).fetchone()
        audit = behind.execute("SELECT subject FROM audit_event WHERE deed = 'profile_aggregate.released'").fetchall()
    assert row == ("done", "2026-11-01", None), "nothing of a rating in the job's row"
    assert audit == [], "the support team reads the audit, and not that an authority has an aggregate (14.2, rule 6)"
