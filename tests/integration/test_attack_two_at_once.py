"""Two people do the same at once: the second waits or is told so; nothing is lost, doubled, or a fault of ours.

The first has done their deed and not committed yet when the second begins; the second waits for the database or goes
on, then the first commits. What the second gets is a result, or a refusal in words.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from factories.profile_rounds import make_leading
from factories.read_comments import identity_of_moderator, make_moderator, make_waiting
from factories.seats import Scene, make_scene
from factories.stories import a_text, authority_of, make_newsroom
from fixtures.databases import Clone
from fixtures.product import SECRET
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Membership, Role
from core.audit import AuditEvent
from core.clock import now, today
from core.errors import DomainError
from core.events import connect
from core.process import Process
from leadership.development.behaviours import Context
from leadership.development.models import DevelopmentEntry, Kind, ProfileShare
from leadership.development.sharing.share import ToShare, revoke_share, share
from leadership.development.write import Written, write_entry
from leadership.handover.confirm import confirm_handover
from leadership.handover.find import get_handover, list_actions, list_versions
from leadership.handover.models import HandoverPack
from leadership.handover.open import follow_departure, set_aside
from leadership.handover.parts import Behaviour, Part
from leadership.handover.write import add_action, write_part
from leadership.profiles.comments.decide import begin_reading
from leadership.pulse.members import add_members, count_members, list_members, remove_member
from leadership.pulse.models import PulseRound
from leadership.pulse.rounds import open_pulse
from leadership.recruitment.models import RecruitmentPack
from leadership.recruitment.open import open_pack
from leadership.register.log import SuccessionLogged
from leadership.register.models import Post
from leadership.succession.items import ItemFacts, assess_item
from leadership.succession.kinds import Item, Level, Loss, Ready
from leadership.succession.models import LossJudgement, ReadinessItem, SuccessionPlan
from leadership.succession.plan import PlanFacts, judge_loss, record_plan
from leadership.succession.successors import change_successor, list_named, name_successor
from outcomes.stories.models import Story
from outcomes.stories.review import release_story
from outcomes.stories.write import send_for_review, write_story

Deed = Callable[[Session, Identity], Any]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
LAST_DAY = today() - timedelta(days=1)


@dataclass(frozen=True)
class Pair:
    """Two leads of one authority, each with a session of the web's own role, and a post."""

    clone: Clone
    one: Identity
    two: Identity
    post_id: Any
    code: str

    def at_once(self, first: Deed, second: Deed | None = None) -> object:
        """What came of the second deed, begun before the first was committed: its result or its refusal."""
        second = second or first
        with ThreadPoolExecutor(1) as pool:
            with self.clone.session(self.one.scope(), Process.WEB) as session:
                first(session, self.one)
                session.flush()
                other = pool.submit(self._do, second)
                self._until_it_waits(other)
                session.commit()
            return other.result()

    def afterwards(self, deed: Deed) -> object:
        """What comes of the deed by itself, when all that went before is stored."""
        return self._do(deed)

    def _do(self, deed: Deed) -> object:
        with self.clone.session(self.two.scope(), Process.WEB) as session:
            try:
                made = deed(session, self.two)
                session.commit()
            except DomainError as refusal:
                return refusal
            return getattr(made, "id", made)

    def _until_it_waits(self, other: "Future[object]") -> None:
        with psycopg.connect(self.clone.owner_url, autocommit=True) as connection:
            while not other.done() and not connection.execute(WAITING).fetchone()[0]:  # type: ignore[index]
                wait([other], timeout=0.02)

    def post(self, session: Session) -> Post:
        return session.get_one(Post, self.post_id)

    def authority(self, session: Session) -> Authority:
        return session.scalars(select(Authority).where(Authority.code == self.code)).one()

    def pack(self, session: Session) -> HandoverPack:
        return session.scalars(select(HandoverPack)).one()

    def count(self, model: type[Any], *where: Any) -> int:
        with self.clone.session(self.one.scope(), Process.WEB) as session:
            return session.scalars(select(func.count()).select_from(model).where(*where)).one()


@pytest.fixture
def pair(clone: Clone) -> Pair:
    connect(SuccessionLogged, follow_departure)
    with clone.session() as session:
        scene = make_scene(session).at(today())
        one, two = (_lead(session, scene, name) for name in ("one", "two"))
        post = scene.post()
        tenure = scene.hold(post)
        early = scene.at(today() - timedelta(days=30))
        early.leaves(post, tenure, LAST_DAY)
        scene.hold(post, "Bea Second", started=today())
        made = Pair(clone, one, two, post.id, scene.authority.code)
        session.commit()
    return made


