"""Handovers of the invented programme, made by the real verbs: one in each state, at the personas' own authority.

The director whom one may be leaves in four months and has written part of the pack; an assistant director leaves
sooner, and somebody of the authority moves up, which opens the next vacancy (B9). One more, elsewhere, is confidential.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

from sqlalchemy import delete
from sqlalchemy.orm import Session

from accounts.personas import Persona, find_persona
from authorities.programme.members import list_members
from authorities.register.models import Authority
from core.access import Identity
from core.outbox import OutboxMessage
from core.scope import Scope
from core.transaction import transaction
from leadership.handover.confirm import confirm_handover
from leadership.handover.find import Handover, list_handovers
from leadership.handover.models import HandoverPack
from leadership.handover.parts import Behaviour, Part
from leadership.handover.write import add_action, write_part
from leadership.register.appointments import appoint
from leadership.register.days import Day
from leadership.register.departures import announce_departure, record_departure, withdraw_departure
from leadership.register.errors import LeadershipError
from leadership.register.history import list_histories
from leadership.register.kinds import Confidence, EndReason, TenureStatus
from leadership.register.log import RISK_RUN
from leadership.register.models import Person, Tenure
from leadership.register.people import record_person
from leadership.register.seats import Seat, seat_on
from leadership.register.told import Told
from web.demonstration.return_people import identity_of, persona_authority, reviewer_of

LONG_KNOWN = timedelta(days=30)
FOLLOWER = "Marsha Tilling"
CHIEF_EXECUTIVE, DIRECTOR = "chief_executive", "dcs"
WRITTEN = {
    Part.PURPOSE: (
        "We took this on because families told us the same story to a new worker every few months. One team stays "
        "with a family until the plan is done. When money is short we keep that, and let other things go first."
    ),
    Part.FIDELITY: (
        "Group discussion and the shared workbook are part of every week. The adult workers started in two of the "
        "three localities; the third waits for its recruitment. Nothing was left out, one element is adapted and "
        "written down."
    ),
    Part.OUTCOMES: (
        "Look at repeat plans and re-referrals together, never at one of them alone. The steps down in the second "
        "year are real as far as we can tell; the last quarter rests on small numbers."
    ),
    Part.RISKS: (
        "The grant for the adult workers ends with the financial year. Two team managers carry the practice in "
        "the north of the county, and one of them has been approached by a neighbour."
    ),
    Part.PEOPLE: (
        "The practice leads and the health visitor manager keep this going on any given day. Meet the police "
        "inspector and the head of the adult mental health team in the first fortnight: both were promised a "
        "standing seat."
    ),
    Part.POLITICS: (
        "The lead member visits a team every month and speaks for the work in cabinet. The opposition was briefed "
        "in the spring and asked good questions about cost; it expects an answer before the budget."
    ),
    Part.FINANCE: (
        "The council has agreed to take half of the posts into its base budget. The paper on the other half goes "
        "to the finance board in the next quarter, and the business case is in the shared folder."
    ),
    Part.CALENDAR: (
        "Do not miss the partnership board, the quarter's return and the visit of the programme's support team. "
        "The slides for the board are drafted and lack the figures of the last quarter."
    ),
    Part.LESSONS: (
        "Bring the middle managers in before the partners, not after. I would start the joint training a term "
        "earlier, and I found out too late how much a quiet champion in finance is worth."
    ),
}
TAGS = {
    Part.PURPOSE: (Behaviour.COMMITMENT, Behaviour.RESULTS),
    Part.PEOPLE: (Behaviour.COLLABORATION, Behaviour.BELIEF),
    Part.LESSONS: (Behaviour.LEARNING, Behaviour.OPENNESS),
}


class Stage:
    """What every play needs: the authority, who acts for it, and today."""

    def __init__(self, session: Session, authority: Authority, on: date) -> None:
        self.session, self.authority, self.on = session, authority, on
        self.support = reviewer_of(session)
        self.lead = self._persona(Persona.LEAD)
        self.leader = self._persona(Persona.LEADER)
        self.told = Told(on - LONG_KNOWN, "letter to the lead member", Confidence.HIGH)

    def _persona(self, persona: Persona) -> Identity:
        account = find_persona(self.session, persona)
        return identity_of(self.session, account) if account else self.support

    def seats(self) -> list[Seat]:
        """Posts with one holder of whom nothing is known to come, the director's first."""
        histories = list_histories(
            self.session, by=self.support, authority_id=self.authority.id, on=self.on, open_only=True
        )
        seats = [seat_on(history, self.on) for history in histories if history.role.kind == "officer"]
        return [seat for seat in seats if self._settled(seat)]

    def _settled(self, seat: Seat) -> bool:
        if len(seat.holders) != 1 or any(not each.words.startswith("the contract of") for each in seat.coming):
            return False
        tenure = seat.holders[0].tenure
        return tenure.ended is None and tenure.known_on < self.on - 2 * LONG_KNOWN and not seat.history.post.job_share

    def taken_over(self) -> list[Handover]:
        """Open packs that the import has brought, of posts that somebody else holds by now."""
        found = list_handovers(
            self.session, by=self.support, on=self.on, authority_id=self.authority.id, unfinished=True
        )
        return [each for each in found if each.taken_over(self.on)]

    def row(self, seat: Seat) -> Tenure:
        return seat.history.row(seat.holders[0].tenure.id)

    def announce(self, seat: Seat, last_day: date) -> Handover:
        """The holder is to leave; the pack that this opens."""
        announce_departure(
            self.session,
            by=self.lead,
            post=seat.history.post,
            tenure=self.row(seat),
            last_day=Day(last_day),
            told=self.told,
            on=self.on,
        )
        return self.pack(seat)

    def pack(self, seat: Seat) -> Handover:
        """The unfinished pack of a post."""
        return list_handovers(
            self.session,
            by=self.support,
            on=self.on,
            authority_id=self.authority.id,
            post_id=seat.history.post.id,
            unfinished=True,
        )[0]

    def write(self, by: Identity, pack: HandoverPack, parts: Sequence[Part], *, done: bool = True) -> None:
        """Fill parts of a pack."""
        for part in parts:
            write_part(
                self.session,
                by=by,
                pack=pack,
                part=part,
                words=WRITTEN[part],
                behaviours=TAGS.get(part, ()),
                done=done,
                after_version=0,
            )


