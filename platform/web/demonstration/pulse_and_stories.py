"""A team's months, stories in every state and the log of support in the demonstration, by the verbs of the pages.

Everybody is invented. What the web alone may do (open a month, answer by a link, write a story) is done under the
role of the web, the rest as a worker.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accounts.add_account import find_account, make_account
from accounts.memberships import grant_membership
from accounts.personas import ADDRESSES
from accounts.role_held import RoleHeld
from authorities.programme.members import list_members
from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Role
from core.database import make_engine, make_sessions
from core.process import Process
from core.quarters import Quarter
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading, transaction, transaction_on
from leadership.pulse.answer import get_answerer, store_answers
from leadership.pulse.kinds import SCALE, Question
from leadership.pulse.link import hash_of, seal
from leadership.pulse.members import add_members
from leadership.pulse.models import PulseInvitation, PulseMember
from leadership.pulse.release import release_closed
from leadership.pulse.rounds import close_pulse, lock_open, open_pulse
from leadership.pulse.send import make_links
from leadership.register.models import Post
from leadership.support.kinds import Kind
from leadership.support.models import SupportEntry
from leadership.support.record import Said, finish_support, record_support
from outcomes.stories.check import check_story
from outcomes.stories.models import Story
from outcomes.stories.review import release_story, send_back
from outcomes.stories.write import Text, give_reasons, send_for_review, withdraw_story, write_story
from web.demonstration.return_people import identity_of, lead_of, persona_authority, reviewer_of
from web.demonstration.return_plays import at_ten

TEAM = 7
MONTHS = 5
INDICATOR = "REREF_PCT"
ELSEWHERE = 3
AsWeb = Callable[[Scope], AbstractContextManager[Session]]

KEY_WORKER = Text(
    "One key worker instead of five",
    "A family had five workers from four services. Since spring one of them has held the threads. The mother says that "
    "she tells her story once now, and the school says that the children come every day. Nobody had to be persuaded "
    "twice, because the same person came back.",
    INDICATOR,
)
HUB = Text(
    "A weekend at the hub",
    "A young person who was about to move again stayed at the hub for a weekend, and then went home. Their key worker "
    "and the life coach met the family three times that week. Four months later they are still at home.",
    INDICATOR,
)
GROUP = Text(
    "What the group discussion changed",
    "In group supervision the adult worker saw that the plan asked too much of a father in his first weeks of "
    "recovery. The plan became smaller, and he kept to it. The team says that it would have missed this a year ago.",
    INDICATOR,
)
NAMED = Text(
    "A call on a Friday",
    "Jayden rang the team himself on a Friday evening, and somebody he knew answered. We would like to tell it, and "
    "have to change the name first.",
    INDICATOR,
)
THIN = Text("It works", "Fewer children came back this quarter, and families are happier.", INDICATOR)


@dataclass(frozen=True)
class _Cast:
    """An authority, its lead, and a second person of it who reviews."""

    authority: Authority
    lead: Identity
    second: Identity


def make_pulse_and_stories(on: date) -> int:
    """Play it all, once; returns how many stories and entries there are. Call within `product()` of a worker."""
    with reading(Scope.EVERYTHING) as session:
        if session.scalar(select(exists(select(PulseMember.id)))):
            return 0
    engine = make_engine(runtime().settings.database_url, Process.WEB, pool_size=1)

    @contextmanager
    def as_web(scope: Scope) -> Iterator[Session]:
        with transaction_on(make_sessions(engine), scope) as session:
            yield session

    try:
        casts = _casts(on)
        _play_months(as_web, casts[0], on)
        stories = sum(_tell(as_web, cast, on, first=place == 0) for place, cast in enumerate(casts))
    finally:
        engine.dispose()
    return stories + _play_support(on)


def _casts(on: date) -> list[_Cast]:
    """The persona's authority first, then some others, each with a second lead who is invented too."""
    with transaction(Scope.EVERYTHING) as session:
        own = persona_authority(session)
        members = sorted(list_members(session, on=on), key=lambda each: each.id != own)[: ELSEWHERE + 1]
        return [_cast(session, authority, place, at_ten(on)) for place, authority in enumerate(members)]


