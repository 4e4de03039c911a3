"""Who may be asked in a month, with all months before it in mind (risk-and-analysis 14.2, rules 1 and 3; decision 69).

Answers are anonymous and new each month, but people mostly say the same again a month later. With one of them taken
off the list, or exchanged, two averages, each a sum of so many answers, would give what that one answered. So the sets
of people asked go into the ledger of profile rounds: none of half a year may differ by one or two, nor give one or two
away together. Pure but for its reader. It knows who was asked and never who answered: that is noted nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import LONDON
from disclosure.ledger import Ledger
from leadership.profiles.apart import APART
from leadership.pulse.kinds import FEWEST_MEMBERS
from leadership.pulse.members import mark_of
from leadership.pulse.models import PulseMember, PulseResult, PulseRound

People = frozenset[bytes]


@dataclass(frozen=True)
class Shown:
    """A month of which averages are or may be shown: whom it asked, and from which day on it no longer counts."""

    asked: People
    until: date


@dataclass(frozen=True)
class Asking:
    """Whom a month asks: `people` None means that nobody can be asked before `free_on`."""

    people: People | None
    free_on: date | None = None


def whom_to_ask(listed: People, shown: Sequence[Shown], on: date) -> Asking:
    """Everybody on the list; where that would tell of one or two, those of an earlier month, if all are still on it.

    So a newcomer waits until two more have come or half a year has passed, and a month without somebody who left is
    not asked at all until then: it could never be shown.
    """
    counting = [each for each in shown if on < each.until]
    if _may_follow(listed, counting):
        return Asking(listed)
    for each in reversed(counting):
        if len(each.asked) >= FEWEST_MEMBERS and each.asked <= listed and _may_follow(each.asked, counting):
            return Asking(each.asked)
    days = sorted({each.until for each in counting})
    free = (day for day in days if _may_follow(listed, [each for each in counting if day < each.until]))
    return Asking(None, next(free, on))


def asking_now(session: Session, *, authority_id: int, on: date) -> Asking:
    """Whom a month opened now would ask, of the list as it stands."""
    members = _list_all(session, authority_id)
    listed = frozenset(mark_of(each.id) for each in members if each.removed_at is None)
    return whom_to_ask(listed, _shown(session, authority_id, members), on)


def asked_in(session: Session, held: PulseRound) -> People:
    """Whom a month asks, worked out from the list as it was when the month opened and from the months before.

    Nobody, where somebody was taken off in the moment between opening and asking: then it shows nothing.
    """
    members = _list_all(session, held.authority_id)
    listed = _listed(members, held)
    asking = whom_to_ask(listed, _shown(session, held.authority_id, members, before=held), held.opened_on)
    return asking.people or frozenset()


def _may_follow(people: People, shown: Iterable[Shown]) -> bool:
    ledger: Ledger[bytes] = Ledger()
    for each in shown:
        ledger.record(each.asked)
    return ledger.refusal(people) is None


def _shown(
    session: Session, authority_id: int, members: Sequence[PulseMember], before: PulseRound | None = None
) -> list[Shown]:
    """Months with averages, and those that may have some yet, the oldest first.

    Whom a month asked was decided with those in mind that had not been released when it opened, although some of them
    may have brought no average since: it is worked out anew with the same ones.
    """
    months = session.scalars(
        select(PulseRound).where(PulseRound.authority_id == authority_id).order_by(PulseRound.opened_at)
    )
    with_averages = frozenset(
        session.scalars(
            select(PulseResult.round_id).where(PulseResult.authority_id == authority_id, PulseResult.value.is_not(None))
        )
    )
    found: list[tuple[PulseRound, Shown]] = []
    for month in months:
        if before is not None and month.opened_at >= before.opened_at:
            break
        listed = _listed(members, month)
        earlier = [shown for each, shown in found if _counts(each, with_averages, month.opened_at)]
        asked = whom_to_ask(listed, earlier, month.opened_on).people or listed
        closed_on = month.closed_at.astimezone(LONDON).date() if month.closed_at else month.closes_on
        found.append((month, Shown(asked, closed_on + APART)))
    at = before.opened_at if before is not None else None
    return [shown for each, shown in found if _counts(each, with_averages, at)]


def _counts(month: PulseRound, with_averages: frozenset[UUID], at: datetime | None) -> bool:
    """Whether a month's averages were, or might have been, seen by those who opened another at that moment, or now."""
    if month.id in with_averages or month.released_at is None:
        return True
    return at is not None and month.released_at > at


def _listed(members: Iterable[PulseMember], held: PulseRound) -> People:
    """Who was on the list when a month opened; somebody added again has the mark that they had before."""
    return frozenset(
        mark_of(each.id)
        for each in members
        if each.added_at <= held.opened_at and (each.removed_at is None or each.removed_at > held.opened_at)
    )


def _list_all(session: Session, authority_id: int) -> list[PulseMember]:
    return list(session.scalars(select(PulseMember).where(PulseMember.authority_id == authority_id)))
