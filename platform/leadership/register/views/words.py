"""Sentences of the pages about posts."""

from datetime import date, timedelta

from leadership.register.days import Day
from leadership.register.history import History
from leadership.register.known import KnownTenure
from leadership.register.seats import Holder, Seat


def seat_sentence(seat: Seat) -> str:
    """How the post stands, in the first sentence of its page."""
    if seat.closed:
        closed_on = seat.history.closed_as_known(seat.known)
        return f"This post closed on {Day(closed_on).words}." if closed_on else "This post is closed."
    if seat.vacant:
        since = f" since {seat.vacant_since.words}" if seat.vacant_since else ""
        return f"Nobody holds this post{since}." + _coming(seat)
    first, *others = seat.holders
    sentence = f"{holder_words(first)}."
    for other in others:
        sentence += f" {other.name} keeps the post meanwhile." if other.away else f" {holder_words(other)}."
    return sentence + _coming(seat)


def holder_words(holder: Holder) -> str:
    """Who, how and since when: `Ada First, permanent, since 6 January 2020`."""
    since = holder.tenure.started.words
    whole = f", in the post since {holder.since.words}" if holder.since != holder.tenure.started else ""
    return f"{holder.name}, {holder.tenure.status.words}, since {since}{whole}"


def tenure_words(history: History, tenure: KnownTenure, on: date) -> str:
    """Who, how, from when to when; whoever is only to start is not "still there"."""
    there = "still there" if tenure.started.on <= on else "not yet begun"
    until = f"to {last_day(tenure.ended).words}" if tenure.ended else there
    if not tenure.came_about:
        until = "not taken up"
    return f"{history.name(tenure.person_id)}, {tenure.status.words}, {tenure.started.words}, {until}"


def _coming(seat: Seat) -> str:
    return f" Next: {seat.next.words}, {seat.next.on.words}." if seat.next else ""


def last_day(ended: Day) -> Day:
    """The last day in post, from the first day no longer in it."""
    return Day(ended.on - timedelta(days=1)) if ended.precision == "day" else ended


def slug(code: str) -> str:
    """A role's code as part of a file name."""
    return code.replace("_", "-")


def posts_sentence(seats: list[Seat]) -> str:
    """How many posts there are, how many of them nobody or somebody temporary holds, and the next dated thing."""
    if not seats:
        return "No post is on record yet."
    vacant = sum(seat.vacant for seat in seats)
    temporary = sum(bool(seat.holders) and not seat.holders[0].tenure.status.substantive for seat in seats)
    sentence = f"{len(seats)} {'post' if len(seats) == 1 else 'posts'}: {vacant} vacant, {temporary} interim or acting."
    coming = sorted(
        (each.on.on, f"{each.words}, {each.on.words}", seat.history.post.title)
        for seat in seats
        for each in seat.coming
    )
    if coming:
        _, words, title = coming[0]
        sentence += f" Next: {words} ({title})."
    return sentence