def _cast(session: Session, authority: Authority, place: int, at: datetime) -> _Cast:
    email = f"second-lead-{authority.code.lower()}@{ADDRESSES}"
    account = find_account(session, email=email)
    if account is None:
        account = make_account(session, by=SYSTEM, email=email, name="Morgan Ellery", at=at)
        grant_membership(session, by=SYSTEM, account=account, held=RoleHeld(Role.LEAD, authority.id), at=at)
    return _Cast(authority, lead_of(session, authority, place, at), identity_of(session, account))


def _play_months(as_web: AsWeb, cast: _Cast, on: date) -> None:
    """Five months that have been released, and the present one, which is open and partly answered."""
    chance = Random(f"{cast.authority.code}.{on}")  # noqa: S311  (invented figures)
    addresses = " ".join(f"team-{place}.{cast.authority.code}@{ADDRESSES}".lower() for place in range(1, TEAM + 1))
    with as_web(cast.lead.scope()) as session:
        authority = session.get_one(Authority, cast.authority.id)
        add_members(
            session,
            by=cast.lead,
            authority=authority,
            typed=addresses,
            secret_keys=runtime().settings.secret_keys,
            at=at_ten(_month(on, MONTHS)),
        )
    for back in range(MONTHS, 0, -1):
        answered = TEAM - back % 3 if back != 3 else 2  # noqa: PLR2004  (one month in which too few answered)
        _play_month(as_web, cast, _month(on, back), chance, answered, closing=True)
    release_closed()
    _play_month(as_web, cast, on, chance, 2, closing=False)


def _play_month(as_web: AsWeb, cast: _Cast, day: date, chance: Random, answered: int, *, closing: bool) -> None:
    keys = runtime().settings.secret_keys
    with as_web(cast.lead.scope()) as session:
        authority = session.get_one(Authority, cast.authority.id)
        held = open_pulse(
            session, by=cast.lead, authority=authority, closes_on=day + timedelta(days=7), on=day, at=at_ten(day)
        )
        number = held.id
    with transaction(Scope.EVERYTHING) as session:
        make_links(session, pulse_id=number, secret_keys=keys)
    with reading(Scope.EVERYTHING) as session:
        invited = session.scalars(
            select(PulseInvitation.id).where(PulseInvitation.round_id == number).order_by(PulseInvitation.email)
        ).all()
    usual = {question: chance.uniform(2.4, 4.3) for question in Question}
    for invitation_id in invited[:answered]:
        secret = hash_of(seal(invitation_id, keys))
        with as_web(Scope(frozenset(), invitation=secret)) as session:
            answerer = get_answerer(session, secret_hash=secret, on=day)
            scores = {each: min(max(round(chance.gauss(mean, 0.8)), 1), len(SCALE)) for each, mean in usual.items()}
            store_answers(session, answerer=answerer, scores=scores, on=day)
    if closing:
        with as_web(cast.lead.scope()) as session:
            held = lock_open(session, authority_id=cast.authority.id, pulse_id=number)
            close_pulse(session, by=cast.lead, held=held, at=at_ten(day + timedelta(days=8)))


