"""The list of all rules for people, written from the book: docs/rules.md is exactly this. Pure."""

from collections.abc import Iterator

from outcomes.collection.rules.book import STAGES, Book, Rule

HEADINGS = {
    "code": "Rows and codes",
    "cell": "Cells of numbers: the first rule that knows a cell names it",
    "text": "What stands beside a number",
    "shape": "What a row holds together",
    "number": "Size of numbers",
    "relation": "Relations between indicators",
    "query": "Questions",
    "whole": "The file as a whole",
}
BEFORE = """\
# The rules of checking a return

Written from `platform/outcomes/collection/rules/rules_of_*.toml`; a test holds the two together. After a change:
`.venv/bin/python -m outcomes.collection.rules.listing > docs/rules.md`.

An **error** blocks the return; a **query** needs an explanation. Every check keeps a ledger of all rules: passed,
failed, queried, not run and why, crashed with a reference. Codes are stable. A rule that changes gets a new version and
the quarter from which it holds; the old version stays, so that an old quarter is checked by the rules of its time.
Rules run in the order below. A rule marked * is optional: a return is complete even if it found nothing to look at.
How the questions are decided: `methodology.md`, "How returns are checked".
"""
NEEDED = {
    "history": "earlier figures",
    "published": "published figures",
    "population": "number of children",
}


def markdown(told: Book) -> str:
    """The whole document."""
    return "\n".join([BEFORE, *_sections(told), *_notices(told)])


def _sections(told: Book) -> Iterator[str]:
    for stage in STAGES:
        yield f"## {HEADINGS[stage]}\n"
        yield "| rule | version | kind | what must hold | what is said | how to mend it |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(rule) for rule in told.rules if rule.stage == stage)
        yield ""


def _row(rule: Rule) -> str:
    star = "" if rule.required else "*"
    title = rule.title + _needs(rule) + _limits(rule)
    cells = (f"`{rule.code}`{star}", f"{rule.version}{_quarters(rule)}", rule.severity.value, title)
    return f"| {' | '.join(_cell(text) for text in (*cells, rule.message, rule.remedy))} |"


def _needs(rule: Rule) -> str:
    return f" (needs {' and '.join(NEEDED[need] for need in rule.needs)})" if rule.needs else ""


def _limits(rule: Rule) -> str:
    named = ", ".join(f"{name.replace('_', ' ')} {number}" for name, number in rule.limits.items())
    return f" [{named}]" if named else ""


def _quarters(rule: Rule) -> str:
    since = f" from {rule.from_quarter}" if rule.from_quarter else ""
    until = f" to {rule.to_quarter}" if rule.to_quarter else ""
    return since + until


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", r"\<")


def _notices(told: Book) -> Iterator[str]:
    yield "## Notices: what was read otherwise than it was written\n"
    yield "| notice | what is said, with the cells |"
    yield "|---|---|"
    for code, text in told.notices.items():
        yield f"| `{code}` | {_cell(text)} |"
    yield ""


if __name__ == "__main__":
    from outcomes.collection.rules.book import book

    print(markdown(book()), end="")
