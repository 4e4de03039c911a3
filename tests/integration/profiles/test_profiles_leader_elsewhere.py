"""A leader moves, leaves or is recorded anew while a round of theirs is open or waits for its results."""

from datetime import timedelta
from uuid import UUID

import pytest
from factories.profile_rounds import Leading, heading, make_invited, make_leading, make_round
from fixtures.databases import Clone
from fixtures.identities import SignedInClient, SomeAccount, client_of, make_signed_in
from flask import Flask
from sqlalchemy import select, update

from accounts.models import AccountMembership
from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.audit import AuditEvent
from core.clock import now, today
from core.jobs import Job
from core.jobs.run import run_job
from core.process import Process
from leadership.profiles.close_round import RELEASE, close_due
from leadership.profiles.comments.readers import list_who_may_read
from leadership.profiles.errors import RoundOpenError, RoundTooSoonError
from leadership.profiles.find import list_own_rounds
from leadership.profiles.kinds import Group, RoundKind
from leadership.profiles.models import ProfileRound, RaterInvitation, RoundProgress
from leadership.profiles.open_round import LeaderInPost, list_leaders_in_post, open_round
from leadership.profiles.tell_leader import Occasion, write_letters
from leadership.register.models import Person
from leadership.register.people import correct_name
from leadership.register.told import Told
from web.demonstration.product import product

TEAM = Identity(None, "Team", frozenset({Membership(Role.SUPPORT)}))


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def signed_in(app: Flask, clone: Clone, leading: Leading, code: str) -> SignedInClient:
    return client_of(app, make_signed_in(clone, Role.LEADER, authority=code, person_id=leading.person_id))


def work(clone: Clone, environment: dict[str, str]) -> None:
    with clone.session() as session:
        jobs = session.scalars(select(Job.id).where(Job.kind == RELEASE)).all()
    with product(environment, Process.WORKER):
        for number in jobs:
            run_job(number)


def end_roles(clone: Clone, account: SomeAccount) -> None:
    with clone.session() as session:
        held = AccountMembership.account_id == account.account_id
        session.execute(update(AccountMembership).where(held).values(ended_at=now()))
        session.commit()


def of_round(clone: Clone, number: UUID, deed: str) -> list[int | None]:
    """The authorities under which such deeds of the round stand in the audit."""
    query = select(AuditEvent.authority_id).where(
        AuditEvent.subject == f"profile_round:{number}", AuditEvent.deed == deed
    )
    with clone.session() as session:
        return list(session.scalars(query))


