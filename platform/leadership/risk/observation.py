"""Since when a post has been watched, so that time counts as survived only where a departure would have been seen.

A register that starts with today's holders knows how long they have been there, and knows nobody who left before them.
Counting their months as months without a departure would make every risk far too low. So, unless the register says
since when the holders of a post are complete (`Seat.observed_from`):

* a post that was opened on record after its first holder had come is watched from its opening;
* any other is watched from the first recorded departure in its authority, and not before the first one in its role.
  Both are days at which, whatever they are, the future is still open, so counting from them favours neither side;
  the departures of those very days do not count.
"""

from collections.abc import Sequence
from datetime import date

from leadership.risk.facts import Seat
from leadership.risk.spells import Holding


def observed_from(seats: Sequence[Seat], holdings: Sequence[tuple[Holding, ...]]) -> list[date | None]:
    """For each post the day from which its holders count as watched; `None` when no day can be defended yet."""
    by_authority: dict[str, date] = {}
    by_role: dict[str, date] = {}
    for seat, mine in zip(seats, holdings, strict=True):
        first = min((holding.end for holding in mine if holding.left and holding.end is not None), default=None)
        if first is None:
            continue
        by_authority[seat.authority] = min(first, by_authority.get(seat.authority, first))
        by_role[seat.role] = min(first, by_role.get(seat.role, first))
    return [_one(seat, mine, by_authority, by_role) for seat, mine in zip(seats, holdings, strict=True)]


def _one(
    seat: Seat, holdings: tuple[Holding, ...], by_authority: dict[str, date], by_role: dict[str, date]
) -> date | None:
    if seat.observed_from is not None:
        return seat.observed_from
    if holdings and holdings[0].start < seat.opened_on:
        return seat.opened_on
    if seat.authority not in by_authority or seat.role not in by_role:
        return None
    return max(by_authority[seat.authority], by_role[seat.role])
