"""The succession report in one line an authority, for whoever reads one page of it. Pure, from the issue's content."""

from collections import defaultdict
from dataclasses import dataclass

from reports.succession.content import FIRST, NO_CHANGE, VACANT, Content, Line


@dataclass(frozen=True)
class AuthorityLine:
    """How many posts an authority has, and how many of them are vacant, uncovered, about to be left or changed."""

    authority: str
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


def _summed(name: str, lines: list[Line]) -> AuthorityLine:
    return AuthorityLine(
        authority=name,
        posts=len(lines),
        vacant=sum(line.urgency == VACANT for line in lines),
        uncovered=sum(line.post.successors == 0 for line in lines),
        ready=sum(line.post.ready_now > 0 for line in lines),
        leaving=sum(line.post.expected_end is not None for line in lines),
        changed=sum(line.change not in {FIRST, NO_CHANGE} for line in lines),
    )
