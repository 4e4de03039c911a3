"""Rounds of leaders' profiles in the demonstration, by the verbs that the pages use: closed, and one that is open.

Everybody is invented. Leaders of the persona's authority and of some others have had a round of all sides; the
persona has had two and has a third open, of which one group has answered and the others have not yet. What raters
wrote in the second was read and summed up; what those of another leader wrote waits for the support team.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import exists, select

from accounts.personas import ADDRESSES, Persona, find_persona
from authorities.programme.members import list_members
from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.clock import LONDON
from core.jobs import Job, JobStatus
from core.jobs.run import run_job
from core.process import Process
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.profiles.aggregates.request import request_aggregates
from leadership.profiles.answer import Answers, store_answers
from leadership.profiles.close_round import close_round
from leadership.profiles.find import lock_own_round
from leadership.profiles.invite import invite
from leadership.profiles.kinds import HIGHEST, LOWEST, Attribute, Group, RoundKind
from leadership.profiles.link import hash_of, seal
from leadership.profiles.models import ProfileRound, RaterInvitation
from leadership.profiles.open_round import LeaderInPost, list_leaders_in_post, open_round
from leadership.profiles.progress import note_progress
from leadership.profiles.rater import get_leader_as_rater, get_rater_by_link
from web.demonstration.comments import read_comments
from web.demonstration.product import product
from web.demonstration.return_people import identity_of

ROUND_DAYS = 21
LONG_AGO, BEFORE, LATELY, NOW = 420, 215, 60, 9
"""So many days ago rounds were opened: the persona's first and second, everybody else's, and the one that is open."""
MOST_HERE, MOST_ELSEWHERE = 4, 9
ASKED = {Group.LINE_MANAGER: 1, Group.PEERS: 4, Group.DIRECT_REPORTS: 4, Group.PARTNERS: 2}
ANSWERED_SO_FAR = {Group.LINE_MANAGER: 0, Group.PEERS: 3, Group.DIRECT_REPORTS: 1, Group.PARTNERS: 0}
TEXTS = (
    "Knows the families behind the figures, and says so in every meeting.",
    "Could let go of more decisions: the team is ready for them.",
    "Calm when the news is bad. That steadies the rest of us.",
    "Would like to see more of the practice, and less of the plan.",
    "Brings partners to the table and keeps them there.",
    "Listens well. Sometimes decides late.",
)
WAITING = (
    "Asks what children have said before asking what it costs.",
    "Meetings run over because everything is decided in them.",
    "Backed us when the case was in the papers.",
    "I would like to hear sooner when plans have changed.",
    "Remembers who did the work.",
)


@dataclass(frozen=True)
class Turn:
    """One round to be played: whose, since when, and how many of each group answer (None: everybody)."""

    by: Identity
    leader: LeaderInPost
    code: str
    opened_on: date
    answered: Mapping[Group, int] | None = None
    texts: tuple[str, ...] = ()


def make_profile_rounds(environment: Mapping[str, str], on: date) -> int:
    """Play the rounds, release them and publish the aggregates; returns how many rounds. Done once."""
    with reading(Scope.EVERYTHING) as session:
        if session.scalar(select(exists(select(ProfileRound.id)))):
            return 0
    with product(environment, Process.WEB):
        rounds = [number for turn in _turns(on) if (number := _play(turn, on)) is not None]
    with product(environment):
        with transaction(Scope.EVERYTHING) as session:
            for number in rounds:
                note_progress(session, round_id=number)
        _do_jobs("profiles.release_round")
    with product(environment, Process.WEB):
        read_comments(on)
    with product(environment):
        with transaction(Scope.EVERYTHING) as session:
            request_aggregates(session, on=on)
        _do_jobs("profiles.publish_aggregates")
    return len(rounds)


def _turns(on: date) -> list[Turn]:
    """Whose rounds are played: the persona's, those of their colleagues, those of directors elsewhere."""
    with reading(Scope.EVERYTHING) as session:
        account = find_persona(session, Persona.LEADER)
        persona = identity_of(session, account) if account else None
        people = persona.person_ids if persona else frozenset()
        members = list_members(session, on=on)
    turns: list[Turn] = []
    elsewhere = 0
    for authority in members:
        leaders = _leaders_of(authority, on - timedelta(days=LATELY))
        here = any(leader.person_id in people for leader in leaders)
        if not here:
            elsewhere += 1
        if not here and elsewhere > MOST_ELSEWHERE:
            continue
        own_first = sorted(leaders, key=lambda each: each.person_id not in people)
        for leader in own_first[: MOST_HERE if here else 1]:
            own = leader.person_id in people
            turns += _turns_of(leader, authority.code, on, persona=own)
    other = next((place for place, turn in enumerate(turns) if turn.leader.person_id not in people), None)
    if other is not None:
        turns[other] = replace(turns[other], texts=WAITING)
    return turns


