"""The next known dates of a post: last days, first days, ends of contracts, elections, new boundaries."""

from datetime import date

from leadership.risk.facts import AuthorityFacts
from leadership.risk.history import History, Post
from leadership.risk.months import add_months
from reports.risk.assemble.gaps import next_departure, words

AHEAD_MONTHS = 12


def next_dates(post: Post, history: History, facts: AuthorityFacts) -> tuple[str, ...]:
    """What is known to happen within twelve months, earliest first, each as "1 May 2026: council election"."""
    ahead = sorted({*_of_post(post, history), *_of_authority(facts, history.landmark)})
    return tuple(f"{words(day)}: {what}" for day, what in ahead)


def of_authority(facts: AuthorityFacts, landmark: date) -> tuple[tuple[date, str], ...]:
    """The authority's own dates within twelve months."""
    return tuple(sorted(_of_authority(facts, landmark)))


def _of_post(post: Post, history: History) -> list[tuple[date, str]]:
    found: list[tuple[date, str]] = []
    leaving = next_departure(post, history)
    if leaving is not None:
        found.append((leaving.expected_on, "the holder is expected to leave"))
    present = {holding.person for holding in post.holders()}
    for row in post.rows:
        if row.person in present and row.ended_on is None and row.contract_ends_on is not None:
            found.append((row.contract_ends_on, "the holder's contract ends"))
        if row.started_on > history.landmark and row.person not in present:
            found.append((row.started_on, "a successor starts"))
    if post.seat.closed_on is not None:
        found.append((post.seat.closed_on, "the post closes"))
    return [(day, what) for day, what in found if _soon(day, history.landmark)]


def _of_authority(facts: AuthorityFacts, landmark: date) -> list[tuple[date, str]]:
    elections = [(item.polling_on, "council election") for item in facts.elections]
    ends = [(item.until, "reorganisation ends") for item in facts.reorganisations if item.until is not None]
    return [(day, what) for day, what in (*elections, *ends) if _soon(day, landmark)]


def _soon(day: date, landmark: date) -> bool:
    return landmark < day <= add_months(landmark, AHEAD_MONTHS)
