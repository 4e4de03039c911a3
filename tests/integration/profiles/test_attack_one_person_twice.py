"""Thresholds count people: whoever is invited anew, or under a second address, is one rater (14.2)."""

from uuid import UUID

import psycopg
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
from leadership.profiles.close_round import RELEASE, close_round
from leadership.profiles.errors import AlreadyInvitedError
from leadership.profiles.find import lock_own_round
from leadership.profiles.invite import withdraw_invitation
from leadership.profiles.kinds import Group, View
from leadership.profiles.models import RaterInvitation, RoundProgress
from leadership.profiles.progress import note_progress
from leadership.profiles.results import list_results
from web.demonstration.product import product


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def answer(clone: Clone, app: Flask, leading: Leading, number: UUID, group: Group, address: str, score: int) -> None:
    (link,) = make_invited(clone, leading, number, group, address)
    assert heading(at_link(app, link).rate([score] * 5)) == "Thank you"


def take_back(clone: Clone, leading: Leading, number: UUID, address: str) -> None:
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = lock_own_round(session, by=leading.by, round_id=number)
        found = session.scalars(select(RaterInvitation.id).where(RaterInvitation.email == address)).one()
        withdraw_invitation(session, by=leading.by, held=held, invitation_id=found, at=now())
        session.commit()


def released(clone: Clone, leading: Leading, number: UUID, environment: dict[str, str]) -> dict[View, set[str]]:
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = lock_own_round(session, by=leading.by, round_id=number)
        close_round(session, by=leading.by, held=held, on=today(), at=now())
        session.commit()
    with clone.session() as session:
        jobs = list(session.scalars(select(Job.id).where(Job.kind == RELEASE)))
    with product(environment, Process.WORKER):
        for job in jobs:
            run_job(job)
    with clone.session(leading.by.scope(), Process.WEB) as session:
        results = list_results(session, by=leading.by, round_id=number)
    return {view: {each.shown for each in results if each.view is view} for view in View}


def told_enough(clone: Clone, number: UUID, group: Group) -> bool:
    with clone.session(process=Process.WORKER) as session:
        note_progress(session, round_id=number)
        session.commit()
        return session.get_one(RoundProgress, (number, group.value)).enough


def test_two_people_are_not_three_because_one_was_invited_anew(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading)
    answer(clone, app, leading, number, Group.PEERS, "a@x.example", 5)
    answer(clone, app, leading, number, Group.PEERS, "b@x.example", 2)
    take_back(clone, leading, number, "a@x.example")
    answer(clone, app, leading, number, Group.PEERS, "a@x.example", 5)
    assert not told_enough(clone, number, Group.PEERS)
    assert released(clone, leading, number, environment)[View.PEERS] == {"not shown"}


def test_the_last_answers_count_of_whoever_was_moved_to_another_group(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading)
    for place in range(3):
        answer(clone, app, leading, number, Group.PEERS, f"peer{place}@x.example", 4)
        answer(clone, app, leading, number, Group.PARTNERS, f"partner{place}@x.example", 3)
    take_back(clone, leading, number, "peer0@x.example")
    answer(clone, app, leading, number, Group.PARTNERS, "peer0@x.example", 1)
    shown = released(clone, leading, number, environment)
    assert (shown[View.PEERS], shown[View.PARTNERS]) == ({"not shown"}, {"2.5"})


def test_nothing_is_left_of_an_address_after_the_release(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading)
    answer(clone, app, leading, number, Group.PEERS, "a@x.example", 5)
    take_back(clone, leading, number, "a@x.example")
    released(clone, leading, number, environment)
    with psycopg.connect(clone.owner_url) as behind:
        query = "SELECT count(*) FROM rater_invitation WHERE num_nonnulls(email, secret_hash, address_mark) > 0"
        assert behind.execute(query).fetchone() == (0,)


def test_an_address_with_something_added_is_the_same_address(clone: Clone, leading: Leading) -> None:
    number = make_round(clone, leading)
    make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    with pytest.raises(AlreadyInvitedError):
        make_invited(clone, leading, number, Group.PARTNERS, "a+second@x.example")
    with pytest.raises(AlreadyInvitedError):
        make_invited(clone, leading, number, Group.PARTNERS, "b+1@x.example", "b+2@x.example")


def test_a_leader_is_no_rater_of_themselves(clone: Clone, leading: Leading, client_as: ClientAs) -> None:
    number = make_round(clone, leading)
    leader = client_as(Role.LEADER, authority=leading.code, person_id=leading.person_id)
    name, host = str(leader.account_email).split("@")
    for own in (f"{name}@{host}", f"{name.upper()}+me@{host}"):
        answer = leader.send(f"/profile/rounds/{number}/invitations", group="peers", addresses=f"p@x.example\n{own}")
        assert (answer.status_code, "is your own address" in answer.text) == (422, True)
