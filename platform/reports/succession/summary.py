"""The succession report for whoever reads one page of it: what comes first, and each authority. Pure, from its content.

A hundred posts in one list are forty screens of a telephone: each authority's lines are folded beneath its sums.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from leadership.risk.months import add_months
from reports.succession.content import FIRST, NO_CHANGE, VACANT, Content, Line

SOON_MONTHS = 12  # the horizon of the chance that stands beside it


@dataclass(frozen=True)
class AuthorityLine:
    """An authority's lines, and how many of its posts are vacant, uncovered, about to be left or changed."""

    authority: str
    innovations: tuple[str, ...]
    lines: tuple[Line, ...]
    posts: int
    vacant: int
    uncovered: int
    ready: int
    leaving: int
    changed: int


def by_authority(content: Content) -> list[AuthorityLine]:
    """One line each: first where posts are vacant, then where most have nobody named."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in content.lines:
        found[line.post.authority].append(line)
    summed = [_summed(name, lines) for name, lines in found.items()]
    return sorted(summed, key=lambda each: (-each.vacant, -each.uncovered, each.authority))


def first_to_see_to(content: Content) -> list[Line]:
    """The posts that are vacant, and those that will be within a year with nobody ready; in the report's order."""
    until = add_months(date.fromisoformat(content.as_of), SOON_MONTHS).isoformat()
    return [line for line in content.lines if line.urgency == VACANT or _left_soon(line, until)]


def _left_soon(line: Line, until: str) -> bool:
    end = line.post.expected_end
    return end is not None and end <= until and line.post.ready_now == 0


def _summed(name: str, lines: list[Line]) -> AuthorityLine:
    return AuthorityLine(
        authority=name,
        innovations=tuple(sorted({innovation for line in lines for innovation in line.post.innovations})),
        lines=tuple(lines),
        posts=len(lines),
        vacant=sum(line.urgency == VACANT for line in lines),
        uncovered=sum(line.post.successors == 0 for line in lines),
        ready=sum(line.post.ready_now > 0 for line in lines),
        leaving=sum(line.post.expected_end is not None for line in lines),
        changed=sum(line.change not in {FIRST, NO_CHANGE} for line in lines),
    )
