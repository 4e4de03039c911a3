"""What changed since the last report, in facts: who left, who came, what was announced, inspected, elected."""

from datetime import date
from itertools import pairwise

from leadership.register.kinds import EventKind
from leadership.register.models import SuccessionEvent
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
    facts += [_late(source, event) for event in source.late if str(event.post_id) in source.posts]
    facts += [
        f"Inspected on {words(item.inspected_on)}: {grade_words(item.overall)}."
        for item in source.facts.inspections
        if item.known_on > since
    ]
    facts += [
        f"Political control from {words(now.effective_on)}: {now.control}, before {before.control}."
        for before, now in pairwise(sorted(source.facts.control, key=lambda item: item.effective_on))
        if now.known_on > since and now.control != before.control
    ]
    facts += [
        f"Reorganisation from {words(item.started_on)}."
        for item in source.facts.reorganisations
        if item.known_on > since
    ]
    facts += [
        f"{line.title}: band {line.band}, before {line.band_before}."
        for line in posts
        if line.band is not None and line.band_before is not None and line.band != line.band_before
    ]
    return tuple(facts) or (NOTHING,)


def _late(source: Source, event: SuccessionEvent) -> str:
    who = f", {source.people[str(event.person_id)]}" if str(event.person_id) in source.people else ""
    return (
        f"{source.posts[str(event.post_id)].title}{who}: {EventKind(event.kind).words}, {words(event.effective_on)}. "
        "Recorded after the last report."
    )


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