def _turns_of(leader: LeaderInPost, code: str, on: date, *, persona: bool) -> list[Turn]:
    # The audit names whoever did something without an account: that is the demonstration, and nobody by name.
    membership = Membership(Role.LEADER, leader.authority_id, code, leader.person_id)
    by = Identity(None, "Demonstration", frozenset({membership}))
    if not persona:
        return [Turn(by, leader, code, on - timedelta(days=LATELY))]
    first = Turn(by, leader, code, on - timedelta(days=LONG_AGO))
    second = Turn(by, leader, code, on - timedelta(days=BEFORE), texts=TEXTS)
    return [first, second, Turn(by, leader, code, on - timedelta(days=NOW), ANSWERED_SO_FAR)]


def _leaders_of(authority: Authority, on: date) -> list[LeaderInPost]:
    """One line for each person who holds a post of the authority, in the order of their names."""
    support = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))
    with reading(Scope.EVERYTHING) as session:
        found = list_leaders_in_post(session, by=support, on=on, authority_id=authority.id)
    return list({each.person_id: each for each in found}.values())


def _play(turn: Turn, on: date) -> UUID | None:
    """Open, invite, answer, and close unless it is the one that stays open; None if they held no post that day."""
    keys = runtime().settings.secret_keys
    at = _at_ten(turn.opened_on)
    with transaction(turn.by.scope()) as session:
        leaders = list_leaders_in_post(session, by=turn.by, on=turn.opened_on, authority_id=turn.leader.authority_id)
        leader = next((each for each in leaders if each.post_id == turn.leader.post_id), None)
        if leader is None:
            return None
        number = open_round(
            session,
            by=turn.by,
            leader=leader,
            kind=RoundKind.ALL_ROUND,
            closes_on=turn.opened_on + timedelta(days=ROUND_DAYS),
            on=turn.opened_on,
            at=at,
        ).id
        session.flush()  # the invitations point to it
        held = lock_own_round(session, by=turn.by, round_id=number)
        for group, asked in ASKED.items():
            addresses = [f"{group.value}-{place}.{turn.code}@{ADDRESSES}".lower() for place in range(1, asked + 1)]
            invite(
                session,
                by=turn.by,
                held=held,
                group=group,
                addresses=addresses,
                secret_keys=keys,
                on=turn.opened_on,
                at=at,
            )
    _answer_all(turn, number, keys)
    if turn.answered is None:
        closed_on = min(turn.opened_on + timedelta(days=ROUND_DAYS + 1), on)
        with transaction(turn.by.scope()) as session:
            held = lock_own_round(session, by=turn.by, round_id=number)
            close_round(session, by=turn.by, held=held, on=closed_on, at=_at_ten(closed_on))
    return number


def _answer_all(turn: Turn, number: UUID, keys: Sequence[str]) -> None:
    """Everybody, or as many as the turn says, answers a few days later, and the leader too."""
    chance = Random(f"{turn.code}.{turn.opened_on}.{turn.leader.title}")  # noqa: S311  (invented figures)
    usual = {attribute: chance.uniform(2.8, 4.4) for attribute in Attribute}
    day = turn.opened_on + timedelta(days=5)
    with transaction(turn.by.scope()) as session:
        rater = get_leader_as_rater(session, by=turn.by, round_id=number, on=day)
        store_answers(session, rater=rater, answers=Answers(_scores(usual, chance, 0.4)), on=day)
        rows = session.execute(
            select(RaterInvitation.rater_group, RaterInvitation.id)
            .where(RaterInvitation.round_id == number, RaterInvitation.email.is_not(None))
            .order_by(RaterInvitation.email)
        ).all()
    texts = list(turn.texts)
    for group in ASKED:
        invited = [row.id for row in rows if row.rater_group == group.value]
        for invitation_id in invited[: turn.answered[group] if turn.answered else len(invited)]:
            told = group is Group.LINE_MANAGER
            text = "" if told or not texts else texts.pop()
            secret = hash_of(seal(invitation_id, keys))
            with transaction(Scope(frozenset(), invitation=secret)) as session:
                rater = get_rater_by_link(session, secret_hash=secret, on=day)
                answers = Answers(_scores(usual, chance, 0), text, told)
                store_answers(session, rater=rater, answers=answers, on=day)


def _scores(usual: Mapping[Attribute, float], chance: Random, kinder: float) -> dict[Attribute, int]:
    return {
        attribute: min(HIGHEST, max(LOWEST, round(chance.gauss(mean + kinder, 0.8))))
        for attribute, mean in usual.items()
    }


def _do_jobs(kind: str) -> None:
    """Do the jobs of this kind that wait, as a worker would; none runs yet."""
    with reading(Scope.EVERYTHING) as session:
        waiting = session.scalars(
            select(Job.id).where(Job.status == JobStatus.QUEUED, Job.kind == kind).order_by(Job.id)
        ).all()
    for number in waiting:
        run_job(number)


def _at_ten(day: date) -> datetime:
    return datetime.combine(day, time(10), LONDON)
