"""What the product knows of an authority that a new holder needs: read on the day, never copied into the pack.

Each part of the pack gets its tables (risk-and-analysis 9). Whoever may open the pack of a post may read them; the
chance of a change goes to those alone who hold the risk permission.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.leads import list_holders
from accounts.words import ROLE_WORDS
from authorities.contacts.manage import list_contacts
from authorities.inspection.models import Inspection
from authorities.politics.models import PoliticalControl
from authorities.programme.listing import list_adoptions
from authorities.programme.open import list_innovations
from authorities.programme.standing import stage_on
from authorities.recorded import as_known_on
from authorities.register.models import Authority
from authorities.timeline.read import list_timeline
from authorities.words import CONTACT_WORDS, day_words, grade_words
from charts.words import count_in_words, day_in_words
from core.access import Identity, Permission, Role
from core.scope import Scope
from core.transaction import reading
from leadership.handover.find import Handover
from leadership.handover.parts import Part
from leadership.register.history import list_histories
from leadership.register.seats import Seat, seat_on
from leadership.register.views.risk import find_risk
from leadership.register.views.words import holder_words
from outcomes.catalogue.indicators import get_indicator
from outcomes.collection.remind.continuity import gap_to_tell
from outcomes.collection.submission.listing import list_returns
from outcomes.collection.submission.queries import list_queries
from outcomes.evidence.statistics.leading import LEADING
from outcomes.evidence.statistics.position import Beside, get_position

AHEAD = timedelta(days=90)
INSPECTIONS_SHOWN = 3
COUNCIL = frozenset({"chief_executive", "council_leader", "lead_member"})
SIGNING_IN = (Role.LEAD, Role.SIGNATORY, Role.LEADER, Role.RISK_READER)


@dataclass(frozen=True)
class Known:
    """A table of one part; `empty` says what it would show while it has no row."""

    part: Part
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str
    note: str = ""


def known_of(session: Session, *, by: Identity, authority: Authority, handover: Handover, on: date) -> list[Known]:
    """Every table, in the order of the parts."""
    seats = [
        seat_on(history, on)
        for history in list_histories(session, by=by, authority_id=authority.id, on=on, open_only=True)
    ]
    found = [
        _innovation(session, authority, on),
        _inspections(session, authority, on),
        _outcomes(session, authority, on),
        _returns(session, authority, on),
        *_risk(session, by, authority, handover, on),
        _posts(seats),
        _contacts(session, authority, on),
        _access(authority, on),
        _politics(session, authority, seats, on),
        _calendar(session, authority, seats, handover, on),
    ]
    order = list(Part)
    return sorted(found, key=lambda known: order.index(known.part))


def _innovation(session: Session, authority: Authority, on: date) -> Known:
    names = {innovation.code: innovation.name for innovation in list_innovations(session)}
    rows = []
    for record in list_adoptions(session, authority_ids=[authority.id], known_on=on):
        membership = record.membership
        stage = stage_on(
            on,
            record.stages,
            record.pauses,
            joined_on=membership.joined_on if membership else None,
            left_on=membership.left_on if membership else None,
        )
        live = record.stages.get("go_live")
        since = day_words(live.actual_on, live.actual_precision) if live and live.actual_on else "Not live yet"
        rows.append((names[record.adoption.innovation_code], stage.words, since))
    return Known(
        Part.FIDELITY,
        "Where each innovation stands",
        ("Innovation", "Stage", "Live since"),
        rows,
        "The stage of the innovation will appear here once the authority has joined the programme.",
    )


def _inspections(session: Session, authority: Authority, on: date) -> Known:
    known = as_known_on(session.scalars(select(Inspection).where(Inspection.authority_id == authority.id)), on)
    known = sorted(known, key=lambda inspection: inspection.inspected_on, reverse=True)
    return Known(
        Part.OUTCOMES,
        "The last inspections",
        ("Day", "Overall", "Impact of leaders"),
        [
            (day_in_words(each.inspected_on), grade_words(each.overall), grade_words(each.impact_of_leaders))
            for each in known[:INSPECTIONS_SHOWN]
        ],
        "Inspections will appear here once one is on record.",
    )


def _outcomes(session: Session, authority: Authority, on: date) -> Known:
    position = get_position(session, authority, as_at=on, indicators=[get_indicator(code) for code in LEADING])
    rows = [
        (
            view.indicator.name,
            view.latest.period.short(),
            _value(view.latest),
            _neighbours(view.latest),
            _change(view.latest),
        )
        for view in position.views
        if view.latest is not None
    ]
    return Known(
        Part.OUTCOMES,
        "Published figures to know first",
        ("Indicator", "Period", "Here", "Neighbours' median", "Change on a year before"),
        rows,
        "Published figures will appear here once some are loaded.",
        "A change beside another is no sign that one caused the other.",
    )


def _value(beside: Beside) -> str:
    return "Not published" if beside.own.value is None else f"{beside.own.value}"


def _neighbours(beside: Beside) -> str:
    median = beside.neighbours.value if beside.neighbours else None
    return "Not known" if median is None else f"{median}"


def _change(beside: Beside) -> str:
    return "Not known" if beside.change is None else f"{beside.change:+}"


def _returns(session: Session, authority: Authority, on: date) -> Known:
    rows = []
    for line in list_returns(session, authority, on):
        if not line.owed and (line.submission is None or line.submission.state == "approved"):
            continue
        queries = list_queries(session, authority, line.submission, on)
        open_ones = sum(query.explanation is None for query in queries)
        rows.append(
            (
                str(line.collection.quarter),
                line.state.words,
                day_in_words(line.window.deadline),
                count_in_words(open_ones, "query without an explanation", "queries without an explanation")
                if open_ones
                else "None",
            )
        )
    return Known(
        Part.RISKS,
        "Returns that are owed or in review",
        ("Quarter", "State", "Due", "Open queries"),
        rows,
        "Nothing is owed: every return so far is approved.",
    )


def _risk(session: Session, by: Identity, authority: Authority, handover: Handover, on: date) -> Iterator[Known]:
    """The chance that the post changes hands again: for the holders of the risk permission alone (design 5.5)."""
    if not by.may(Permission.RISK_READ, authority.id):
        return
    risk = find_risk(session, authority, handover.history.post, on)
    rows = []
    if risk is not None:
        said = f"{risk.band}: {risk.figures}" if risk.band else risk.gap or "A vacant post has no such figure."
        rows = [
            (day_in_words(risk.landmark), said, "; ".join(driver["text"] for driver in risk.drivers[:3]) or "None"),
        ]
    yield Known(
        Part.RISKS,
        "Chance that this post changes hands within 12 months",
        ("Predicted on", "Chance", "What drives it"),
        rows,
        "No prediction has been made for this post yet.",
        "A prediction for planning support; it decides nothing about anybody.",
    )


def _posts(seats: Sequence[Seat]) -> Known:
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


def _contacts(session: Session, authority: Authority, on: date) -> Known:
    return Known(
        Part.PEOPLE,
        "Whom the programme writes to",
        ("Name", "Kind", "Address"),
        [(each.name, CONTACT_WORDS[each.role], each.email) for each in list_contacts(session, authority, on=on)],
        "Contacts will appear here once the support team has recorded them.",
    )


def _access(authority: Authority, on: date) -> Known:
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


def _politics(session: Session, authority: Authority, seats: Sequence[Seat], on: date) -> Known:
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


def _calendar(session: Session, authority: Authority, seats: Sequence[Seat], handover: Handover, on: date) -> Known:
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
    if not handover.state.closed:
        last = handover.last_day
        found.append(
            (last.on, last.words, f"{handover.history.post.title}: expected last day of {handover.who_leaves}")
        )
    ahead = sorted({each for each in found if on <= each[0] <= end})
    return Known(
        Part.CALENDAR,
        f"What is on record for the days up to {day_in_words(end)}",
        ("When", "What"),
        [(when, what) for _, when, what in ahead],
        "Nothing is on record for the next 90 days.",
    )
