"""A round a week after the last, with one rater exchanged, would give the difference of two people (14.2, rule 3)."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from factories.profile_rounds import Leading, at_link, heading, make_invited, make_leading, make_round
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from flask import Flask
from sqlalchemy import select

from core.access import Role
from core.clock import now, today
from core.jobs import Job
from core.jobs.run import run_job
from core.process import Process
from leadership.profiles.apart import APART
from leadership.profiles.close_round import RELEASE, close_round
from leadership.profiles.errors import RoundTooSoonError
from leadership.profiles.find import lock_own_round
from leadership.profiles.kinds import Group, RoundKind
from web.demonstration.product import product


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def play(
    clone: Clone, app: Flask, environment: dict[str, str], leading: Leading, scores: Sequence[int], times: int = 1
) -> UUID:
    """A round from its opening to its release; no worker had counted any answer when it closed."""
    number = make_round(clone, leading)
    for link in make_invited(clone, leading, number, Group.PEERS, *(f"p{n}@x.example" for n in range(len(scores)))):
        for _ in range(times):
            assert heading(at_link(app, link).rate([scores[0]] * 5)) == "Thank you"
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = lock_own_round(session, by=leading.by, round_id=number)
        close_round(session, by=leading.by, held=held, on=today(), at=now())
        session.commit()
    with clone.session() as session:
        jobs = list(session.scalars(select(Job.id).where(Job.kind == RELEASE)))
    with product(environment, Process.WORKER):
        for job in jobs:
            run_job(job)
    return number


def test_no_round_follows_another_at_once(
    clone: Clone, app: Flask, environment: dict[str, str], leading: Leading, client_as: ClientAs
) -> None:
    play(clone, app, environment, leading, [4, 4, 5])
    for days in (0, 7, APART.days - 1):
        with pytest.raises(RoundTooSoonError, match="half a year"):
            make_round(clone, leading, on=today() + timedelta(days=days))
    support, day = client_as(Role.SUPPORT), today() + timedelta(days=14)
    answer = support.send(
        f"/authorities/{leading.code}/rounds/new",
        leader=leading.leader.key,
        kind="all_round",
        closes_on=[str(day.day), str(day.month), str(day.year)],
    )
    assert (answer.status_code, "half a year" in answer.text) == (422, True)
    assert make_round(clone, leading, on=today() + APART)


def test_a_self_reflection_may_follow_at_once(
    clone: Clone, app: Flask, environment: dict[str, str], leading: Leading
) -> None:
    play(clone, app, environment, leading, [4, 4, 5])
    assert make_round(clone, leading, RoundKind.SELF_REFLECTION)


def test_a_round_that_showed_nothing_may_be_asked_again(
    clone: Clone, app: Flask, environment: dict[str, str], leading: Leading
) -> None:
    play(clone, app, environment, leading, [4, 4], times=2)
    assert make_round(clone, leading)
