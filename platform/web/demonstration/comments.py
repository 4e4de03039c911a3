"""Comments of raters in the demonstration: the support team has summed up those of the persona; others wait."""

from datetime import date
from random import SystemRandom

from accounts.personas import Persona, find_persona
from core.access import Identity
from core.clock import now
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.profiles.comments.decide import begin_reading, release_comments
from leadership.profiles.comments.find import Waiting, list_waiting, list_words
from leadership.profiles.comments.kinds import Decision, Fate
from web.demonstration.return_people import identity_of

SUMMARY = (
    "People see somebody who keeps children and families in view, stays steady in hard times and holds partners "
    "together. Several would like the team to decide more by itself, and sooner, and to meet their leader nearer to "
    "practice."
)


def read_comments(on: date) -> None:
    """Read and sum up what was written about the leader whom visitors play; the rest waits for them as a reader."""
    with reading(Scope.EVERYTHING) as session:
        found = {persona: find_persona(session, persona) for persona in (Persona.SUPPORT, Persona.LEADER)}
        support, leader = (identity_of(session, each) if each else None for each in found.values())
    if support is None or leader is None:
        return
    with reading(support.scope()) as session:
        waiting = list_waiting(session, by=support, on=on)
    for each in waiting:
        if each.reading.person_id in leader.person_ids:
            _sum_up(support, each, on)


def _sum_up(by: Identity, waiting: Waiting, on: date) -> None:
    number = waiting.reading.round_id
    with transaction(by.scope()) as session:
        begin_reading(session, by=by, round_id=number, on=on, at=now())
        release_comments(
            session,
            by=by,
            round_id=number,
            decisions={place: Decision(Fate.TAKEN_UP) for place in list_words(session, round_id=number)},
            summary=SUMMARY,
            shuffle=SystemRandom().shuffle,
            on=on,
            at=now(),
        )
