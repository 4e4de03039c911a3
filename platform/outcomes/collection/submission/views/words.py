"""Figures, findings, counts and days as the pages of returns say them. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from core.quarters import Quarter
from outcomes.catalogue.indicators import Unit, catalogue
from outcomes.catalogue.status import Status
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.check.result import Change, Checked
from outcomes.collection.due.window import Window
from outcomes.collection.figure import Figure
from outcomes.collection.rules.finding import Counts, Finding, Outcome
from outcomes.collection.submission.states import State

LONDON = ZoneInfo("Europe/London")
SHOWN_CELLS = 20
SHORT_HASH = 12
OUTCOME_WORDS = {
    Outcome.PASSED: "Passed",
    Outcome.FAILED: "Failed",
    Outcome.QUERIED: "Asked",
    Outcome.NOT_RUN: "Not run",
    Outcome.CRASHED: "Failed itself",
}
KIND_WORDS = {"new": "New", "changed": "Changed", "unchanged": "Unchanged", "cleared": "Taken away"}
SCAN_WORDS = {"not_scanned": "not scanned for viruses", "clean": "scanned, no virus found", "infected": "holds a virus"}


def due_words(window: Window, on: date) -> str:
    """When it is due and how long that is: "due on Friday 28 November, in 9 working days" (D11)."""
    day = window.deadline
    written = f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if day.year != on.year else "")
    if on > day:
        return f"was due on {written}, {window.due_words(on)}"
    return f"due on {written}, {window.due_words(on)}"


def due_sentence(quarter: Quarter, window: Window, on: date, state: State) -> str:
    """What the page of a return opens with; one that came back after its deadline is not late for that (W9)."""
    if state in {State.RETURNED, State.REOPENED} and on > window.deadline:
        return f"{quarter} was {state.words.lower()}: mend it, then submit it again."
    words = due_words(window, on)
    return f"{quarter} {'is ' if words.startswith('due') else ''}{words}."


def name_of(code: str) -> str:
    """The indicator's name; its code where the catalogue knows it no longer."""
    found = catalogue().get(code)
    return code if found is None else found.name


def figure_words(figure: Figure | None) -> str:
    """A figure with its counts, or its symbol with what it means."""
    if figure is None:
        return "nothing"
    if figure.status is not Status.OK or figure.value is None:
        return f"{figure.status.value} ({figure.status.meaning})"
    indicator = catalogue().get(figure.indicator)
    unit = "%" if indicator is not None and indicator.unit is Unit.PERCENT else ""
    counts = ""
    if figure.numerator is not None and figure.denominator is not None:
        counts = f" ({number(figure.numerator)} of {number(figure.denominator)})"
    return f"{number(figure.value)}{unit}{counts}"


def number(value: Decimal) -> str:
    """A number as it was given, with commas between thousands."""
    return f"{value:,f}"


@dataclass(frozen=True)
class ChangeRow:
    """One line of old to new."""

    code: str
    name: str
    kind: str
    before: str
    after: str
    note: str


def change_row(change: Change) -> ChangeRow:
    """A change as the page shows it; a changed comment or follow-up is said, since the figure looks the same."""
    before, after = change.before, change.after
    note = ""
    if change.kind == "changed" and before is not None and after is not None:
        parts = []
        if before.comment != after.comment:
            parts.append("comment")
        if before.follow_up != after.follow_up:
            parts.append("follow-up")
        note = f"{' and '.join(parts)} changed" if parts else ""
    return ChangeRow(
        change.indicator,
        name_of(change.indicator),
        KIND_WORDS.get(change.kind, change.kind),
        figure_words(before),
        figure_words(after),
        note,
    )


def counts_words(counts: Counts) -> str:
    """The sentence that adds up: rows read, and what became of every one of them (W1)."""
    parts = [
        f"{counts.new} new",
        f"{counts.changed} changed",
        f"{counts.unchanged} unchanged",
        f"{counts.cleared} cleared",
        f"{counts.rejected} with errors",
    ]
    rows = f"{counts.rows_read:,} {'row' if counts.rows_read == 1 else 'rows'} read"
    blank = f" and {counts.blank_rows:,} blank ignored" if counts.blank_rows else ""
    entries = f"{counts.entries:,} {'entry' if counts.entries == 1 else 'entries'}"
    return f"{rows}{blank}: {entries}, of which {', '.join(parts[:-1])} and {parts[-1]}."


def result_words(checked: Checked) -> str:
    """What the check comes to and what to do, in one sentence (specs: upload result)."""
    errors, queries = len(checked.errors), len(checked.queries)
    if checked.refusal is not None:
        return "The file was not checked, and nothing was stored."
    if checked.crashed:
        return "One of the rules failed itself, so the figures cannot be stored yet. The fault is ours."
    if errors:
        return f"{_number(errors, 'error', 'errors')} to mend before the figures can be stored."
    if queries:
        return f"No errors. {_number(queries, 'query', 'queries')} to explain before you submit."
    if checked.incomplete:
        return "Nothing was found, but some rules could not run: see below."
    return "No errors and no queries."


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def place_words(finding: Finding) -> str:
    """Where it is, as a spreadsheet says it: "Sheet Return, cells D2, D5 and 31 more"."""
    if not finding.cells:
        where = "the file" if finding.sheet else "The file"
    else:
        shown = ", ".join(finding.cells[:SHOWN_CELLS])
        more = len(finding.cells) - SHOWN_CELLS
        word = "cell" if len(finding.cells) == 1 else "cells"
        where = f"{word if finding.sheet else word.capitalize()} {shown}" + (f" and {more} more" if more > 0 else "")
    return f"Sheet {finding.sheet}, {where}" if finding.sheet else where


def file_words(upload: Upload) -> str:
    """The file in one line: its name, when it came, its hash, and whether it was scanned."""
    moment = upload.uploaded_at.astimezone(LONDON)
    hour = f"{moment:%I:%M%p}".lower().removeprefix("0")
    when, kept = f"on {moment.day} {moment:%B %Y} at {hour}", f"SHA-256 {upload.sha256[:SHORT_HASH]}"
    if upload.kind == "form":
        return f"Entered by form {when}; {kept}"
    return f"{upload.file_name}, sent {when}; {kept}; {SCAN_WORDS[upload.scan]}"


def check_day(check: FigureCheck) -> datetime:
    """When a check was made, in London."""
    return check.made_at.astimezone(LONDON)