def _lead(session: Session, scene: Scene, name: str) -> Identity:
    account = make_account(session, by=SYSTEM, email=f"{name}@a.example", name=name, at=now())
    return Identity(account.id, name, frozenset({Membership(Role.LEAD, scene.authority.id, scene.authority.code)}))


def refused(answer: object) -> bool:
    """Told in words, as a conflict or at a box of the form."""
    return isinstance(answer, DomainError) and answer.status in {409, 422}


def judge(pair: Pair) -> Deed:
    return lambda session, by: judge_loss(
        session,
        by=by,
        post=pair.post(session),
        kind=Loss.LIKELIHOOD,
        level=Level.HIGH,
        reason=by.name,
        owner="Chief executive",
        judged_on=today(),
        on=today(),
    )


def plan(pair: Pair) -> Deed:
    return lambda session, by: record_plan(
        session, by=by, post=pair.post(session), facts=PlanFacts(True, by.name), on=today()
    )


def item(pair: Pair) -> Deed:
    return lambda session, by: assess_item(
        session,
        by=by,
        authority=pair.authority(session),
        post=pair.post(session),
        item=Item.CHAMPIONS,
        facts=ItemFacts(Decimal("0.5"), by.name, today(), "Minutes"),
        on=today(),
    )


@pytest.mark.parametrize(("deed", "model"), [(judge, LossJudgement), (plan, SuccessionPlan), (item, ReadinessItem)])
def test_one_version_counts(pair: Pair, deed: Callable[[Pair], Deed], model: type[Any]) -> None:
    assert refused(pair.at_once(deed(pair))), "both write the first"
    assert refused(pair.at_once(deed(pair))), "both write the next"
    assert pair.count(model, model.superseded_at.is_(None)) == 1
    assert pair.count(model) == 2


def test_a_list_of_successors_keeps_every_name_and_one_order(pair: Pair) -> None:
    def name(who: str) -> Deed:
        return lambda session, by: name_successor(
            session, by=by, post=pair.post(session), ready=Ready.NOW, place=1, name=who, on=today()
        )

    def move(place: int) -> Deed:
        def moved(session: Session, by: Identity) -> None:
            last = list_named(session, post=pair.post(session))[-1]
            change_successor(
                session,
                by=by,
                post=pair.post(session),
                successor_id=last.successor.id,
                ready=Ready.WITHIN_12,
                place=place,
                note=None,
                on=today(),
            )

        return moved

    assert refused(pair.at_once(name("Noor Next"), name(" noor  next")))
    assert not refused(pair.at_once(name("Cal Third"), name("Dee Fourth")))
    assert not refused(pair.at_once(move(1), move(2)))
    with pair.clone.session(pair.one.scope(), Process.WEB) as session:
        named = list_named(session, post=pair.post(session))
    assert {each.who for each in named} == {"Noor Next", "Cal Third", "Dee Fourth"}
    assert [each.standing.place for each in named] == [1, 2, 3]


def test_a_part_of_a_handover_is_written_once_and_a_pack_closed_once(pair: Pair) -> None:
    def write(session: Session, by: Identity) -> object:
        return write_part(
            session,
            by=by,
            pack=pair.pack(session),
            part=Part.PURPOSE,
            words=by.name,
            behaviours=(),
            done=True,
            after_version=0,
        )

    def act(session: Session, by: Identity) -> object:
        return add_action(
            session, by=by, pack=pair.pack(session), what="Meet the chair", owner="Ada First", due_on=None
        )

    def close(session: Session, by: Identity) -> object:
        pack = pair.pack(session)
        handover = get_handover(session, by=by, authority_id=pack.authority_id, pack_id=pack.id, on=today())
        return confirm_handover(session, by=by, handover=handover, on=today())

    def drop(session: Session, by: Identity) -> object:
        return set_aside(session, by=by, pack=pair.pack(session))

    assert refused(pair.at_once(write))
    pair.at_once(act)
    assert refused(pair.at_once(close, drop))
    assert refused(pair.afterwards(write)), "nothing is written into a closed pack"
    with pair.clone.session() as session:
        pack = pair.pack(session)
        assert pack.state == "handed_over"
        assert [entry.words for entry in list_versions(session, pack, Part.PURPOSE)] == ["one"]
        assert len(list_actions(session, pack)) == 1


