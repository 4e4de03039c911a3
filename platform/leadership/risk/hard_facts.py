"""The hard facts of a post in one line of text, for telling whether any of them changed between two predictions."""

from datetime import date

from leadership.risk.facts import AuthorityFacts
from leadership.risk.history import History, Post
from leadership.risk.notices import notices_of


def hard_facts(history: History, post: Post) -> str:
    """Holders (by day and status of their start, never by name), notice given, political control, Ofsted judgement."""
    facts = history.authorities[post.authority_number]
    holders = sorted(
        f"{holding.spells[-1].row.status} since {holding.spells[-1].start.isoformat()}" for holding in post.holders()
    )
    return "; ".join(
        [
            f"held: {', '.join(holders) or 'vacant'}",
            f"notice: {_notice(history, post) or 'none'}",
            f"control: {_control(facts, history.landmark) or 'not recorded'}",
            f"Ofsted: {_judgement(facts) or 'not recorded'}",
        ]
    )


def _notice(history: History, post: Post) -> str | None:
    standing = [
        notice.expected_on
        for holding in post.holders()
        for notice in notices_of(post, holding, history)
        if notice.known_on <= history.landmark < notice.until
    ]
    return min(standing).isoformat() if standing else None


def _control(facts: AuthorityFacts, landmark: date) -> str | None:
    in_force = [item for item in facts.control if item.effective_on <= landmark]
    return max(in_force, key=lambda item: (item.effective_on, item.known_on)).control if in_force else None


def _judgement(facts: AuthorityFacts) -> str | None:
    if not facts.inspections:
        return None
    last = max(facts.inspections, key=lambda item: (item.inspected_on, item.known_on))
    return f"{last.overall or 'no overall grade'}, leaders {last.impact_of_leaders or 'not graded'}"
