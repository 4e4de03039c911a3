"""Letters about handover packs: to whom, of what, once each, and none while a departure is confidential."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from factories.seats import SUPPORT, Scene, make_scene, told
from fixtures.databases import Clone
from fixtures.identities import SomeAccount, make_signed_in
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Account
from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.clock import now, today
from core.events import connect
from core.jobs import Job
from core.jobs.run import run_job
from core.outbox import OutboxMessage
from core.process import Process
from leadership.handover.find import Handover, list_handovers
from leadership.handover.letter import KIND
from leadership.handover.open import TELL, follow_departure, set_aside
from leadership.handover.parts import Part
from leadership.handover.tasks import tell_of_pack, tell_of_packs
from leadership.handover.tell import NEAR, Occasion, occasions_for
from leadership.handover.write import write_part
from leadership.register.days import Day
from leadership.register.departures import record_departure
from leadership.register.kinds import EndReason
from leadership.register.log import SuccessionLogged
from leadership.register.models import Post, Tenure
from web.demonstration.product import product

FAR = timedelta(days=60)


@pytest.fixture(autouse=True)
def _connected() -> None:
    connect(SuccessionLogged, follow_departure)


# Whom it concerns, by the verbs.


def leader(scene: Scene, person_id: UUID) -> Identity:
    return Identity(None, "Leader", frozenset({Membership(Role.LEADER, scene.authority.id, "Z001", person_id)}))


def lead(scene: Scene, number: int | None = None) -> Identity:
    return Identity(None, "Lead", frozenset({Membership(Role.LEAD, number or scene.authority.id, "Z001")}))


def only(scene: Scene, on: date) -> Handover:
    (found,) = list_handovers(scene.session, by=SUPPORT, on=on)
    return found


def occasions(scene: Scene, by: Identity, on: date) -> list[Occasion]:
    return occasions_for(scene.session, by=by, handover=only(scene, on), on=on)


def test_the_last_day_is_near_for_a_fortnight_while_a_part_is_open(session: Session) -> None:
    scene = make_scene(session)
    post = scene.post()
    tenure = scene.hold(post)
    last = scene.on + FAR
    scene.leaves(post, tenure, last)
    ada, opened = leader(scene, tenure.person_id), [Occasion.OPENED]
    near = [Occasion.OPENED, Occasion.NEAR]
    for on, found in (
        (last - NEAR - timedelta(days=1), opened),
        (last - NEAR, near),
        (last, near),
        (last + timedelta(days=1), opened),
        (last + timedelta(days=91), []),
    ):
        assert occasions(scene, ada, on) == found, on
        assert occasions(scene, lead(scene), on) == found, on
    assert occasions(scene, lead(scene, scene.authority.id + 1), last) == []
    assert occasions(scene, SUPPORT, last) == []
    for part in Part:
        write_part(
            session,
            by=SUPPORT,
            pack=only(scene, last).pack,
            part=part,
            words="All that matters.",
            behaviours=(),
            done=True,
            after_version=0,
        )
    assert occasions(scene, ada, last) == opened
    set_aside(session, by=SUPPORT, pack=only(scene, last).pack)
    assert occasions(scene, ada, last) == []


def test_whoever_takes_over_hears_of_it_once_their_appointment_is_on_record(session: Session) -> None:
    scene = make_scene(session)
    post = scene.post()
    tenure = scene.hold(post)
    scene.leaves(post, tenure, scene.on + FAR)
    dee = scene.person("Dee Fourth")
    assert occasions(scene, leader(scene, dee.id), scene.on) == []
    scene.hold(post, dee, started=scene.on + FAR + timedelta(days=1))
    assert occasions(scene, leader(scene, dee.id), scene.on) == [Occasion.FOLLOWS]
    assert occasions(scene, leader(scene, tenure.person_id), scene.on) == [Occasion.OPENED]


# The letters themselves.


def letters(environment: dict[str, str]) -> list[EmailMessage]:
    """The letters that came since this was asked last, so that a second copy would be seen."""
    folder = Path(environment["MAIL_URL"].removeprefix("file://"))
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]
    for path in folder.glob("*.eml"):
        path.unlink()
    return found


def run_jobs(clone: Clone) -> None:
    with clone.session() as session:
        jobs = session.scalars(select(Job.id).where(Job.kind == KIND).order_by(Job.id)).all()
    for job in jobs:
        run_job(job)


def announce(clone: Clone, confidential_until: date | None = None) -> tuple[UUID, UUID]:
    """The director of Ashmere is to leave in ten days; returns who, and the post."""
    with clone.session() as session:
        scene, other = make_scene(session).at(today()), make_scene(session, 2, "Belford")
        post = scene.post()
        tenure = scene.hold(post)
        scene.hold(other.post(), "Cai Third")
        more = {} if confidential_until is None else {"confidential_until": confidential_until}
        scene.leaves(post, tenure, today() + timedelta(days=10), **more)
        who, where = tenure.person_id, post.id
        session.commit()
    return who, where


def asked(clone: Clone) -> list[str]:
    with clone.session() as session:
        rows = session.scalars(select(OutboxMessage.arguments).where(OutboxMessage.task == TELL))
        return [str(pack_id) for (pack_id,) in rows]


def test_each_letter_goes_once_to_those_concerned_and_names_nobody(clone: Clone, environment: dict[str, str]) -> None:
    person, where = announce(clone)
    ada = make_signed_in(clone, Role.LEADER, authority="Z001", person_id=person)
    head = make_signed_in(clone, Role.LEAD, authority="Z001")
    for role, code in (
        (Role.LEADER, "Z001"),
        (Role.LEAD, "Z002"),
        (Role.SIGNATORY, "Z001"),
        (Role.RISK_READER, "Z001"),
    ):
        make_signed_in(clone, role, authority=code)
    make_signed_in(clone, Role.SUPPORT)
    (pack,) = asked(clone)
    with product(environment, Process.WORKER):
        tell_of_pack(pack)
        run_jobs(clone)
        first = letters(environment)
        tell_of_pack(pack)
        tell_of_packs()
        run_jobs(clone)
        assert letters(environment) == [], "a message that comes again writes no second letter"
    assert sorted((letter["To"], "parts" in letter["Subject"]) for letter in first) == sorted(
        (who.email, near) for who in (ada, head) for near in (True, False)
    )
    assert len({letter["Message-ID"] for letter in first}) == len(first)
    for letter in first:
        text = f"{letter['Subject']} {letter.get_body().get_content()}"
        assert f"/authorities/Z001/handovers/{pack}" in text
        assert "Ada" not in text
        assert "Director" not in text
    appointed = _appoint(clone, where)
    dee = make_signed_in(clone, Role.LEADER, authority="Z001", person_id=appointed)
    with product(environment, Process.WORKER):
        tell_of_packs()
        _end(clone, dee)
        run_jobs(clone)
        assert letters(environment) == [], "an account that was closed meanwhile is not written to"
    again = make_signed_in(clone, Role.LEADER, authority="Z001", person_id=appointed)
    with product(environment, Process.WORKER):
        tell_of_packs()
        run_jobs(clone)
        tell_of_packs()
        run_jobs(clone)
    (letter,) = letters(environment)
    assert (letter["To"], "is there for you" in letter["Subject"]) == (again.email, True)


def _appoint(clone: Clone, where: UUID) -> UUID:
    with clone.session() as session:
        authority = session.scalars(select(Authority).where(Authority.code == "Z001")).one()
        scene = Scene(session, authority, SUPPORT, today())
        appointed = scene.hold(session.get_one(Post, where), "Dee Fourth", started=today() + timedelta(days=11))
        person = appointed.person_id
        session.commit()
    return person


def _end(clone: Clone, account: SomeAccount) -> None:
    with clone.session() as session:
        session.get_one(Account, account.account_id).disabled_at = now()
        session.commit()


def test_nobody_is_written_to_while_a_departure_is_confidential(clone: Clone, environment: dict[str, str]) -> None:
    """Not those who may see it either: a mailbox is read by others too. Once it is public the letters go."""
    person, where = announce(clone, confidential_until=today() + timedelta(days=5))
    ada = make_signed_in(clone, Role.LEADER, authority="Z001", person_id=person)
    entitled = make_signed_in(clone, Role.LEAD, Role.RISK_READER, authority="Z001")
    head = make_signed_in(clone, Role.LEAD, authority="Z001")
    (pack,) = asked(clone)
    with product(environment, Process.WORKER):
        tell_of_pack(pack)
        tell_of_packs()
        with clone.session() as session:
            assert session.scalars(select(Job).where(Job.kind == KIND)).all() == []
    with clone.session() as session:
        post, tenure = (
            session.get_one(Post, where),
            session.scalars(select(Tenure).where(Tenure.post_id == where)).one(),
        )
        record_departure(
            session,
            by=SUPPORT,
            post=post,
            tenure=tenure,
            ended=Day(today()),
            reason=EndReason.OTHER,
            told=told(today()),
            on=today(),
        )
        session.commit()
    with product(environment, Process.WORKER):
        tell_of_packs()
        run_jobs(clone)
    assert {letter["To"] for letter in letters(environment)} == {ada.email, entitled.email, head.email}


def test_a_letter_that_was_asked_for_is_not_sent_once_its_departure_is_confidential(
    clone: Clone, environment: dict[str, str]
) -> None:
    announce(clone)
    make_signed_in(clone, Role.LEAD, authority="Z001")
    (pack,) = asked(clone)
    with product(environment, Process.WORKER):
        tell_of_pack(pack)
        with clone.session() as session:
            handover = list_handovers(session, by=SUPPORT, on=today())[0]
            handover.pack.confidential_until = today() + timedelta(days=5)
            session.commit()
        run_jobs(clone)
    assert letters(environment) == []