def make_handovers(on: date) -> int:
    """Play the handovers of the personas' authority; returns how many. Done once: where a pack was written, nothing."""
    with transaction(Scope.EVERYTHING) as session:
        number = persona_authority(session)
        authority = session.get(Authority, number) if number is not None else None
        if authority is None:
            return 0
        stage = Stage(session, authority, on)
        if any(each.state.closed for each in list_handovers(session, by=stage.support, on=on, authority_id=number)):
            return 0
        played = _play_all(stage)
        _tell_few(session, authority, on)
        # The report that is made next knows all of it; a run for each departure would only make the start slower.
        session.flush()
        session.execute(delete(OutboxMessage).where(OutboxMessage.task == RISK_RUN, OutboxMessage.sent_at.is_(None)))
    return played


def _play_all(stage: Stage) -> int:
    seats = stage.seats()
    mine = [seat for seat in seats if stage.row(seat).person_id in stage.leader.person_ids]
    others = [seat for seat in seats if seat not in mine and seat.history.role.code != CHIEF_EXECUTIVE]
    top = [seat for seat in seats if seat.history.role.code == CHIEF_EXECUTIVE]
    # The last of the posts is left by whoever moves up.
    spare = [*others[1:-1], *top]
    taken_over = stage.taken_over()
    plays: list[Callable[[], None]] = [partial(begun, stage, seat) for seat in mine[:1]]
    plays += [partial(ready_with_a_move_up, stage, seat, others[-1]) for seat in others[:-1][:1]]
    if taken_over:
        plays.append(partial(hand_over, stage, taken_over[0]))
    elif spare:
        plays.append(partial(leave_and_hand_over, stage, spare.pop(0)))
    plays += [partial(not_needed, stage, seat) for seat in spare[:1]]
    played = 0
    for play in plays:
        with suppress(LeadershipError), stage.session.begin_nested():
            play()
            played += 1
    return played


