"""Opening, inviting, taking back: what the verbs refuse, each with its sentence."""

from datetime import timedelta
from uuid import uuid4

import pytest
from factories.profile_rounds import Leading, at_link, make_invited, make_leading, make_round
from fixtures.databases import Clone
from fixtures.product import SECRET
from flask import Flask
from sqlalchemy import select

from core.access import Identity, Membership, Role
from core.clock import now, today
from core.errors import DomainError, ForbiddenError, NotFoundError
from core.process import Process
from leadership.profiles.errors import AlreadyInvitedError, ProfileError, RoundClosedError, RoundOpenError
from leadership.profiles.find import get_own_round, list_invitations, list_progress, list_rounds, lock_own_round
from leadership.profiles.invite import invite, withdraw_invitation
from leadership.profiles.kinds import Group, RoundKind
from leadership.profiles.models import ProfileRound
from leadership.profiles.open_round import list_leaders_in_post, open_round
from leadership.profiles.progress import note_progress
from leadership.profiles.reflect import list_reflections, write_reflections

SUPPORT = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def asking(clone: Clone, leading: Leading, number, group: Group, *addresses: str) -> str | None:
    """The refusal of an invitation, or None when it was taken; nothing is kept."""
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = lock_own_round(session, by=leading.by, round_id=number)
        try:
            invite(
                session,
                by=leading.by,
                held=held,
                group=group,
                addresses=addresses,
                secret_keys=(SECRET,),
                on=today(),
                at=now(),
            )
        except DomainError as error:
            return error.sentence
    return None


def test_one_round_of_a_leader_is_open_at_a_time(clone: Clone, leading: Leading) -> None:
    make_round(clone, leading)
    with pytest.raises(RoundOpenError):
        make_round(clone, leading)


@pytest.mark.parametrize("days", [0, -1, 93])
def test_the_last_day_lies_ahead_and_within_three_months(clone: Clone, leading: Leading, days: int) -> None:
    with pytest.raises(ProfileError, match="must be after today") as refused:
        make_round(clone, leading, days=days)
    assert refused.value.field == "closes_on"


def test_the_support_team_opens_a_round_for_anybody_in_post_and_a_leader_for_themselves(
    clone: Clone, leading: Leading
) -> None:
    other = make_leading(clone, 2, "Bea Second", "Birchford")
    number = make_round(clone, leading, days=9, by=SUPPORT)
    with clone.session(SUPPORT.scope(), Process.WEB) as session:
        assert [line.round.id for line in list_rounds(session)] == [number]
    with clone.session(leading.by.scope(), Process.WEB) as session:
        assert get_own_round(session, by=leading.by, round_id=number).leader_name == "Ada First"
        with pytest.raises(NotFoundError):
            open_round(
                session,
                by=leading.by,
                leader=other.leader,
                kind=RoundKind.ALL_ROUND,
                closes_on=today() + timedelta(days=9),
                on=today(),
                at=now(),
            )
    with clone.session(other.by.scope(), Process.WEB) as session, pytest.raises(NotFoundError):
        get_own_round(session, by=other.by, round_id=number)


@pytest.mark.parametrize("role", [Role.LEAD, Role.RISK_READER, Role.SIGNATORY])
def test_nobody_else_may_look_who_is_to_be_asked(clone: Clone, leading: Leading, role: Role) -> None:
    by = Identity(None, "x", frozenset({Membership(role, leading.leader.authority_id, leading.code)}))
    with clone.session(by.scope(), Process.WEB) as session, pytest.raises(ForbiddenError):
        list_leaders_in_post(session, by=by, on=today())


def test_who_is_asked_twice_is_asked_once(clone: Clone, leading: Leading) -> None:
    number = make_round(clone, leading)
    make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    assert "a@x.example would be invited twice" in (asking(clone, leading, number, Group.PARTNERS, "A@X.example") or "")
    assert "b@x.example" in (asking(clone, leading, number, Group.PEERS, "b@x.example", " b@x.example ") or "")
    assert asking(clone, leading, number, Group.PEERS, "c@x.example") is None


def test_there_is_one_line_manager(clone: Clone, leading: Leading) -> None:
    number = make_round(clone, leading)
    assert "one line manager" in (
        asking(clone, leading, number, Group.LINE_MANAGER, "a@x.example", "b@x.example") or ""
    )
    make_invited(clone, leading, number, Group.LINE_MANAGER, "a@x.example")
    assert "one line manager" in (asking(clone, leading, number, Group.LINE_MANAGER, "b@x.example") or "")


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@x.example", "a@x..example", "a@x.example\nBcc: c@x.example"]
)
def test_what_is_no_address_is_said(clone: Clone, leading: Leading, address: str) -> None:
    assert "is not an email address" in (asking(clone, leading, make_round(clone, leading), Group.PEERS, address) or "")


