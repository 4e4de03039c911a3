"""What is known of people and days: who leads, who signs in, whom to write to, the council, the next 90 days."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.leads import list_holders
from accounts.words import ROLE_WORDS
from authorities.contacts.manage import list_contacts
from authorities.politics.models import PoliticalControl
from authorities.recorded import as_known_on
from authorities.register.models import Authority
from authorities.timeline.read import list_timeline
from authorities.words import CONTACT_WORDS
from charts.words import day_in_words
from core.access import Role
from core.scope import Scope
from core.transaction import reading
from leadership.handover.parts import Part
from leadership.register.seats import Seat
from leadership.register.views.words import holder_words
from outcomes.collection.remind.continuity import gap_to_tell
from outcomes.collection.submission.listing import list_returns
from reports.handover.table import Known

AHEAD = timedelta(days=90)
COUNCIL = frozenset({"chief_executive", "council_leader", "lead_member"})
SIGNING_IN = (Role.LEAD, Role.SIGNATORY, Role.LEADER, Role.RISK_READER)


def posts_of(seats: Sequence[Seat]) -> Known:
    rows = []
    for seat in seats:
        if seat.closed:
            continue
        holders = "; ".join(holder_words(holder) for holder in seat.holders)
        since = f"Vacant since {seat.vacant_since.words}" if seat.vacant_since else "Vacant"
        coming = f"{seat.next.on.words}: {seat.next.words}" if seat.next else "Nothing is known"
        rows.append((seat.history.post.title, holders or since, coming))
    return Known(
        Part.PEOPLE,
        "Who leads here",
        ("Post", "Holder", "What comes next"),
        rows,
        "The posts of the authority will appear here once they are on record.",
    )


def contacts_of(session: Session, authority: Authority, on: date) -> Known:
    return Known(
        Part.PEOPLE,
        "Whom the programme writes to",
        ("Name", "Kind", "Address"),
        [(each.name, CONTACT_WORDS[each.role], each.email) for each in list_contacts(session, authority, on=on)],
        "Contacts will appear here once the support team has recorded them.",
    )


def access_of(authority: Authority, on: date) -> Known:
    """Who signs in, and whether anybody stays who can submit.

    A session of the authority sees no account but its own: the product reads them, for this authority alone. The
    reader has the right to the pack, whose access to transfer this is.
    """
    with reading(Scope.EVERYTHING) as session:
        held = [
            (role, each)
            for role in SIGNING_IN
            for each in list_holders(session, role, on, authority_ids=[authority.id])
        ]
    gap = gap_to_tell(authority, on)
    leads = [each for role, each in held if role is Role.LEAD]
    if not leads:
        note = (
            "Nobody can submit the next return: the authority has no lead who signs in. Ask the support team for one."
        )
    elif gap is not None:
        note = f"{gap.sentence} Agree who takes it over."
    else:
        note = "Somebody stays who can submit the next return."
    return Known(
        Part.PEOPLE,
        "Who signs in here, and whose access has to pass on",
        ("Name", "May do", "Last day in the role"),
        [(each.name, ROLE_WORDS[role], _last_day(each.leaves_on)) for role, each in held],
        "Those who sign in for the authority will appear here.",
        note,
    )


def _last_day(day: date | None) -> str:
    return day_in_words(day) if day else "None known"


def politics_of(session: Session, authority: Authority, seats: Sequence[Seat], on: date) -> Known:
    controls = as_known_on(
        session.scalars(select(PoliticalControl).where(PoliticalControl.authority_id == authority.id)), on
    )
    current = [each for each in controls if each.effective_on <= on]
    rows = []
    if current:
        control = max(current, key=lambda each: each.effective_on)
        rows.append(("Political control", control.control, f"Since {day_in_words(control.effective_on)}"))
    for seat in seats:
        if seat.history.post.role_code in COUNCIL and not seat.closed:
            first = seat.holders[0] if seat.holders else None
            rows.append(
                (
                    seat.history.post.title,
                    first.name if first else "Nobody",
                    f"Since {first.since.words}" if first else "Vacant",
                )
            )
    for entry in list_timeline(session, authority, known_on=on):
        if entry.kind == "election" and entry.day > on:
            rows.append(("Next election", entry.title, entry.when))
            break
    return Known(
        Part.POLITICS,
        "The council and its leaders",
        ("What", "Who or which", "Since or when"),
        rows,
        "Political control, elections and the council's leaders will appear here once they are on record.",
    )


def calendar_of(session: Session, authority: Authority, seats: Sequence[Seat], on: date) -> Known:
    end = on + AHEAD
    found = [(entry.day, entry.when, entry.title) for entry in list_timeline(session, authority, known_on=on)]
    found += [
        (each.on.on, each.on.words, f"{seat.history.post.title}: {each.words}")
        for seat in seats
        for each in seat.coming
    ]
    found += [
        (line.window.deadline, day_in_words(line.window.deadline), f"The return for {line.collection.quarter} is due")
        for line in list_returns(session, authority, on)
        if line.owed
    ]
    ahead = sorted({each for each in found if on <= each[0] <= end})
    return Known(
        Part.CALENDAR,
        f"What is on record for the days up to {day_in_words(end)}",
        ("When", "What"),
        [(when, what) for _, when, what in ahead],
        "Nothing is on record for the next 90 days.",
    )
