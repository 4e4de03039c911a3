"""Attacks on confidence: an announcement is corrected, or its holder confirmed, by somebody who does not see it all."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from factories.seats import SUPPORT, Scene, make_scene, told
from fixtures.databases import Clone
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now, today
from core.events import connect
from core.process import Process
from leadership.handover.find import list_handovers
from leadership.handover.open import follow_departure, open_missing
from leadership.profiles.kinds import Attribute
from leadership.recruitment.find import find_open_pack
from leadership.recruitment.kinds import Place
from leadership.recruitment.models import RecruitmentPack
from leadership.recruitment.open import follow_announcement, follow_unseen, open_pack
from leadership.recruitment.ticks import Ticks, read_recruitment, tick_place
from leadership.register.confirmation import confirm
from leadership.register.corrections import correct_event
from leadership.register.days import Day
from leadership.register.history import get_history
from leadership.register.kinds import Confidence, TenureStatus
from leadership.register.log import SuccessionLogged
from leadership.register.models import Post, SuccessionEvent, Tenure
from leadership.risk.inputs import read_inputs
from leadership.risk.known import freeze

OLD_DAY, NEW_DAY = today() + timedelta(days=20), today() + timedelta(days=60)
LAST_DAY = today() + timedelta(days=90)


@pytest.fixture(autouse=True)
def _connected() -> None:
    connect(SuccessionLogged, follow_departure)
    connect(SuccessionLogged, follow_announcement)


def member(session: Session, scene: Scene, name: str, *roles: Role) -> Identity:
    account = make_account(session, by=SYSTEM, email=f"{name}@a.example", name=name, at=now())
    held = {Membership(role, scene.authority.id, scene.authority.code) for role in roles}
    return Identity(account.id, account.name, frozenset(held))


def extend(session: Session, by: Identity, post: Post, until: date | None) -> SuccessionEvent:
    event = session.scalars(
        select(SuccessionEvent).where(
            SuccessionEvent.kind == "departure_announced", SuccessionEvent.superseded_at.is_(None)
        )
    ).one()
    return correct_event(
        session,
        by=by,
        post=post,
        event=event,
        effective=Day(event.effective_on),
        source=event.source,
        confidence=Confidence(event.confidence),
        confidential_until=until,
        told=told(today()),
        on=today(),
    )


@dataclass(frozen=True)
class Hidden:
    """A departure that a lead without the risk permission announced, and the pack that a risk reader opened for it."""

    clone: Clone
    announcer: Identity
    reader: Identity
    other: Identity
    post_id: UUID


@pytest.fixture
def hidden(clone: Clone) -> Hidden:
    with clone.session() as session:
        scene = make_scene(session).at(today())
        announcer = member(session, scene, "Announcer", Role.LEAD)
        reader = member(session, scene, "Reader", Role.LEAD, Role.RISK_READER)
        other = member(session, scene, "Other", Role.LEAD)
        post = scene.post()
        tenure = scene.hold(post)
        Scene(session, scene.authority, announcer, today()).leaves(post, tenure, LAST_DAY, confidential_until=OLD_DAY)
        pack = open_pack(session, by=reader, post=post, reason=None, on=today())
        ticks = Ticks(tuple(Attribute), "Advert", "Head of people", today())
        tick_place(session, by=reader, pack=pack, place=Place.ADVERT, ticks=ticks, after_version=0, on=today())
        made = Hidden(clone, announcer, reader, other, post.id)
        session.commit()
    return made


def days_pass(clone: Clone, days: int) -> None:
    """Let time go by: everything that was recorded is of as many days earlier."""
    with psycopg.connect(clone.owner_url) as connection:
        connection.execute("SET app.authorities = 'all'")
        for table in ("succession_event", "recruitment_pack"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        connection.execute(
            "UPDATE succession_event SET confidential_until = confidential_until - %(days)s,"
            " known_on = known_on - %(days)s, recorded_at = recorded_at - make_interval(days => %(days)s),"
            " superseded_at = superseded_at - make_interval(days => %(days)s)",
            {"days": days},
        )
        connection.execute(
            "UPDATE recruitment_pack SET confidential_until = confidential_until - %(days)s,"
            " opened_on = opened_on - %(days)s, recorded_at = recorded_at - make_interval(days => %(days)s)",
            {"days": days},
        )


def seen(hidden: Hidden, by: Identity) -> tuple[bool, bool, bool]:
    """Whether a reader sees the pack, and the departure: as the database gives it, and as pages read it."""
    with hidden.clone.session(by.scope(), Process.WEB) as session:
        post = session.get_one(Post, hidden.post_id)
        rows = session.scalars(select(SuccessionEvent.id).where(SuccessionEvent.kind == "departure_announced"))
        told_of = get_history(session, by=by, post=post, on=today()).events_as_known(today())
        return (
            find_open_pack(session, post=post) is not None,
            bool(rows.all()),
            "departure_announced" in {event.kind for event in told_of},
        )


def test_neither_the_departure_nor_its_pack_is_told_on_a_day_that_was_given_up(hidden: Hidden) -> None:
    """The announcer extends the confidence and does not see the risk reader's pack: nobody learns of either before."""
    with hidden.clone.session(hidden.announcer.scope(), Process.WEB) as session:
        post = session.get_one(Post, hidden.post_id)
        assert find_open_pack(session, post=post) is None, "whoever corrects does not see what is to follow"
        extend(session, hidden.announcer, post, NEW_DAY)
        session.commit()
    days_pass(hidden.clone, 30)
    assert seen(hidden, hidden.reader) == (True, True, True)
    assert seen(hidden, hidden.other) == (False, False, False)
    with hidden.clone.session() as session:
        assert read_recruitment(session, [hidden.post_id], today()) == {}, "nor by the readiness, whoever asks"
        post = session.get_one(Post, hidden.post_id)
        support = get_history(session, by=hidden.other, post=post, on=today())
        assert "departure_announced" not in {event.kind for event in support.events}, "nor where no policy binds"
        follow_unseen(session, on=today())
        assert session.scalars(select(RecruitmentPack.confidential_until)).one() == NEW_DAY - timedelta(days=30)
        session.commit()
    assert seen(hidden, hidden.other) == (False, False, False)
    days_pass(hidden.clone, 31)
    with hidden.clone.session() as session:
        follow_unseen(session, on=today())
        session.commit()
    assert seen(hidden, hidden.other) == (True, True, True)


