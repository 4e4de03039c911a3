"""What the persona of a leader has written, and what they share with the persona of a coach. Everybody is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.personas import Persona, find_persona
from core.access import Identity
from core.clock import LONDON
from core.process import Process
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.development.behaviours import Context
from leadership.development.find import list_entries
from leadership.development.models import Kind
from leadership.development.sharing.share import ToShare, share
from leadership.development.write import Written, set_done, write_entry
from leadership.handover.parts import Behaviour
from leadership.profiles.own.find import list_released
from web.demonstration.product import product
from web.demonstration.return_people import identity_of

SHARED_DAYS = 90


@dataclass(frozen=True)
class Entry:
    """One entry, written so many days ago; an action has a day from now, or was done so many days ago."""

    kind: Kind
    days_ago: int
    title: str
    body: str
    reason: str
    context: Context
    behaviours: tuple[Behaviour, ...]
    due_in: int | None = None
    done_ago: int | None = None
    shared: bool = False


ENTRIES = (
    Entry(
        Kind.NOTE,
        96,
        "The week after the inspection letter",
        "The teams wanted to know whether the new way of working would stay. I said the same three sentences in every "
        "building, and then listened longer than I spoke.",
        "They needed somebody who was steady, and to be heard before any plan.",
        Context.SHOCK,
        (Behaviour.BELIEF, Behaviour.RESILIENCE, Behaviour.SIMPLICITY),
        shared=True,
    ),
    Entry(
        Kind.NOTE,
        41,
        "Group discussion stalled in two teams",
        "Attendance fell when caseloads rose. A team manager said aloud what others thought: it felt like one more "
        "meeting. We looked at two cases together and found what it had changed.",
        "Evidence from their own work counts for more than anything that I say.",
        Context.LEADING_CHANGE,
        (Behaviour.RESULTS, Behaviour.LEARNING),
    ),
    Entry(
        Kind.NOTE,
        12,
        "Before the budget meeting",
        "The leader of the council asked what would stop if the money did. I had no short answer.",
        "A short answer wins more than a long paper.",
        Context.POLITICAL_LANDSCAPE,
        (Behaviour.SIMPLICITY, Behaviour.COMMITMENT),
    ),
    Entry(
        Kind.ACTION,
        40,
        "Sit in on one group discussion each month",
        "Listen, and thank them for one thing I saw.",
        "Belief is shown by turning up.",
        Context.LEADING_CHANGE,
        (Behaviour.BELIEF, Behaviour.LEARNING),
        due_in=18,
        shared=True,
    ),
    Entry(
        Kind.ACTION,
        12,
        "Write the one page for councillors",
        "What it is for, what it has changed, what would stop without it.",
        "Members of every party should be able to say it.",
        Context.POLITICAL_LANDSCAPE,
        (Behaviour.SIMPLICITY, Behaviour.COMMITMENT),
        due_in=6,
    ),
    Entry(
        Kind.ACTION,
        90,
        "Ask the police lead what they need to stay",
        "An hour, no papers.",
        "They lose an officer if we lose their interest.",
        Context.LEADING_CHANGE,
        (Behaviour.COLLABORATION, Behaviour.OPENNESS),
        done_ago=55,
    ),
)


def make_development(environment: Mapping[str, str], on: date) -> int:
    """Write the entries and share some with the coach; returns how many. Done once."""
    with product(environment, Process.WEB):
        with reading(Scope.EVERYTHING) as session:
            account, coach = find_persona(session, Persona.LEADER), find_persona(session, Persona.COACH)
            leader = identity_of(session, account) if account else None
        if leader is None or coach is None:
            return 0
        return _write(leader, coach.email, on)


def _write(leader: Identity, coach_email: str, on: date) -> int:
    with transaction(leader.scope()) as session:
        if list_entries(session, by=leader).all:
            return 0
        shared = []
        for entry in ENTRIES:
            at = _at_nine(on - timedelta(days=entry.days_ago))
            written = Written(
                entry.title,
                entry.body,
                entry.reason,
                entry.context,
                entry.behaviours,
                on + timedelta(days=entry.due_in) if entry.due_in is not None else None,
            )
            made = write_entry(session, by=leader, kind=entry.kind, written=written, at=at)
            session.flush()  # what follows finds it
            if entry.done_ago is not None:
                ended = on - timedelta(days=entry.done_ago)
                set_done(session, by=leader, entry_id=made.id, done_on=ended, at=_at_nine(ended))
            if entry.shared:
                shared.append(made.id)
        rounds = [each.id for each in list_released(session, by=leader)[:1]]
        wanted = ToShare(coach_email, on + timedelta(days=SHARED_DAYS), rounds, shared)
        share(session, by=leader, wanted=wanted, on=on, at=_at_nine(on))
    return len(ENTRIES)


def _at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9), LONDON)
