"""Rules about what is written beside the figure: comment and follow-up (D9), and cells that are hidden. Pure."""

import re
from collections.abc import Iterable

from outcomes.collection.intake.marks import Mark
from outcomes.collection.rules.book import Rule
from outcomes.collection.rules.case import Case, Fault, finds
from outcomes.collection.rules.cells import ERROR
from outcomes.collection.rules.codes import clipped

# A unique pupil number, an NHS number, a date of birth said to be one: a comment is no place for a child (D10).
CHILD = re.compile(
    r"\b[A-Z][0-9]{11}[0-9A-Z]\b|\b[0-9]{3} ?[0-9]{3} ?[0-9]{4}\b"
    r"|\b(?:upn|nhs (?:no|number)|d\.?o\.?b|date of birth)\b",
    re.IGNORECASE,
)
FOLLOW_UP = {"": False, "no": False, "n": False, "yes": True, "y": True}
# A tick box, or a cell in which a spreadsheet made a word of its own of the answer.
BOOLEAN = {"true": True, "false": False}
NO_WORDS = frozenset({Mark.ERROR, Mark.FORMULA})
FIELDS = ("indicator", "value", "numerator", "denominator", "comment")


def follows_up(text: str) -> bool | None:
    """Whether the lead means to come back to the figure; None for an answer that is neither yes nor no."""
    return (FOLLOW_UP | BOOLEAN).get(text.strip().casefold())


@finds("COMMENT_TOO_LONG", at="remarked")
def too_long(case: Case, rule: Rule) -> Iterable[Fault]:
    most = int(rule.limits["characters"])
    for line in case.remarked:
        if len(line.entry.comment) > most:
            number = f"{len(line.entry.comment):,}"
            yield Fault(((line, "comment"),), f"{number} characters", {"most": str(most), "number": number})


@finds("COMMENT_CHILD", at="remarked")
def child(case: Case, _rule: Rule) -> Iterable[Fault]:
    """What stood there is never repeated: not on the page, not in the stored check."""
    for line in case.remarked:
        if line.entry.comment and CHILD.search(line.entry.comment):
            yield Fault(((line, "comment"),))


@finds("FOLLOW_UP_UNKNOWN", at="remarked")
def follow_up(case: Case, _rule: Rule) -> Iterable[Fault]:
    for line in case.remarked:
        answer = line.entry.follow_up.strip()
        if not answer:
            continue
        if answer.casefold() in BOOLEAN:
            case.notices["FOLLOW_UP_BOOLEAN"].append((line, "follow_up"))
        elif follows_up(answer) is None:
            yield Fault(((line, "follow_up"),), clipped(answer))


@finds("COMMENT_SPREADSHEET_ERROR", at="remarked")
def comment_error(case: Case, _rule: Rule) -> Iterable[Fault]:
    """A comment that a formula should have written and did not: what it would have said is not in the file."""
    marked = bool(case.entries.grid.marks)
    for line in case.remarked:
        comment = line.entry.comment
        if ("#" in comment and ERROR.fullmatch(comment.strip())) or (marked and case.mark(line, "comment") in NO_WORDS):
            yield Fault(((line, "comment"),), clipped(line.entry.comment))


@finds("CELL_HIDDEN")
def hidden(case: Case, _rule: Rule) -> Iterable[Fault]:
    """What the person who uploads cannot see is not sent in their name."""
    if case.entries.grid.marks:
        for line in case.lines:
            places = tuple((line, name) for name in FIELDS if case.mark(line, name) is Mark.HIDDEN)
            if places:
                yield Fault(places)


@finds("CELL_STRUCK")
def struck(case: Case, _rule: Rule) -> Iterable[Fault]:
    """Struck through may mean withdrawn."""
    if case.entries.grid.marks:
        for line, indicator, _ in case.sound():
            places = tuple((line, name) for name in FIELDS if case.mark(line, name) is Mark.STRUCK)
            if places:
                yield Fault(places, words={"name": indicator.name}, indicator=indicator.code)
