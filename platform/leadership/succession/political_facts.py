"""The six political facts of an authority, from what the register knows on a day (risk-and-analysis 15.3). Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from charts.words import day_in_words
from leadership.register.seats import Seat
from leadership.risk.months import add_months
from leadership.succession.landscape import Fact

NO_MAJORITY = "no overall control"
CONTROL_MONTHS = 24
POSTS = (("council_leader", "leader of the council", 24), ("lead_member", "lead member", 18))
CHIEF = ("chief_executive", "chief executive", 24)
ELECTION_MONTHS = 12


def political_facts(
    *,
    on: date,
    controls: Sequence[tuple[date, str]],
    elections: Iterable[tuple[date, str]],
    seats: Sequence[Seat],
    coalition: bool | None,
) -> tuple[Fact, ...]:
    """Each fact with what it rests on; one that the record does not tell is unknown, never false.

    Args:
        on: the day.
        controls: who is in control from which day on.
        elections: days of polling with their cycle.
        seats: the posts as they stand on the day.
        coalition: whether a coalition is said to be signed; None where nothing is said.
    """
    ordered = sorted(item for item in controls if item[0] <= on)
    return (
        _control(ordered, on),
        *(_in_post(seats, role, words, months, on) for role, words, months in (*POSTS, CHIEF)),
        _election(list(elections), on),
        _majority(ordered, coalition),
    )


def _control(controls: Sequence[tuple[date, str]], on: date) -> Fact:
    words = f"Political control unchanged for {CONTROL_MONTHS} months"
    if not controls:
        return Fact(words, None, "No political control is on record")
    since = controls[-1][0]
    for day, control in reversed(controls):
        if control != controls[-1][1]:
            break
        since = day
    return Fact(words, since <= add_months(on, -CONTROL_MONTHS), f"{controls[-1][1]}, since {day_in_words(since)}")


def _in_post(seats: Sequence[Seat], role: str, who: str, months: int, on: date) -> Fact:
    words = f"The {who} in post for {months} months"
    there = [seat for seat in seats if seat.history.post.role_code == role]
    if not there:
        return Fact(words, None, f"No post of {who} is on record")
    holders = [holder for seat in there for holder in seat.holders if not holder.away]
    if not holders:
        return Fact(words, False, "Nobody holds the post")
    since = min(holders, key=lambda holder: holder.since.on).since
    return Fact(words, since.on <= add_months(on, -months), f"In post since {since.words}")


def _election(elections: Sequence[tuple[date, str]], on: date) -> Fact:
    words = f"No election of the whole council within {ELECTION_MONTHS} months"
    if not elections:
        return Fact(words, None, "No election is on record")
    until = add_months(on, ELECTION_MONTHS)
    ahead = sorted(day for day, cycle in elections if cycle == "all_out" and on < day <= until)
    if ahead:
        return Fact(words, False, f"Election on {day_in_words(ahead[0])}")
    return Fact(words, True, f"None on record up to {day_in_words(until)}")


def _majority(controls: Sequence[tuple[date, str]], coalition: bool | None) -> Fact:
    words = "One party has a majority, or a coalition is signed"
    if not controls:
        return Fact(words, None, "No political control is on record")
    control = controls[-1][1]
    if control.casefold() != NO_MAJORITY:
        return Fact(words, True, control)
    if coalition is None:
        return Fact(words, None, "No overall control; nothing is said of a coalition")
    return Fact(words, coalition, "No overall control; " + ("a coalition is signed" if coalition else "no coalition"))
