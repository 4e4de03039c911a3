"""Since when a post has been watched, so that time counts as survived only where a departure would have been seen.

A register that starts with today's holders knows how long they have been there, and knows nobody who left before them.
Counting their months as months without a departure would make every risk far too low. So a post counts as watched from
the earliest of the days that can be defended:

* the day from which the register vouches for its holders (`Seat.observed_from`);
* its opening, if it was opened on record after its first holder had come;
* otherwise the first recorded departure in its authority, but not before the first one in its role.

On each of these days the future of the post was still open, so counting from it favours neither side; the departures of
the day itself do not count.
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
    days = [day for day in (seat.observed_from, _from_the_record(seat, holdings, by_authority, by_role)) if day]
    return min(days, default=None)


def _from_the_record(
    seat: Seat, holdings: tuple[Holding, ...], by_authority: dict[str, date], by_role: dict[str, date]
) -> date | None:
    if holdings and holdings[0].start < seat.opened_on:
        return seat.opened_on
    if seat.authority not in by_authority or seat.role not in by_role:
        return None
    return max(by_authority[seat.authority], by_role[seat.role])
