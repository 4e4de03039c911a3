"""Reads where authorities stand in the landscape, as known on a day."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.inspection.detail import ILACS
from authorities.inspection.models import Inspection
from authorities.politics.models import Election, PoliticalControl
from authorities.recorded import as_known_on
from leadership.register.seats import Seat
from leadership.succession.kinds import Statement
from leadership.succession.landscape import Landscape, Stability, compare, expires_on
from leadership.succession.models import ConsistencyCall, PoliticalEngagement
from leadership.succession.political_facts import political_facts
from leadership.succession.versions import as_known

F = TypeVar("F", Inspection, PoliticalControl, Election)


@dataclass(frozen=True)
class Situation:
    """The landscape of one authority, with what was said by hand: the newest statement, even expired, and the call."""

    landscape: Landscape
    engagement: PoliticalEngagement | None
    call: ConsistencyCall | None


def read_situations(session: Session, seats: dict[int, Sequence[Seat]], on: date) -> dict[int, Situation]:
    """By authority; five queries, however many there are.

    Args:
        session: sees these authorities.
        seats: their open posts as they stand on the day.
        on: as known on this day.
    """
    numbers = sorted(seats)
    inspections = _grouped(session, Inspection, numbers, on)
    controls = _grouped(session, PoliticalControl, numbers, on)
    elections = _grouped(session, Election, numbers, on)
    said = as_known(
        session.scalars(select(PoliticalEngagement).where(PoliticalEngagement.authority_id.in_(numbers))),
        on,
        lambda each: each.authority_id,
    )
    calls = as_known(
        session.scalars(select(ConsistencyCall).where(ConsistencyCall.authority_id.in_(numbers))),
        on,
        lambda each: each.authority_id,
    )
    found = {}
    for number in numbers:
        engagement, call = said.get(number), calls.get(number)
        counts = engagement if engagement is not None and on < expires_on(engagement.stated_on) else None
        facts = political_facts(
            on=on,
            controls=[(each.effective_on, each.control) for each in controls[number]],
            elections=[(each.polling_on, each.cycle) for each in elections[number]],
            seats=seats[number],
            coalition=counts.coalition if counts else None,
        )
        stability = Stability(
            facts,
            {statement: bool(getattr(counts, statement.value)) for statement in Statement} if counts else None,
            stated_on=engagement.stated_on if engagement else None,
            expired_on=expires_on(engagement.stated_on) if engagement and counts is None else None,
        )
        # Grades of another framework mean something else and are compared with none of these (15.3).
        compared = compare([each for each in inspections[number] if each.framework == ILACS])
        found[number] = Situation(Landscape(compared, stability, call.high if call else None), engagement, call)
    return found


def _grouped(session: Session, model: type[F], numbers: Collection[int], on: date) -> defaultdict[int, list[F]]:
    grouped: defaultdict[int, list[F]] = defaultdict(list)
    rows = session.scalars(select(model).where(model.authority_id.in_(numbers)))
    for row in as_known_on(rows, on):
        grouped[row.authority_id].append(row)
    return grouped