def _month(on: date, back: int) -> date:
    """The third of the month so many months ago."""
    place = on.year * 12 + on.month - 1 - back
    return date(place // 12, place % 12 + 1, 3)


def _tell(as_web: AsWeb, cast: _Cast, on: date, *, first: bool) -> int:
    """In the persona's authority a story in every state; elsewhere one that is released."""
    released = KEY_WORKER if first else HUB
    _story(as_web, cast.second, cast, on, released, _released(cast.lead))
    if not first:
        return 1
    quarter = Quarter.containing(on).plus(-1)
    _story(as_web, cast.second, cast, on, Text(GROUP.title, GROUP.body, INDICATOR, quarter), _sent)
    _story(as_web, cast.lead, cast, on, NAMED, None)
    _story(as_web, cast.lead, cast, on, THIN, _sent_back(cast.second))
    _story(as_web, cast.lead, cast, on, Text(HUB.title, HUB.body, INDICATOR), _withdrawn)
    return 5


Deed = Callable[[Session, Identity, Authority, Story, datetime], None]


def _story(as_web: AsWeb, writer: Identity, cast: _Cast, on: date, text: Text, then: Deed | None) -> None:
    at = at_ten(on - timedelta(days=9))
    with as_web(writer.scope()) as session:
        authority = session.get_one(Authority, cast.authority.id)
        story = write_story(session, by=writer, authority=authority, text=text, at=at)
        if then is not None:
            then(session, writer, authority, story, at)


def _sent(session: Session, writer: Identity, authority: Authority, story: Story, at: datetime) -> None:
    """Whatever a name of the register or a place sets off has a reason, so that every day can be played."""
    found = check_story(session, authority, story)
    if found:
        reasons = {each.warning.key: "A word of our own, and nobody's name." for each in found}
        give_reasons(session, by=writer, authority=authority, story=story, reasons=reasons, at=at)
    send_for_review(session, by=writer, authority=authority, story=story, at=at + timedelta(hours=1))


def _released(reviewer: Identity) -> Deed:
    def then(session: Session, writer: Identity, authority: Authority, story: Story, at: datetime) -> None:
        _sent(session, writer, authority, story, at)
        later = at + timedelta(days=2)
        release_story(session, by=reviewer, authority=authority, story=story, seen=story.written_at, at=later)

    return then


def _sent_back(reviewer: Identity) -> Deed:
    def then(session: Session, writer: Identity, authority: Authority, story: Story, at: datetime) -> None:
        _sent(session, writer, authority, story, at)
        reason = "Say what changed for one family. The figures say the rest."
        send_back(session, by=reviewer, story=story, reason=reason, at=at + timedelta(days=2))

    return then


def _withdrawn(session: Session, writer: Identity, _authority: Authority, story: Story, at: datetime) -> None:
    withdraw_story(session, by=writer, story=story, at=at + timedelta(days=1))


def _play_support(on: date) -> int:
    """What the support team did: an action past its day, one that comes, an offer, a contact, one that is done."""
    with transaction(Scope.EVERYTHING) as session:
        by, own = reviewer_of(session), persona_authority(session)
        members = sorted(list_members(session, on=on), key=lambda each: each.id != own)[: ELSEWHERE + 1]
        for place, authority in enumerate(members):
            post_id = session.scalar(
                select(Post.id)
                .where(Post.authority_id == authority.id, Post.role_code == "dcs", Post.closed_on.is_(None))
                .order_by(Post.ref)
                .limit(1)
            )
            for said in _log_of(on, place):
                entry = record_support(session, by=by, authority=authority, said=said(post_id), on=on)
                if entry.due_on is None and entry.kind == Kind.ACTION:
                    finish_support(session, by=by, authority=authority, entry=entry, on=on)
        session.flush()
        return len(session.scalars(select(SupportEntry.entry_id).distinct()).all())


def _log_of(on: date, place: int) -> list[Callable[..., Said]]:
    def said(kind: Kind, days: int, whom: str, agreed: str, due: int | None = None) -> Callable[..., Said]:
        due_on = None if due is None else on + timedelta(days=due)
        return lambda post_id: Said(kind, on - timedelta(days=days), whom, agreed, post_id, due_on)

    contact = said(Kind.CONTACT, 40 + place, "the director and the lead member", "Talked through the risk report.")
    if place:
        return [contact]
    return [
        contact,
        said(Kind.OFFER, 30, "the director", "A mentor from an innovator's authority, if they wish."),
        said(Kind.ACTION, 24, "the assistant director", "Send the guide to handing a post over.", due=-3),
        said(Kind.ACTION, 10, "the director", "Join the board meeting about the succession plan.", due=5),
        said(Kind.ACTION, 20, "the lead", "Introduced the lead to colleagues who have been through a vacancy."),
    ]
