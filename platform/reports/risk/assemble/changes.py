"""What changed since the last report, in facts: who left, who came, what was announced, inspected, elected."""

from datetime import date

from leadership.risk.history import Post
from leadership.risk.known import usable_on
from leadership.risk.pictured import grade_words
from reports.risk.assemble.gaps import words
from reports.risk.assemble.source import Source
from reports.risk.content import PostLine

FIRST = "This is the first report on this authority."
NOTHING = "Nothing new was recorded since the last report."


def changes(source: Source, posts: tuple[PostLine, ...]) -> tuple[str, ...]:
    """Sentences about facts that became known after the last report's landmark; then bands that moved."""
    if source.previous is None:
        return (FIRST,)
    since = source.previous.landmark
    facts = [sentence for post in source.history.posts for sentence in _of_post(source, post, since)]
    facts += [
        f"Inspected on {words(item.inspected_on)}: {grade_words(item.overall)}."
        for item in source.facts.inspections
        if item.known_on > since
    ]
    facts += [
        f"{line.title}: band {line.band}, before {line.band_before}."
        for line in posts
        if line.band is not None and line.band_before is not None and line.band != line.band_before
    ]
    return tuple(facts) or (NOTHING,)


def _of_post(source: Source, post: Post, since: date) -> list[str]:
    title = source.posts[post.seat.post].title
    found = []
    for row in post.rows:
        who = source.people[row.person]
        start_known, end_known = source.history.known[row.ref]
        if start_known > since:
            found.append(f"{title}: {who}, {row.status.replace('_', ' ')}, from {words(row.started_on)}.")
        if end_known is not None and end_known > since and row.ended_on is not None and row.end_reason != "confirmed":
            found.append(f"{title}: {who} left, or is to leave, on {words(row.ended_on)}.")
    for item in post.seat.announcements:
        if usable_on(item) > since:
            said = "announced" if item.kind == "departure_announced" else "withdrawn"
            found.append(f"{title}: departure {said}, expected on {words(item.effective_on)}.")
    return found