def test_a_pack_of_a_confidence_that_nobody_touched_is_told_on_its_day(hidden: Hidden) -> None:
    assert seen(hidden, hidden.other) == (False, False, False)
    days_pass(hidden.clone, 20)
    assert seen(hidden, hidden.other) == (True, True, True)


def test_a_prediction_does_not_know_what_was_to_be_told_on_a_day_that_was_given_up(hidden: Hidden) -> None:
    with hidden.clone.session(hidden.announcer.scope(), Process.WEB) as session:
        extend(session, hidden.announcer, session.get_one(Post, hidden.post_id), NEW_DAY)
        session.commit()
    days_pass(hidden.clone, 30)
    with hidden.clone.session() as session:
        cut = freeze(*read_inputs(session, today()), today())
    (item,) = [item for seat in cut.seats for item in seat.announcements]
    assert item.superseded_on == today() - timedelta(days=30), "known by then, and corrected"


def test_an_interim_confirmed_by_somebody_who_did_not_know_leaves_no_handover_open(session: Session) -> None:
    """The lead sees no announcement and so withdraws none: whoever sees everything does it for them, under its day."""
    scene = make_scene(session).at(today())
    post = scene.post()
    acting = scene.hold(post, status="acting", started=date(2024, 1, 8))
    scene.leaves(post, acting, LAST_DAY, confidential_until=OLD_DAY)
    lead = member(session, scene, "Lead", Role.LEAD)
    assert list_handovers(session, by=lead, on=today(), authority_id=scene.authority.id) == []
    confirmed = _confirm(session, lead, post, acting)
    for _ in range(2):
        assert open_missing(session, by=SYSTEM, on=today()) == 0
    (handover,) = list_handovers(session, by=SUPPORT, on=today(), authority_id=scene.authority.id)
    assert handover.state.value == "not_needed"
    assert list_handovers(session, by=lead, on=today(), authority_id=scene.authority.id) == []
    kinds = [event.kind for event in scene.history(post).events if event.confidential_until]
    assert kinds == ["departure_announced", "departure_withdrawn"]
    (holder,) = scene.seat(post).holders
    assert (holder.tenure.id, holder.leaves) == (confirmed.id, None)


def _confirm(session: Session, by: Identity, post: Post, tenure: Tenure) -> Tenure:
    return confirm(
        session,
        by=by,
        post=post,
        tenure=tenure,
        status=TenureStatus.PERMANENT,
        started=Day(today()),
        told=told(today()),
        on=today(),
    )
