"""Succession in the invented programme, recorded by the real verbs: every state at the personas' own authority.

Every member says something of itself, some of it long ago, so that the report starts with gaps and shows what is stale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.members import list_members
from authorities.register.models import Authority
from core.access import Identity
from core.clock import now
from core.scope import Scope
from core.transaction import transaction
from leadership.register.history import list_histories
from leadership.register.models import Person, Post
from leadership.register.seats import Seat, seat_on
from leadership.succession.alert import find_threshold, set_threshold
from leadership.succession.engagement import Engagement, call_consistency, state_engagement
from leadership.succession.items import ItemFacts, assess_item
from leadership.succession.kinds import Item, Level, Loss, Ready
from leadership.succession.plan import PlanFacts, judge_loss, record_plan
from leadership.succession.successors import name_successor
from reports.succession.issue import find_newest, make_issue
from web.demonstration.return_people import lead_of, persona_authority, reviewer_of

THRESHOLD = 60
QUARTER_AGO = timedelta(days=91)
LONG_AGO = timedelta(days=430)
OWNER = "Head of organisational development"
NAMES = ("Rowan Tarrant", "Priya Castellan", "Tomasz Wetherby", "Leah Oduya", "Imran Falconer", "Sian Brackley")
REASONS = (
    "The grant that pays for the post ends with the financial year",
    "Settled in the post; nothing points to a move",
    "Has been asked to help a neighbouring authority two days a week",
)
IMPACTS = (
    "Partners and councillors know the innovation through this post",
    "Two team managers could keep the practice going for some months",
)
READINESS = (Ready.NOW, Ready.FROM_12_TO_24, Ready.WITHIN_12, Ready.OVER_24)


@dataclass(frozen=True)
class Play:
    """What is said at one authority, by whom, and which of the variants it is."""

    session: Session
    by: Identity
    authority: Authority
    seats: Sequence[Seat]
    place: int
    on: date

    def post(self, number: int) -> Post:
        return self.seats[number].history.post

    def pick(self, choices: Sequence[str], number: int) -> str:
        return choices[(self.place + number) % len(choices)]


def make_succession(on: date) -> int:
    """Fill the plans of all members; returns how many. Done once: where a level of alerts is set, nothing happens."""
    with transaction(Scope.EVERYTHING) as session:
        if find_threshold(session) is not None:
            return 0
        own = persona_authority(session)
        members = sorted(list_members(session, on=on), key=lambda each: each.id != own)
        leads = [
            (each.id, lead_of(session, each, place, now() - timedelta(days=60))) for place, each in enumerate(members)
        ]
        support = reviewer_of(session)
    for place, (number, by) in enumerate(leads):
        # As the lead: nobody else may write down who might follow.
        with transaction(by.scope()) as session:
            authority = session.get_one(Authority, number)
            seats = _seats(session, by, number, on)
            if seats:
                play = Play(session, by, authority, seats, place, on)
                tell = _whole if place == 0 else _some
                tell(play)
    with transaction(support.scope()) as session:
        set_threshold(session, by=support, percent=THRESHOLD, on=on)
    return len(leads)


def make_report(on: date) -> None:
    """One issue as of a quarter ago and one of today, so that the second says what changed. Once."""
    with transaction(Scope.EVERYTHING) as session:
        support = reviewer_of(session)
    with transaction(support.scope()) as session:
        if find_newest(session) is None:
            make_issue(session, by=support, on=on - QUARTER_AGO)
            make_issue(session, by=support, on=on)


def _seats(session: Session, by: Identity, authority_id: int, on: date) -> list[Seat]:
    """Posts that have been there for two years at least, so that what is said of them may be old."""
    histories = list_histories(session, by=by, authority_id=authority_id, on=on, open_only=True)
    return [seat_on(history, on) for history in histories if history.post.known_on <= on - 2 * LONG_AGO]


def _whole(play: Play) -> None:
    """The authority whose lead one may be: a full plan, one with stale items, one without a successor."""
    _judge(play, 0, Level.HIGH, Level.VERY_HIGH, play.on - QUARTER_AGO)
    _judge(play, 0, Level.MEDIUM, Level.VERY_HIGH, play.on - timedelta(days=10))
    _plan(play, 0, approved=play.on - timedelta(days=200), review_due=play.on + timedelta(days=45))
    _name(play, 0, Ready.WITHIN_12, "A term as acting director, with a mentor from outside")
    _name(play, 0, Ready.FROM_12_TO_24, "Lead the next inspection's preparation")
    _item(play, 0, Item.CHAMPIONS, "1", "List of champions in the three localities", timedelta(days=40))
    _item(play, 0, Item.RECRUITMENT, "0.5", "Person specification of the last recruitment", timedelta(days=60))
    _item(play, 0, Item.HANDOVER, "0.5", "Notes of the deputy", timedelta(days=80))
    _item(play, None, Item.OWNERSHIP, "1", "Minutes of the cabinet and of three briefings", timedelta(days=100))
    if len(play.seats) > 1:
        _judge(play, 1, Level.LOW, Level.HIGH, play.on - LONG_AGO)
        _plan(play, 1, approved=play.on - LONG_AGO, review_due=play.on - timedelta(days=60))
        _name(play, 1, Ready.NOW, None)
        _item(play, 1, Item.CHAMPIONS, "0.5", "One champion named", LONG_AGO)
    _engage(play, 4, timedelta(days=30))


def _some(play: Play) -> None:
    """Another member: a few posts, more or less, so that no two are alike."""
    said = play.on - (LONG_AGO if play.place % 4 == 0 else QUARTER_AGO + timedelta(days=play.place))
    for number in range(min(len(play.seats), 2 + play.place % 2)):
        _judge(play, number, _level(play.place + number), _level(play.place + 2 * number + 1), said)
        if (play.place + number) % 3:
            _plan(play, number, approved=said if play.place % 2 else None, review_due=play.on + timedelta(days=70))
            _name(play, number, READINESS[(play.place + number) % len(READINESS)], None)
        value = ("1", "0.5", "0")[play.place % 3]
        _item(play, number, Item.CHAMPIONS, value, "Note of the steering group", play.on - said)
    _item(play, None, Item.OWNERSHIP, ("0.5", "1", "0")[play.place % 3], "Minutes of the cabinet", play.on - said)
    # Every third member has said nothing of engagement, so that its picture is hatched.
    if (play.place + 1) % 3:
        _engage(play, 1 + play.place % 5, play.on - said)
    if play.place % 5 == 1:  # where inspections say enough, the call is kept and not used
        call_consistency(
            play.session,
            by=play.by,
            authority=play.authority,
            high=bool(play.place % 2),
            reason="The last two monitoring visits saw the same strengths",
            owner=OWNER,
            on=said,
        )


def _level(number: int) -> Level:
    return list(Level)[number % len(Level)]


def _judge(play: Play, number: int, likelihood: Level, impact: Level, on: date) -> None:
    for kind, level, reasons in ((Loss.LIKELIHOOD, likelihood, REASONS), (Loss.IMPACT, impact, IMPACTS)):
        judge_loss(
            play.session,
            by=play.by,
            post=play.post(number),
            kind=kind,
            level=level,
            reason=play.pick(reasons, number),
            owner="Chief executive",
            judged_on=on,
            on=on,
        )


def _plan(play: Play, number: int, *, approved: date | None, review_due: date) -> None:
    facts = PlanFacts(
        written=True,
        owner=OWNER,
        approved_on=approved,
        approved_by="Chief executive" if approved else None,
        reviewed_on=approved,
        review_due_on=review_due,
        evidence="Workforce board papers",
    )
    record_plan(play.session, by=play.by, post=play.post(number), facts=facts, on=approved or play.on - QUARTER_AGO)


def _name(play: Play, number: int, ready: Ready, note: str | None) -> None:
    """A holder of another post where there is one, else somebody invented."""
    post = play.post(number)
    others = [
        holder.tenure.person_id
        for seat in play.seats
        if seat.history.post.id != post.id and seat.history.role.kind == _kind(play, number)
        for holder in seat.holders
    ]
    person = None
    if others and number == 0 and ready is not Ready.NOW:
        found = play.session.scalars(select(Person).where(Person.id == others[0])).one_or_none()
        person = found if ready is Ready.WITHIN_12 else None
    name = next(islice(cycle(NAMES), play.place + 2 * number + (ready is Ready.FROM_12_TO_24), None))
    name_successor(
        play.session,
        by=play.by,
        post=post,
        ready=ready,
        place=None,
        on=play.on - timedelta(days=20 + play.place),
        person=person,
        name=None if person else name,
        note=note,
    )


def _kind(play: Play, number: int) -> str:
    """Officer or elected: nobody follows across that line here."""
    return play.seats[number].history.role.kind


def _item(play: Play, number: int | None, item: Item, value: str, evidence: str, ago: timedelta) -> None:
    facts = ItemFacts(Decimal(value), OWNER, play.on - ago, evidence if value != "0" else None)
    assess_item(
        play.session,
        by=play.by,
        authority=play.authority,
        post=None if number is None else play.post(number),
        item=item,
        facts=facts,
        on=play.on - ago,
    )


def _engage(play: Play, holds: int, ago: timedelta) -> None:
    evidence = {
        "lead_member": "Diary of the lead member",
        "leaders": "Agendas of the quarterly sessions",
        "opposition": "Briefing note",
        "visits": "Programme of visits",
        "board": "Terms of reference of the board",
    }
    state_engagement(
        play.session,
        by=play.by,
        authority=play.authority,
        said=Engagement("Director of children's services", play.on - ago, frozenset(list(evidence)[:holds]), evidence),
        on=play.on - ago,
    )
