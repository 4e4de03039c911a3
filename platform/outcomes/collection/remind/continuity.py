"""Who will submit next quarter? (design 6) An authority nobody could submit for is seen before its return is late.

Two things are looked for, from the accounts' side of the wiring: authorities without any active lead (W10), and
authorities whose every lead leaves before the next return is due.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from authorities.programme.members import list_members
from authorities.programme.models import Programme
from authorities.register.models import Authority
from charts.words import day_in_words
from core.outbox import send_after_commit
from core.quarters import Quarter
from core.scope import Scope
from core.transaction import reading
from outcomes.collection.due.defaults import default_days
from outcomes.collection.due.find import find_collection, find_current, list_collections
from outcomes.collection.due.models import Collection
from outcomes.collection.due.standing import find_standing, overview_of
from outcomes.collection.remind.ask import store_notices
from outcomes.collection.remind.kinds import Audience, Kind
from outcomes.collection.remind.recipients import Recipient, recipients_of

TELL = "returns.tell_of_gaps"


@dataclass(frozen=True)
class DueReturn:
    """A return that an authority will have to hand in."""

    quarter: Quarter
    due_on: date


@dataclass(frozen=True)
class Gap:
    """Nobody will be there: the first return that no lead stays for, and the last day of the last lead."""

    authority: Authority
    due: DueReturn
    leaves_on: date

    @property
    def sentence(self) -> str:
        return (
            f"Nobody can submit {self.due.quarter} for {self.authority.name}: it is due on "
            f"{day_in_words(self.due.due_on)}, and the last lead leaves on {day_in_words(self.leaves_on)}."
        )


@dataclass(frozen=True)
class Continuity:
    """What the support team has to arrange."""

    no_lead: tuple[Authority, ...] = ()
    nobody_next: tuple[Gap, ...] = ()


def continuity_on(session: Session, on: date) -> Continuity:
    """Look at every authority that owes a return now or will owe the next one; needs a session over everything."""
    coming = _coming_returns(session, on)
    leads = recipients_of(session, Audience.LEADS, frozenset(authority.id for authority, _ in coming.values()), on)
    no_lead, gaps = [], []
    for authority, returns in coming.values():
        holders = leads.get(authority.id, ())
        if not holders:
            no_lead.append(authority)
        elif (gap := first_gap(authority, returns, holders)) is not None:
            gaps.append(gap)
    return Continuity(
        tuple(sorted(no_lead, key=lambda each: each.name)),
        tuple(sorted(gaps, key=lambda gap: (gap.due.due_on, gap.authority.name))),
    )


def find_gap(session: Session, authority: Authority, on: date) -> Gap | None:
    """The same for one authority, for its own pages; None when somebody stays, and when it has no lead at all."""
    holders = recipients_of(session, Audience.LEADS, frozenset({authority.id}), on).get(authority.id, ())
    if not holders:
        return None
    current = find_current(session, on)
    returns = []
    if current is not None:
        standing = find_standing(session, authority, current, on)
        if standing is not None and standing.due and standing.owes:
            returns.append(DueReturn(current.quarter, max(standing.window.deadline, on)))
    following = next_return(session, on)
    if following is not None and authority.id in {each.id for each in list_members(session, on=on)}:
        returns.append(following)
    return first_gap(authority, returns, holders)


def gap_to_tell(authority: Authority, on: date) -> Gap | None:
    """`find_gap` for the authority's own people, who have the right to its pages already.

    A lead's session sees no other account, so whether somebody else stays is read by the product, for this authority
    alone; only the days leave this function.
    """
    with reading(Scope.EVERYTHING) as session:
        return find_gap(session, authority, on)


def first_gap(authority: Authority, returns: Iterable[DueReturn], holders: Iterable[Recipient]) -> Gap | None:
    """The first of these returns for which none of the holders stays; None when each has somebody."""
    days = [holder.leaves_on for holder in holders]
    if None in days or not days:
        return None
    last = max(day for day in days if day is not None)
    missed = [each for each in returns if each.due_on > last]
    return Gap(authority, min(missed, key=lambda each: each.due_on), last) if missed else None


def next_return(session: Session, on: date) -> DueReturn | None:
    """The return after the one that is worked on: as recorded, else when it would be due; None if none will be."""
    collections = list_collections(session)
    ahead = [collection for collection in collections if collection.opens_on > on]
    if ahead:
        return DueReturn(ahead[-1].quarter, ahead[-1].due_on)
    opened = collections[0].quarter if collections else Quarter.containing(on).plus(-1)
    following = max(opened.next(), Quarter.containing(on).plus(-1))
    due_on = default_days(following).due_on
    until = _collects_until(session, collections[0] if collections else None)
    return None if until is not None and until < due_on else DueReturn(following, due_on)


def tell_of_gaps(session: Session, *, on: date) -> list[UUID]:
    """Write once about each gap, to the leads who are still there and to the support team."""
    made: list[UUID] = []
    for gap in continuity_on(session, on).nobody_next:
        anchor = find_collection(session, gap.due.quarter) or find_current(session, on)
        if anchor is None:
            continue
        number = gap.authority.id
        readers = {
            reader.account_id
            for audience in (Audience.LEADS, Audience.SUPPORT)
            for reader in recipients_of(session, audience, frozenset({number}), on).get(number, ())
        }
        made += store_notices(
            session,
            [(number, anchor.id, Kind.NOBODY_NEXT, str(gap.due.quarter), reader) for reader in sorted(readers)],
        )
    return made


def ask_about_gaps(session: Session, _event: object) -> None:
    """Somebody's last day was recorded: let a worker see whether anybody stays. Connected in web/wiring.py."""
    send_after_commit(session, TELL)


def _coming_returns(session: Session, on: date) -> Mapping[int, tuple[Authority, list[DueReturn]]]:
    """By authority: the return that it owes now, and the next one if it is a member."""
    found: dict[int, tuple[Authority, list[DueReturn]]] = {}
    current = find_current(session, on)
    if current is not None:
        for row in overview_of(session, current, on).rows:
            if row.due and row.owes:
                deadline = max(row.window.deadline, on)
                found[row.authority.id] = (row.authority, [DueReturn(current.quarter, deadline)])
    following = next_return(session, on)
    if following is not None:
        for authority in list_members(session, on=on):
            found.setdefault(authority.id, (authority, []))[1].append(following)
    return found


def _collects_until(session: Session, newest: Collection | None) -> date | None:
    return None if newest is None else session.get_one(Programme, newest.programme_id).collects_until
