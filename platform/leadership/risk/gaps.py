"""A vacant post: since when, and whether a successor is known."""

from datetime import date

from leadership.risk.history import Post
from leadership.risk.months import months_between


def gap_line(post: Post, landmark: date) -> str:
    """One or two sentences for a post that nobody holds at the landmark."""
    ends = [holding.end for holding in post.holdings if holding.end is not None]
    since = max(ends, default=None)
    if since is None:
        first = f"Nobody is on record in this post, which opened on {_day(post.seat.opened_on)}."
    else:
        first = f"Vacant since {_day(since)} ({_length(since, landmark)})."
    starts = [row.started_on for row in post.rows if row.started_on > landmark]
    if not starts:
        return f"{first} No successor is known."
    return f"{first} A successor is due to start on {_day(min(starts))}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _length(since: date, landmark: date) -> str:
    months = int(months_between(since, landmark))
    if months == 0:
        return "less than a month"
    return "1 month" if months == 1 else f"{months} months"
