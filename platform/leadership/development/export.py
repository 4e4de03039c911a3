"""What a leader has written, as a file of their own: they leave, and it goes with them. Pure."""

import json
from collections.abc import Iterable

from charts.table import Table
from leadership.development.models import DevelopmentEntry

COLUMNS = (
    "Kind",
    "About",
    "What happened or what to do",
    "Context",
    "Behaviours chosen",
    "Why these",
    "By when",
    "Done on",
    "Written on",
)


def entries_table(entries: Iterable[DevelopmentEntry]) -> Table:
    """One row an entry, in words; what a spreadsheet would run as a formula is made harmless by the table."""
    return Table(
        COLUMNS,
        tuple(
            (
                each.kind,
                each.title,
                each.body,
                each.context_words,
                "; ".join(each.behaviour_words),
                each.reason,
                each.due_on,
                each.done_on,
                each.written_at.date(),
            )
            for each in entries
        ),
    )


def entries_json(entries: Iterable[DevelopmentEntry]) -> str:
    """The same for other programs, with codes instead of words."""
    return json.dumps(
        [
            {
                "kind": each.kind,
                "title": each.title,
                "body": each.body,
                "context": each.context,
                "behaviours": list(each.behaviours),
                "reason": each.reason,
                "due_on": each.due_on.isoformat() if each.due_on else None,
                "done_on": each.done_on.isoformat() if each.done_on else None,
                "written_at": each.written_at.isoformat(),
            }
            for each in entries
        ],
        ensure_ascii=False,
        indent=2,
    )