def _tell_few(session: Session, own: Authority, on: date) -> None:
    """At another member somebody below the director is to leave, and few may know."""
    for authority in list_members(session, on=on):
        stage = Stage(session, authority, on)
        below = [seat for seat in stage.seats() if seat.history.role.code not in {DIRECTOR, CHIEF_EXECUTIVE}]
        if authority.id != own.id and below:
            confidential(stage, below[0])
            return


def begun(stage: Stage, seat: Seat) -> None:
    """Four months ahead: four parts are done and one is begun, by whoever leaves; nobody is appointed."""
    pack = stage.announce(seat, stage.on + timedelta(days=120)).pack
    stage.write(stage.leader, pack, (Part.PURPOSE, Part.OUTCOMES, Part.PEOPLE, Part.FINANCE))
    stage.write(stage.leader, pack, (Part.LESSONS,), done=False)
    for what, owner, days in (
        ("Introduce whoever follows to the chair of the safeguarding partnership", "The director", 90),
        ("Name who signs the quarter's return off from the spring on", "The lead", 30),
    ):
        add_action(
            stage.session, by=stage.lead, pack=pack, what=what, owner=owner, due_on=stage.on + timedelta(days=days)
        )


def ready_with_a_move_up(stage: Stage, seat: Seat, below: Seat) -> None:
    """Six weeks ahead: all nine parts are done, and somebody of the authority moves up."""
    last_day = stage.on + timedelta(days=45)
    pack = stage.announce(seat, last_day).pack
    stage.write(stage.lead, pack, tuple(Part))
    tenure = stage.row(below)
    appoint(
        stage.session,
        by=stage.lead,
        post=seat.history.post,
        person=stage.session.get_one(Person, tenure.person_id),
        status=TenureStatus.PERMANENT,
        started=Day(last_day + timedelta(days=1)),
        told=stage.told,
        on=stage.on,
        internal=True,
        leaves=[tenure],
    )


def leave_and_hand_over(stage: Stage, seat: Seat) -> None:
    """Three weeks ago somebody left and somebody from outside has started."""
    day = Day(stage.on - timedelta(days=21))
    record_departure(
        stage.session,
        by=stage.lead,
        post=seat.history.post,
        tenure=stage.row(seat),
        ended=day,
        reason=EndReason.PLANNED_MOVE,
        told=stage.told,
        on=stage.on,
    )
    person = record_person(stage.session, by=stage.lead, authority=stage.authority, name=FOLLOWER)
    appoint(
        stage.session,
        by=stage.lead,
        post=seat.history.post,
        person=person,
        status=TenureStatus.PERMANENT,
        started=day,
        told=stage.told,
        on=stage.on,
        internal=False,
    )
    hand_over(stage, stage.pack(seat))


def hand_over(stage: Stage, handover: Handover) -> None:
    """All but one part is done, and a lead confirms for the new holder."""
    stage.write(stage.lead, handover.pack, tuple(Part)[:-1])
    confirm_handover(stage.session, by=stage.lead, handover=handover, on=stage.on)


def not_needed(stage: Stage, seat: Seat) -> None:
    """Somebody who was to leave stays."""
    stage.announce(seat, stage.on + timedelta(days=60))
    withdraw_departure(
        stage.session,
        by=stage.lead,
        post=seat.history.post,
        tenure=stage.row(seat),
        told=Told(stage.on - timedelta(days=3)),
        on=stage.on,
    )


def confidential(stage: Stage, seat: Seat) -> None:
    """Somebody is to leave and few may know: the pack is there for the support team and those entitled alone."""
    announce_departure(
        stage.session,
        by=stage.support,
        post=seat.history.post,
        tenure=stage.row(seat),
        last_day=Day(stage.on + timedelta(days=150)),
        told=Told(stage.on - timedelta(days=7), "a talk with the chief executive", Confidence.MEDIUM),
        on=stage.on,
        confidential_until=stage.on + timedelta(days=40),
    )
