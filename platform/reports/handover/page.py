"""A pack as it is shown: its sentence, its nine parts with what was written and what is known, and who did what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.words import day_in_words
from core.access import Identity
from leadership.handover.confirm import acts_for_holder, may_confirm
from leadership.handover.find import Handover, list_actions, list_events, list_parts
from leadership.handover.models import HandoverAction, HandoverEntry, HandoverEvent
from leadership.handover.parts import Behaviour, Part
from leadership.handover.states import Deed, State
from outcomes.collection.people import names_of
from reports.handover.known import known_of
from reports.handover.table import Known

SOMEBODY = "Somebody who signs in no more"
PRODUCT = "Throughline"


@dataclass(frozen=True)
class PartShown:
    """One part: its newest version, if there is one, and the tables that belong to it."""

    part: Part
    entry: HandoverEntry | None
    writer: str
    known: Sequence[Known]

    @property
    def state(self) -> str:
        if self.entry is None or not self.entry.words:
            return "Not started"
        return "Done" if self.entry.done else "Begun"

    @property
    def tone(self) -> str:
        """The look of the state, as macros/states.html knows it."""
        return {"Done": "good", "Begun": "info"}.get(self.state, "neutral")

    @property
    def behaviours(self) -> list[str]:
        """How we lead here: the behaviours that the writer named."""
        return [Behaviour(each).words for each in self.entry.behaviours] if self.entry else []


@dataclass(frozen=True)
class PackPage:
    """Everything on the page of a pack."""

    authority: Authority
    handover: Handover
    parts: Sequence[PartShown]
    actions: Sequence[tuple[HandoverAction, str, str]]
    events: Sequence[tuple[HandoverEvent, str, str]]
    on: date
    may_confirm: bool
    on_behalf: bool

    @property
    def done(self) -> int:
        """How many of the nine parts are done."""
        return sum(part.state == "Done" for part in self.parts)

    @property
    def sentence(self) -> str:
        """What the page opens with: who leaves when, who follows, how much of it is done."""
        return f"{_who(self.handover, self.on)} {_how_far(self.handover, self.done)}"


def page_of(session: Session, *, by: Identity, authority: Authority, handover: Handover, on: date) -> PackPage:
    """Read everything of a pack that the reader may see."""
    pack = handover.pack
    entries = list_parts(session, pack)
    actions, events = list_actions(session, pack), list_events(session, pack)
    known = known_of(session, by=by, authority=authority, handover=handover, on=on)
    names = names_of(
        session,
        [
            *(entry.written_by_id for entry in entries.values()),
            *(number for action in actions for number in (action.added_by_id, action.done_by_id)),
            *(event.by_id for event in events),
        ],
    )
    return PackPage(
        authority=authority,
        handover=handover,
        parts=[
            PartShown(
                part,
                entries.get(part),
                _name(names, entries[part].written_by_id) if part in entries else "",
                [each for each in known if each.part is part],
            )
            for part in Part
        ],
        actions=[
            (action, _name(names, action.added_by_id), _name(names, action.done_by_id) if action.done_at else "")
            for action in actions
        ],
        events=[(event, _told(event, handover), _name(names, event.by_id)) for event in events],
        on=on,
        may_confirm=may_confirm(session, by=by, handover=handover, on=on),
        on_behalf=acts_for_holder(by, handover),
    )


def _name(names: Mapping[int | None, str], number: int | None) -> str:
    return PRODUCT if number is None else names.get(number, SOMEBODY)


def _told(event: HandoverEvent, handover: Handover) -> str:
    deed = Deed(event.kind)
    if deed is Deed.CONFIRMED and handover.pack.on_behalf:
        return f"{deed.words}, by a lead on behalf of {handover.who_follows or 'the new holder'}"
    return deed.words


def _who(handover: Handover, on: date) -> str:
    last = handover.last_day
    verb, when = ("left", "last day was") if last.last < on else ("is to leave", "last day is")
    sentence = f"{handover.who_leaves} {verb}; the {when} {last.words}."
    if handover.following is None:
        return f"{sentence} Nobody is on record as taking over yet."
    started = handover.following.started
    took = "took over" if started.on <= on else "takes over"
    return f"{sentence} {handover.who_follows} {took} on {started.words}."


def _how_far(handover: Handover, done: int) -> str:
    if handover.state is State.HANDED_OVER:
        closed = f" on {day_in_words(handover.pack.closed_at.date())}" if handover.pack.closed_at else ""
        return f"The handover was confirmed{closed}, with {done} of 9 parts done."
    if handover.state is State.NOT_NEEDED:
        return "The handover is no longer needed."
    return f"{done} of 9 parts are done."
