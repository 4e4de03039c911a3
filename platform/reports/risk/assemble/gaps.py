"""The gaps a report starts with: vacant, leaving with no successor known, interim for too long."""

from dataclasses import dataclass
from datetime import date

from leadership.risk.history import History, Post
from leadership.risk.months import months_between
from leadership.risk.notices import Notice, notices_of
from leadership.risk.priors import Group

# An interim arrangement is a gap after nine months (risk-and-analysis 9, trigger list).
LONG_INTERIM_MONTHS = 9


@dataclass(frozen=True)
class Gap:
    """Why a post stands at the head of the report, and how far up: 0 is first."""

    urgency: int
    sentence: str


def gap_of(post: Post, history: History) -> Gap | None:
    """The gap of a post that somebody holds; vacant posts have theirs from the prediction."""
    holders = post.holders()
    if not holders:
        return None
    leaving = next_departure(post, history)
    if leaving is not None and not successor_known(post, history.landmark):
        return Gap(1, f"The holder is expected to leave on {words(leaving.expected_on)}. No successor is known.")
    spell = holders[-1].spells[-1]
    months = int(months_between(spell.clock_from, history.landmark))
    if spell.group is Group.TEMPORARY and months >= LONG_INTERIM_MONTHS:
        return Gap(2, f"Held on an interim basis for {months} months.")
    return None


def next_departure(post: Post, history: History) -> Notice | None:
    """The earliest departure that stands announced at the landmark."""
    standing = [
        notice
        for holding in post.holders()
        for notice in notices_of(post, holding, history)
        if notice.known_on <= history.landmark < notice.until
    ]
    return min(standing, key=lambda notice: notice.expected_on, default=None)


def successor_known(post: Post, landmark: date) -> bool:
    """Whether somebody else is known to start after the landmark."""
    present = {holding.person for holding in post.holders()}
    return any(row.started_on > landmark and row.person not in present for row in post.rows)


def words(day: date) -> str:
    """A day as it is read: 1 May 2026."""
    return f"{day.day} {day:%B %Y}"