def test_who_has_moved_to_another_authority_goes_on_with_their_round(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    """It stays with the authority where it was opened, and the leader's rights there have ended."""
    new = make_leading(clone, 2, "Bea Second", "Birchford")
    number = make_round(clone, leading)
    make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    mover, stranger = signed_in(app, clone, leading, new.code), signed_in(app, clone, new, new.code)
    page = f"/profile/rounds/{number}"
    with clone.session() as session:
        invited = session.scalars(select(RaterInvitation.id).where(RaterInvitation.email == "a@x.example")).one()
    deeds: tuple[tuple[str, dict[str, str]], ...] = (
        (f"{page}/invitations", {"group": "peers", "addresses": "b@x.example"}),
        (f"{page}/invitations/{invited}/withdraw", {}),
        (f"{page}/close", {}),
    )
    for path, fields in deeds:
        assert stranger.send(path, **fields).status_code == 404
        assert mover.send(path, **fields).status_code in {302, 303}, path
    again = mover.send(f"{page}/close")
    assert (again.status_code, "closed" in again.text) == (422, True)
    home = leading.leader.authority_id
    assert [of_round(clone, number, deed) for deed in ("rater.invited", "rater.withdrawn")] == [[home, home], [home]]
    assert of_round(clone, number, "profile_round.closed") == [home], "once"
    work(clone, environment)
    assert mover.get(f"/profile/results/{number}").status_code == 200
    assert stranger.get(f"/profile/results/{number}").status_code == 404


def test_the_round_of_who_has_left_is_closed_released_and_kept_for_them(
    clone: Clone, app: Flask, leading: Leading, environment: dict[str, str]
) -> None:
    number = make_round(clone, leading)
    account = make_signed_in(clone, Role.LEADER, authority=leading.code, person_id=leading.person_id)
    end_roles(clone, account)
    with clone.session(process=Process.WORKER) as session:
        assert close_due(session, on=today() + timedelta(days=15), at=now()) == 1
        session.commit()
    work(clone, environment)
    assert client_of(app, account).get("/profile").status_code != 200
    with clone.session(process=Process.WORKER) as session:
        assert session.get_one(ProfileRound, number).released_at is not None
        assert not write_letters(
            session, round_id=number, occasion=Occasion.RELEASED, public_url="https://x.example", on=today(), at=now()
        )
    back = signed_in(app, clone, leading, leading.code)
    assert heading(back.get(f"/profile/results/{number}"))


def correct(clone: Clone, leading: Leading, name: str) -> UUID:
    """The name of the leader is corrected: another record of the register stands for them from now on."""
    with clone.session(TEAM.scope()) as session:
        right = correct_name(
            session,
            by=TEAM,
            authority=session.get_one(Authority, leading.leader.authority_id),
            person=session.get_one(Person, leading.person_id),
            name=name,
            told=Told(today()),
            on=today(),
        ).id
        session.commit()
    return right


def open_by(clone: Clone, by: Identity) -> tuple[LeaderInPost, UUID]:
    with clone.session(by.scope(), Process.WEB) as session:
        (leader,) = list_leaders_in_post(session, by=by, on=today())
        made = open_round(
            session,
            by=by,
            leader=leader,
            kind=RoundKind.ALL_ROUND,
            closes_on=today() + timedelta(days=9),
            on=today(),
            at=now(),
        ).id
        session.commit()
    return leader, made


def close_with_enough(clone: Clone, number: UUID) -> None:
    with clone.session() as session:
        session.execute(update(ProfileRound).where(ProfileRound.id == number).values(closed_at=now()))
        session.add(RoundProgress(round_id=number, rater_group="peers", invited=3, enough=True))
        session.commit()


@pytest.mark.usefixtures("app")
def test_a_corrected_name_parts_no_leader_from_their_rounds(clone: Clone, leading: Leading) -> None:
    """The account names the old record, and the register lets the new one stand for both."""
    make_signed_in(clone, Role.LEADER, authority=leading.code, person_id=leading.person_id)
    right = correct(clone, leading, "Ada Firth")
    leader, number = open_by(clone, TEAM)
    assert leader.person_id == leading.person_id != right, "the record with which they sign in"
    with clone.session(leading.by.scope(), Process.WEB) as session:
        assert [each.id for each in list_own_rounds(session, by=leading.by)] == [number]
    with pytest.raises(RoundOpenError):
        open_by(clone, leading.by)
    close_with_enough(clone, number)
    with pytest.raises(RoundTooSoonError):
        open_by(clone, leading.by)


@pytest.mark.usefixtures("app")
def test_another_record_opens_no_second_round_and_reads_no_comments(clone: Clone, leading: Leading) -> None:
    """Nobody had an account when the first was opened; the account names the record that stands now."""
    _, number = open_by(clone, TEAM)
    right = correct(clone, leading, "Ada Firth")
    account = make_signed_in(
        clone, Role.SUPPORT, Role.LEADER, authority=leading.code, person_id=right, email="ada@z.example"
    )
    with pytest.raises(RoundOpenError):
        open_by(clone, TEAM)
    with clone.session(process=Process.WORKER) as session:
        readers = list_who_may_read(session, round_id=number, secret_keys=("x" * 40,), on=today())
    assert account.account_id not in readers
    close_with_enough(clone, number)
    with pytest.raises(RoundTooSoonError):
        open_by(clone, TEAM)
