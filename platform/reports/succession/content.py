"""What the succession report says, worked out from its stored inputs and nothing else. Pure.

The same inputs give the same content, to the byte: what is printed on a later day is what was printed then.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from charts.table import Table
from charts.words import count_in_words, day_in_words

VERSION = 1
VACANT, UNCOVERED, COVERED = 0, 1, 2
FIRST, NO_CHANGE = "First report on this post", "No change"


@dataclass(frozen=True)
class PostInputs:
    """All that is known of one post on the day of the report."""

    post_id: str
    code: str
    authority: str
    innovations: tuple[str, ...]
    title: str
    role: str
    position: int
    holder: str | None
    status: str
    since: str | None
    months_in_post: int | None
    expected_end: str | None
    expected_end_source: str | None
    band: str | None
    chance: str | None
    chance_of: str | None
    judged_likelihood: str | None
    judged_impact: str | None
    consequence: int
    drivers: tuple[str, ...]
    ready_now: int
    successors: int
    bench: str
    readiness: float
    stale: int
    plan_written: bool | None
    review_due_on: str | None
    due: tuple[str, ...]
    triggers: tuple[str, ...]
    owner: str | None

    @property
    def expected_end_words(self) -> str:
        """The day for people; a file keeps it as it is stored."""
        return day_in_words(date.fromisoformat(self.expected_end)) if self.expected_end else ""


@dataclass(frozen=True)
class Before:
    """What the last issue said of a post, as far as a change is worth a word."""

    status: str
    holder: str | None
    successors: int
    readiness: float
    band: str | None


@dataclass(frozen=True)
class Inputs:
    """Everything an issue is made from."""

    as_of: str
    posts: tuple[PostInputs, ...]
    before: Mapping[str, Before]
    before_of: str | None


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    urgency: int
    post: PostInputs
    change: str
    action: str


@dataclass(frozen=True)
class Content:
    """The report: its finding, and one line a post, gaps first."""

    as_of: str
    before_of: str | None
    headline: str
    lines: tuple[Line, ...]


def assemble(inputs: Inputs) -> Content:
    """Work out the report."""
    lines = [
        Line(urgency_of(post), post, _change(post, inputs), next(words for words, applies in ACTIONS if applies(post)))
        for post in inputs.posts
    ]
    ordered = sorted(lines, key=_order)
    return Content(inputs.as_of, inputs.before_of, headline_of(lines), tuple(ordered))


def _order(line: Line) -> tuple[int, float, int, int, int, str, int, str, str]:
    """Of posts alike in readiness the one with fewer to follow is first: whoever comes off a list raises its post."""
    post = line.post
    return (
        line.urgency,
        post.readiness,
        post.ready_now,
        post.successors,
        -post.consequence,
        post.authority,
        post.position,
        post.title,
        post.post_id,
    )


def urgency_of(post: PostInputs) -> int:
    """Vacant first, then without a successor, then all others (features B6)."""
    if post.status == "vacant":
        return VACANT
    return UNCOVERED if post.successors == 0 else COVERED


def headline_of(lines: Sequence[Line]) -> str:
    """The finding in one sentence."""
    if not lines:
        return "No post of a member is on record yet."
    vacant = sum(line.urgency == VACANT for line in lines)
    uncovered = sum(line.post.successors == 0 for line in lines)
    ready = sum(line.post.ready_now > 0 for line in lines)
    return (
        f"Of {count_in_words(len(lines), 'post', 'posts')}, {vacant} {'is' if vacant == 1 else 'are'} vacant, "
        f"{uncovered} {'has' if uncovered == 1 else 'have'} nobody named to follow, and for {ready} somebody is ready "
        "now."
    )


def _change(post: PostInputs, inputs: Inputs) -> str:
    return change_of(post, inputs.before.get(post.post_id), inputs.before_of)


def change_of(post: PostInputs, before: Before | None, before_of: str | None) -> str:
    """What is different from the last issue, in facts."""
    if before_of is None or before is None:
        return FIRST
    found = []
    if before.status != post.status:
        found.append(f"{post.status.replace('_', ' ')}, before {before.status.replace('_', ' ')}")
    elif before.holder != post.holder:
        found.append("a new holder")
    if before.successors != post.successors:
        found.append(f"{count_in_words(post.successors, 'successor', 'successors')}, before {before.successors}")
    if round(before.readiness - post.readiness, 2):
        found.append(f"readiness {post.readiness:g}, before {before.readiness:g}")
    if before.band != post.band and post.band and before.band:
        found.append(f"band {post.band}, before {before.band}")
    return "; ".join(found) or NO_CHANGE


# The fixed list of suggestions, each with when it applies; the first that does is printed.
ACTIONS: tuple[tuple[str, Callable[[PostInputs], bool]], ...] = (
    ("Agree who acts in the meantime, and open the recruitment pack", lambda post: post.status == "vacant"),
    (
        "Agree who takes over, and fill the handover pack",
        lambda post: post.expected_end is not None and post.ready_now == 0,
    ),
    ("Name at least one person who might follow", lambda post: post.successors == 0),
    ("Write the succession plan down and have it approved", lambda post: not post.plan_written),
    ("Look again at what is older than twelve months", lambda post: post.stale > 0),
    ("Agree what the first successor needs to be ready", lambda post: post.ready_now == 0),
    ("Keep the plan under review", lambda _: True),
)


def table_of(content: Content) -> Table:
    """The report as a table: one row a post, all that W15 asks for."""
    columns = (
        "Authority",
        "Innovation",
        "Post",
        "Holder",
        "Status",
        "Since",
        "Months in post",
        "Expected end",
        "Source of it",
        "Band of chance",
        "Chance within 12 months",
        "Chance as of",
        "Likelihood as judged",
        "Impact as judged",
        "Consequence (0 to 100)",
        "Drivers",
        "Ready now",
        "All successors",
        "Readiness out of 6",
        "Change since the last report",
        "Due within 90 days",
        "Look at",
        "Suggested action",
        "Owner",
    )
    return Table(columns, tuple(_row(line) for line in content.lines))


def _row(line: Line) -> tuple[str | int | float | date | None, ...]:
    post = line.post
    return (
        post.authority,
        "; ".join(post.innovations),
        post.title,
        post.holder or "Vacant",
        post.status.replace("_", " "),
        _day(post.since),
        post.months_in_post,
        _day(post.expected_end),
        post.expected_end_source,
        post.band,
        post.chance,
        _day(post.chance_of),
        post.judged_likelihood,
        post.judged_impact,
        post.consequence,
        "; ".join(post.drivers) or None,
        post.ready_now,
        post.successors,
        post.readiness,
        line.change,
        "; ".join(post.due) or None,
        "; ".join(post.triggers) or None,
        line.action,
        post.owner,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def to_plain(value: Inputs | Content) -> dict[str, Any]:
    """As JSON holds it, with the version that wrote it."""
    return {"version": VERSION, **asdict(value)}


def canonical(plain: Mapping[str, Any]) -> bytes:
    """The one way of writing it down, so that equal content is equal bytes."""
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def hash_of(plain: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(plain)).hexdigest()


def inputs_from(plain: Mapping[str, Any]) -> Inputs:
    """The inputs again, from what was stored."""
    return Inputs(
        plain["as_of"],
        tuple(_post_from(post) for post in plain["posts"]),
        {number: Before(**before) for number, before in plain["before"].items()},
        plain["before_of"],
    )


def content_from(plain: Mapping[str, Any]) -> Content:
    """The report again, from what was stored."""
    lines = tuple(
        Line(line["urgency"], _post_from(line["post"]), line["change"], line["action"]) for line in plain["lines"]
    )
    return Content(plain["as_of"], plain["before_of"], plain["headline"], lines)


def before_from(content: Content) -> dict[str, Before]:
    """What the next issue compares with."""
    return {
        line.post.post_id: Before(
            line.post.status, line.post.holder, line.post.successors, line.post.readiness, line.post.band
        )
        for line in content.lines
    }


def _post_from(plain: Mapping[str, Any]) -> PostInputs:
    lists = {name: tuple(plain[name]) for name in ("innovations", "drivers", "due", "triggers")}
    return PostInputs(**{**plain, **lists})


def as_of_words(content: Content) -> str:
    """The day of the report, and of the one before it."""
    of = day_in_words(date.fromisoformat(content.as_of))
    before = f"; changes since {day_in_words(date.fromisoformat(content.before_of))}" if content.before_of else ""
    return f"As of {of}{before}."
