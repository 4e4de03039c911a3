"""What should make somebody look at a post's succession now: the trigger list of section 9. Pure."""

from collections.abc import Sequence
from datetime import date

from charts.words import count_in_words, day_in_words
from leadership.register.seats import Seat
from leadership.risk.months import add_months, months_between
from leadership.succession.exposure import is_core
from leadership.succession.readiness import Readiness

INTERIM_MONTHS = 9
HIGH_CHANCE = 0.5
WIDE_GAP = 0.5
OPEN_SEATS = 2
ELECTION_MONTHS = 6
LOW_OWNERSHIP = 0.5


def triggers_of_post(seat: Seat, readiness: Readiness, *, chance: float | None, on: date) -> tuple[str, ...]:
    """The triggers of one post.

    Args:
        seat: as it stands on the day.
        readiness: of the post.
        chance: of a change within twelve months; None where there is none, or the reader may not know it.
        on: the day.
    """
    found = [
        f"Notice is given: the holder leaves on {day_in_words(holder.leaves.effective_on)}"
        for holder in seat.holders
        if holder.leaves is not None
    ]
    first = seat.holders[0] if seat.holders else None
    since = first.since.on if first is not None and not first.tenure.status.substantive else None
    if since is not None and since < add_months(on, -INTERIM_MONTHS):
        months = int(months_between(since, on))
        found.append(f"Interim or acting for {'more than ' * (months == INTERIM_MONTHS)}{months} months")
    if chance is not None and chance >= HIGH_CHANCE and 1 - readiness.index >= WIDE_GAP:
        found.append(f"At least an even chance of a change within a year, with readiness of {readiness.words}")
    return tuple(found)


def triggers_of_authority(
    seats: Sequence[Seat], ownership: float, elections: Sequence[date], on: date
) -> tuple[str, ...]:
    """The triggers of the authority as a whole.

    Args:
        seats: its posts on the day.
        ownership: what the item of shared political ownership counts today.
        elections: days of polling that are known.
        on: the day.
    """
    found = []
    empty = sum(seat.vacant for seat in seats if is_core(seat))
    if empty >= OPEN_SEATS:
        found.append(f"{count_in_words(empty, 'core post is', 'core posts are')} vacant at once")
    until = add_months(on, ELECTION_MONTHS)
    ahead = sorted(day for day in elections if on < day <= until)
    if ahead and ownership < LOW_OWNERSHIP:
        found.append(f"Election on {day_in_words(ahead[0])}, with little shared political ownership on record")
    return tuple(found)