def test_no_more_than_sixty_are_asked(clone: Clone, leading: Leading) -> None:
    many = [f"p{place}@x.example" for place in range(61)]
    assert "60 invitations" in (asking(clone, leading, make_round(clone, leading), Group.PEERS, *many) or "")


def test_nobody_is_invited_to_a_self_reflection_or_as_oneself(clone: Clone, leading: Leading) -> None:
    number = make_round(clone, leading)
    assert asking(clone, leading, number, Group.SELF, "a@x.example")
    other = make_leading(clone, 2, "Bea Second", "Birchford")
    alone = make_round(clone, other, RoundKind.SELF_REFLECTION)
    assert "self-reflection" in (asking(clone, other, alone, Group.PEERS, "a@x.example") or "")


def test_what_is_taken_back_opens_nothing_and_may_be_given_again(clone: Clone, app: Flask, leading: Leading) -> None:
    number = make_round(clone, leading)
    (link,) = make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    with clone.session(leading.by.scope(), Process.WEB) as session:
        (row,) = list_invitations(session, by=leading.by, round_id=number)
        held = lock_own_round(session, by=leading.by, round_id=number)
        withdraw_invitation(session, by=leading.by, held=held, invitation_id=row.id, at=now())
        with pytest.raises(NotFoundError):
            withdraw_invitation(session, by=leading.by, held=held, invitation_id=row.id, at=now())
        with pytest.raises(NotFoundError):
            withdraw_invitation(session, by=leading.by, held=held, invitation_id=uuid4(), at=now())
        session.commit()
    assert at_link(app, link).client.get(f"/rate/{link}").status_code == 404
    (again,) = make_invited(clone, leading, number, Group.PEERS, "a@x.example")
    assert again != link
    assert at_link(app, again).client.get(f"/rate/{again}").status_code == 200


def test_taking_back_does_not_show_whether_there_was_an_answer(clone: Clone, app: Flask, leading: Leading) -> None:
    """Three peers have answered; with one of them taken back the page says what it said before."""
    number = make_round(clone, leading)
    links = make_invited(clone, leading, number, Group.PEERS, "a@x.example", "b@x.example", "c@x.example")
    for link in links:
        at_link(app, link).rate([3] * 5)

    def told() -> list[bool]:
        with clone.session() as session:
            note_progress(session, round_id=number)
            session.commit()
            return [each.enough for each in list_progress(session, round_id=number)]

    assert told() == [True]
    with clone.session(leading.by.scope(), Process.WEB) as session:
        first = list_invitations(session, by=leading.by, round_id=number)[0]
        held = lock_own_round(session, by=leading.by, round_id=number)
        withdraw_invitation(session, by=leading.by, held=held, invitation_id=first.id, at=now())
        session.commit()
    assert told() == [True]


def test_a_closed_round_takes_no_invitation(clone: Clone, leading: Leading) -> None:
    number = make_round(clone, leading)
    with clone.session() as session:
        held = session.scalars(select(ProfileRound).with_for_update()).one()
        held.closed_at = now()
        session.commit()
    assert asking(clone, leading, number, Group.PEERS, "a@x.example") == RoundClosedError().sentence


def test_what_a_leader_writes_is_kept_and_changed_and_theirs_alone(clone: Clone, leading: Leading) -> None:
    number = make_round(clone, leading)
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = get_own_round(session, by=leading.by, round_id=number)
        for text in ("First thoughts", "Second thoughts"):
            write_reflections(session, by=leading.by, held=held, texts={"proud": text, "unknown": "x"}, at=now())
            session.commit()
        assert list_reflections(session, by=leading.by, held=held) == {"proud": "Second thoughts"}
        with pytest.raises(ProfileError) as refused:
            write_reflections(session, by=leading.by, held=held, texts={"next": "x" * 5001}, at=now())
        assert refused.value.field == "next"
    with clone.session(SUPPORT.scope(), Process.WEB) as session:
        held = session.get_one(ProfileRound, number)
        assert list_reflections(session, by=SUPPORT, held=held) == {}
    assert issubclass(AlreadyInvitedError, ProfileError)
