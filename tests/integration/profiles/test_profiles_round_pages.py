"""A full round through the pages: opened, six raters, closed, released (issue 4, profiles)."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from factories.profile_rounds import AtThePages, Leading, at_link, heading, links_of, make_leading
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from flask import Flask
from sqlalchemy import select

from core.access import Role
from core.clock import today
from core.jobs import Job, JobStatus
from core.jobs.run import run_job
from core.process import Process
from leadership.profiles.kinds import Attribute, View
from leadership.profiles.results import list_results
from leadership.profiles.tasks import tend_round
from web.demonstration.product import product


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def browser_of(client_as: ClientAs, leading: Leading):
    return client_as(Role.LEADER, authority=leading.code, person_id=leading.person_id)


def work(clone: Clone, environment: dict[str, str]) -> None:
    """Do every job that waits, as a worker would."""
    with clone.session() as session:
        waiting = session.scalars(select(Job.id).where(Job.status == JobStatus.QUEUED)).all()
    with product(environment, Process.WORKER):
        for number in waiting:
            assert run_job(number)


def test_a_round_with_six_raters_from_its_opening_to_its_results(
    clone: Clone, app: Flask, client_as: ClientAs, environment: dict[str, str], leading: Leading
) -> None:
    leader = browser_of(client_as, leading)
    day = today() + timedelta(days=14)
    opened = leader.send(
        "/profile/rounds/new", kind="all_round", closes_on=[str(day.day), str(day.month), str(day.year)]
    )
    assert opened.status_code == 303, opened.text
    path = opened.location
    round_id = UUID(path.rsplit("/", 1)[1])
    assert (
        leader.send(
            f"{path}/invitations", group="peers", addresses="p1@x.example\nP2@x.example, p3@x.example"
        ).status_code
        == 303
    )
    assert leader.send(f"{path}/invitations", group="line_manager", addresses="m@x.example").status_code == 303
    assert leader.send(f"{path}/invitations", group="partners", addresses="q@x.example").status_code == 303
    with product(environment, Process.WORKER):
        tend_round(str(round_id))
    page = leader.get(path)
    assert page.status_code == 200
    assert page.text.count("Fewer than 3") == 3
    own = AtThePages(leader, f"{path}/own-answers")
    assert heading(own.rate([5, 4, 3, 2, 1])) == "Thank you"
    links = links_of(environment)
    given = {"p1@x.example": 4, "p2@x.example": 4, "p3@x.example": 2, "m@x.example": 3, "q@x.example": 1}
    assert set(links) == set(given)
    for email, score in given.items():
        assert heading(at_link(app, links[email]).rate([score] * 5)) == "Thank you"
    with product(environment, Process.WORKER):
        tend_round(str(round_id))
    page = leader.get(path)
    assert page.text.count("3 or more") == 1, "three peers have answered"
    assert page.text.count("Fewer than 3") == 2
    closed = leader.send(f"{path}/close")
    assert closed.status_code == 303
    work(clone, environment)
    with clone.session(leading.by.scope(), Process.WEB) as session:
        results = {
            (each.attribute, each.view): each.shown for each in list_results(session, by=leading.by, round_id=round_id)
        }
    assert len(results) == 30
    for place, attribute in enumerate(Attribute):
        assert results[attribute, View.SELF] == str(5 - place)
        assert results[attribute, View.PEERS] == "3.3"
        assert results[attribute, View.LINE_MANAGER] == "3"
        assert results[attribute, View.PARTNERS] == "not shown"
        assert results[attribute, View.OTHERS] == "3.3", "made of peers and manager: the partner is in no total"
    assert at_link(app, links["p1@x.example"]).client.get(f"/rate/{links['p1@x.example']}").status_code == 404
    page = leader.get(path)
    assert "x.example" not in page.text
    with psycopg.connect(clone.owner_url) as behind:
        assert behind.execute("SELECT count(*) FROM rater_link").fetchone() == (0,)
        assert behind.execute("SELECT count(*) FROM rater_answer").fetchone() == (0,)
        assert behind.execute("SELECT count(*) FROM rater_invitation WHERE email IS NOT NULL").fetchone() == (0,)
        assert behind.execute("SELECT count(*) FROM rating").fetchone() == (30,), "the ledger needs them"


def test_a_second_address_of_one_person_is_told_and_not_refused(client_as: ClientAs, leading: Leading) -> None:
    leader = browser_of(client_as, leading)
    day = today() + timedelta(days=14)
    path = leader.send(
        "/profile/rounds/new", kind="all_round", closes_on=[str(day.day), str(day.month), str(day.year)]
    ).location
    for typed in ("Bea.Peer@x.example", "beapeer@home.example"):
        assert leader.send(f"{path}/invitations", group="peers", addresses=typed).status_code == 303
    page = leader.get(path).text
    assert "one person: beapeer@home.example and bea.peer@x.example" in page
    assert "one for each person" in page
