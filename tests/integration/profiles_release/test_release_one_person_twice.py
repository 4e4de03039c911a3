"""One person under two records of the register is one leader of an aggregate (14.2, the table; features B9)."""

from datetime import date

import psycopg
from factories.authorities import make_council
from factories.rated_leaders import add_leader, released_round
from fixtures.databases import Clone

from core.jobs.run import run_job
from core.process import Process
from leadership.profiles.aggregates.request import request_aggregates
from leadership.profiles.kinds import Group
from web.demonstration.product import product

SIX = {Group.PEERS: [4, 4, 4], Group.DIRECT_REPORTS: [5, 4, 3]}


def test_two_people_are_not_three_leaders(clone: Clone, environment: dict[str, str]) -> None:
    """By the job, under the closing role, which reads no register itself; a third person makes three."""
    with clone.session() as session:
        make_council(session, 1, "Ashmere")
        session.commit()
    people = [add_leader(clone, "Z001", name) for name in ("One", "Two", "One again")]
    for each in people:
        released_round(clone, "Z001", each, SIX)
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute(
            "UPDATE person SET same_as_id = %s, same_as_known_on = %s WHERE id = %s",
            [people[0][0], date(2026, 9, 1), people[2][0]],
        )
    assert published(clone, environment, date(2026, 11, 1)) == []
    released_round(clone, "Z001", add_leader(clone, "Z001", "Three"), SIX)
    assert published(clone, environment, date(2026, 11, 2)) == [(3, 18)], "the newer round of the first, and no other"


def published(clone: Clone, environment: dict[str, str], on: date) -> list[tuple[int, int]]:
    """Leaders and raters of what stands published after the job of that day."""
    with clone.session() as session:
        number = request_aggregates(session, on=on)
        session.commit()
    with product(environment, Process.WORKER):
        assert run_job(number)
    with psycopg.connect(clone.owner_url) as behind:
        return behind.execute("SELECT DISTINCT leaders, raters FROM profile_aggregate").fetchall()