def test_a_recruitment_is_opened_once(pair: Pair) -> None:
    def opened(session: Session, by: Identity) -> RecruitmentPack:
        return open_pack(session, by=by, post=pair.post(session), reason="A second post", on=today())

    assert refused(pair.at_once(opened))
    assert pair.count(RecruitmentPack) == 1


def test_an_address_is_on_the_list_of_the_team_once_and_a_month_is_opened_once(pair: Pair) -> None:
    def add(session: Session, by: Identity) -> int:
        return add_members(
            session,
            by=by,
            authority=pair.authority(session),
            typed="a@x.org b@x.org c@x.org d@x.org",
            secret_keys=(SECRET,),
            at=now(),
        )

    def remove(session: Session, by: Identity) -> None:
        member = list_members(session, authority_id=pair.authority(session).id)[0]
        remove_member(session, by=by, authority=pair.authority(session), member_id=member.id, at=now())

    def ask(session: Session, by: Identity) -> PulseRound:
        closes_on = today() + timedelta(days=7)
        return open_pulse(session, by=by, authority=pair.authority(session), closes_on=closes_on, on=today(), at=now())

    assert pair.at_once(add) == 0, "the second finds them there"
    assert refused(pair.at_once(ask))
    assert pair.count(PulseRound) == 1
    pair.at_once(remove)
    with pair.clone.session(pair.one.scope(), Process.WEB) as session:
        assert count_members(session, authority_id=pair.authority(session).id) == 3


def test_what_a_leader_keeps_is_stored_once_and_taken_back_for_good(clone: Clone) -> None:
    leading = make_leading(clone)
    pair = Pair(clone, leading.by, leading.by, leading.leader.post_id, leading.code)

    def note(session: Session, by: Identity) -> DevelopmentEntry:
        words = Written("A title", "A body", "", Context.SHOCK, [Behaviour.RESILIENCE])
        return write_entry(session, by=by, kind=Kind.NOTE, written=words, at=now())

    def grant(session: Session, by: Identity) -> ProfileShare:
        entries = [session.scalars(select(DevelopmentEntry.id)).one()]
        wanted = ToShare("coach@elsewhere.example", today() + timedelta(days=9), [], entries)
        return share(session, by=by, wanted=wanted, on=today(), at=now())

    def revoke(session: Session, by: Identity) -> None:
        number = session.scalars(select(ProfileShare.id)).one()
        revoke_share(session, by=by, share_id=number, at=now())

    pair.at_once(note)
    assert pair.count(DevelopmentEntry) == 1
    pair.at_once(grant)
    assert pair.count(ProfileShare) == 1
    assert pair.at_once(revoke) is None
    assert pair.count(ProfileShare, ProfileShare.revoked_at.is_(None)) == 0
    pair.afterwards(grant)
    assert pair.count(ProfileShare) == 2, "a grant that was taken back is given anew as another"


def test_a_story_is_stored_once_and_reviewed_once(clone: Clone) -> None:
    room = make_newsroom(clone)
    pair = Pair(clone, room["writer"], room["writer"], None, room.code)

    def story(session: Session) -> Story:
        return session.scalars(select(Story)).one()

    pair.at_once(
        lambda session, by: write_story(session, by=by, authority=authority_of(session, room), text=a_text(), at=now())
    )
    assert pair.count(Story) == 1
    with clone.session(pair.one.scope(), Process.WEB) as session:
        told = story(session)
        send_for_review(session, by=pair.one, authority=authority_of(session, room), story=told, at=now())
        seen = told.written_at
        session.commit()

    def release(session: Session, by: Identity) -> None:
        release_story(session, by=by, authority=authority_of(session, room), story=story(session), seen=seen, at=now())

    reviewing = Pair(clone, room["second"], room["signatory"], None, room.code)
    assert refused(reviewing.at_once(release))
    with clone.session(pair.one.scope(), Process.WEB) as session:
        assert story(session).released_by_id == room["second"].account_id


def test_a_reader_of_comments_declares_once(clone: Clone) -> None:
    """A second form that is sent at the same moment finds it said, and says nothing twice in the audit."""
    leading, reader = make_leading(clone), make_moderator(clone)
    number, by = make_waiting(clone, leading, 5, reader), identity_of_moderator(reader)

    def declare(session: Session, identity: Identity) -> None:
        begin_reading(session, by=identity, round_id=number, on=today(), at=now())

    assert Pair(clone, by, by, None, leading.code).at_once(declare) is None
    with clone.session() as session:
        opened = select(func.count()).where(AuditEvent.deed == "profile_comments.opened")
        assert session.scalar(opened) == 1
