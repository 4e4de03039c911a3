"""How good the facts behind a report are: what is missing, vague or old."""

from datetime import timedelta

from reports.risk.assemble.source import Source

OLD = timedelta(days=365)
WHOLE = "day"


def quality(source: Source) -> tuple[str, ...]:
    """One sentence for each weakness; none is good news and is said by the page."""
    found = []
    posts = [post for post in source.history.posts if post.is_open(source.landmark)]
    never = [post for post in posts if not post.rows]
    if never:
        titles = ", ".join(source.posts[post.seat.post].title for post in never)
        found.append(f"No holder has ever been recorded for: {titles}.")
    no_contract = [
        post
        for post in posts
        for holding in post.holders()
        if (row := holding.spells[-1].row).status in {"fixed_term", "interim"} and row.contract_ends_on is None
    ]
    if no_contract:
        titles = ", ".join(source.posts[post.seat.post].title for post in no_contract)
        found.append(f"The end of the contract is not recorded for: {titles}.")
    newest = max((day for pair in source.history.known.values() for day in pair if day is not None), default=None)
    if newest is not None and source.landmark - newest > OLD:
        found.append("No change has been recorded for over a year. Check that the register is up to date.")
    if not source.facts.inspections:
        found.append("No inspection is recorded.")
    if not source.facts.control:
        found.append("Political control is not recorded.")
    return tuple(found)
