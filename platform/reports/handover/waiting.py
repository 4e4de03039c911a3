"""The list of packs: what waits first, by the days that are left, and apart what is outside the programme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.members import list_member_ids
from authorities.register.models import Authority
from leadership.handover.completeness import parts_done
from leadership.handover.find import Handover
from leadership.handover.parts import Part

PARTS = len(Part)


@dataclass(frozen=True)
class Line:
    """A pack in the list, with how many parts are done and how many days are left; below 0 the last day has passed."""

    handover: Handover
    authority: Authority
    done: int
    days: int

    @property
    def overdue(self) -> bool:
        """Whether the holder has left and parts are missing."""
        return not self.handover.state.closed and self.days < 0 and self.done < PARTS

    @property
    def left(self) -> str:
        """How long it is to the last day, where the day itself is known and the pack is not closed."""
        if self.handover.state.closed or self.handover.last_day.precision != "day":
            return ""
        if self.days == 0:
            return "today"
        number = f"{abs(self.days)} {'day' if abs(self.days) == 1 else 'days'}"
        return f"in {number}" if self.days > 0 else f"{number} ago"


def lines_of(session: Session, found: Sequence[Handover], on: date) -> list[Line]:
    """The most urgent first: left with parts missing, then as many days as are left, fewer parts before more.

    Closed ones come last, as they came. A last day that is known to the month alone is reckoned from its end.
    """
    numbers = {each.pack.authority_id for each in found}
    names = {each.id: each for each in session.scalars(select(Authority).where(Authority.id.in_(numbers)))}
    done = parts_done(session, [each.pack.id for each in found])
    lines = [
        Line(each, names[each.pack.authority_id], done.get(each.pack.id, 0), (each.last_day.last - on).days)
        for each in found
    ]
    waiting = [line for line in lines if not line.handover.state.closed]
    waiting.sort(key=lambda line: (not line.overdue, line.days, line.done, line.authority.name))
    return waiting + [line for line in lines if line.handover.state.closed]


def apart(session: Session, lines: Iterable[Line], on: date) -> tuple[list[Line], list[Line]]:
    """The lines of the programme's members, and those of authorities outside it."""
    members = set(list_member_ids(session, on=on))
    found: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        found[line.authority.id not in members].append(line)
    return found
