"""The report on one screen of the terminal."""

from itertools import chain

from rich.table import Table
from rich.text import Text

from reports.risk.content import AuthorityPart, PostLine, ProgrammeReport
from web.demonstration.steps import Steps
from web.rendering import day as said_day

MOST_POSTS = 6
MOST_GAPS = 3
MOST_CHANGES = 3


def show_summary(programme: ProgrammeReport, steps: Steps) -> None:
    """What the programme report says first: its headline, posts most likely to change hands, gaps, its record."""
    made = programme.provenance
    steps.say()
    steps.say(f"RISK OF LEADERSHIP CHANGE, {said_day(made.landmark)} (demonstration data: invented councils)")
    steps.say(programme.headline)
    steps.say()
    steps.console.print(_likeliest(programme))
    for title, lines, most in (
        ("Posts that nobody could fill", programme.gaps, MOST_GAPS),
        ("Since the last run", programme.changes, MOST_CHANGES),
    ):
        _list(title, lines, most, steps)
    steps.say(f"The model's record: {programme.record}")
    if programme.failed:
        steps.say(f"Without a report of their own: {', '.join(programme.failed)}")
    steps.say(f"Model {made.model} {made.model_version}; data cut {made.data_cut[:12]}.")
    steps.say(f"The next run is due on {said_day(made.next_run_on)}.")


def likeliest_posts(programme: ProgrammeReport) -> list[tuple[AuthorityPart, PostLine]]:
    """The posts most likely to change hands within the longest horizon, vacant ones apart."""
    held = chain.from_iterable(((part, post) for post in part.posts if post.risks) for part in programme.authorities)
    return sorted(held, key=lambda pair: (-pair[1].risks[-1].estimate, pair[0].code, pair[1].title))[:MOST_POSTS]


def _likeliest(programme: ProgrammeReport) -> Table:
    table = Table(title="Most likely to change hands", title_justify="left", box=None, pad_edge=False, expand=True)
    table.add_column("Authority", no_wrap=True)
    table.add_column("Post", no_wrap=True)
    table.add_column("Within 12 months", no_wrap=True, justify="right")
    table.add_column("Above all because of", no_wrap=True, ratio=1, overflow="ellipsis")
    for part, post in likeliest_posts(programme):
        reason = post.drivers[0].label if post.drivers else ""
        table.add_row(*(Text(cell) for cell in (part.name, post.title, post.risks[-1].percent, reason)))
    return table


def _list(title: str, lines: tuple[str, ...], most: int, steps: Steps) -> None:
    if not lines:
        return
    steps.say(f"{title}:")
    for line in lines[:most]:
        steps.say(f"  - {line}")
    if len(lines) > most:
        steps.say(f"  ... and {len(lines) - most} more in the report")
