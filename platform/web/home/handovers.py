"""What handovers ask of the support team: packs that are open while the last day comes near, or after it."""

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.members import list_member_ids
from authorities.register.models import Authority
from charts.words import count_in_words
from core.access import Identity
from leadership.handover.completeness import parts_done
from leadership.handover.find import Handover, list_handovers
from web.home.task import Task

MOST = 8
NEAR = timedelta(days=30)


def handover_tasks(session: Session, by: Identity, on: date) -> Iterator[Task]:
    """The open packs of members, the soonest last day first; more than eight lines end with one for the rest.

    The register holds departures at other authorities too. Those are not the programme's to see to: they are not
    counted here, as they are not in the first sentence of the list that the last line leads to.
    """
    members = set(list_member_ids(session, on=on))
    unfinished = list_handovers(session, by=by, on=on, unfinished=True)
    waiting = [each for each in unfinished if each.pack.authority_id in members]
    waiting.sort(key=lambda each: (each.pack.last_day, str(each.pack.id)))
    done = parts_done(session, [each.pack.id for each in waiting])
    numbers = {each.pack.authority_id for each in waiting}
    names = {each.id: each for each in session.scalars(select(Authority).where(Authority.id.in_(numbers)))}
    for each in waiting[:MOST]:
        yield _task(each, names[each.pack.authority_id], done.get(each.pack.id, 0), on)
    if len(waiting) > MOST:
        yield Task(
            count_in_words(len(waiting) - MOST, "more handover", "more handovers"),
            url_for("handovers.own"),
            "The list of handovers has all of them.",
            "Open",
            "info",
        )


def _task(each: Handover, authority: Authority, done: int, on: date) -> Task:
    near = each.pack.last_day <= on + NEAR
    return Task(
        f"Handover at {authority.name}: {each.history.post.title}",
        url_for("handovers.pack", code=authority.code, pack_id=each.pack.id),
        f"Last day: {each.last_day.words}. {done} of 9 parts done. "
        + (f"{each.who_follows} takes over." if each.who_follows else "Nobody is on record as taking over."),
        each.state.words,
        "attention" if near else "info",
    )
