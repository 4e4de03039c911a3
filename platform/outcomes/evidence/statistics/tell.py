"""The account of an import in words, the same for the terminal and for a log. Pure."""

from collections.abc import Iterator

from outcomes.evidence.statistics.read import Reading
from outcomes.evidence.statistics.reconcile import Reconciliation, Tally

SHOWN_REASONS = 8
SHOWN_LINES = 5


def tell_release(reading: Reading) -> str:
    """Which release, and which periods it holds."""
    return f"{reading.release.sentence}; {reading.first.label()} to {reading.latest.label()}"


def tell_rows(account: Reconciliation) -> str:
    """The equation of the rows, which check() has proved."""
    ignored, rejected = count_of(account.rows_ignored), count_of(account.rows_rejected)
    return (
        f"rows read {account.rows_read:,} = {account.rows_stored:,} stored + {ignored:,} ignored "
        f"+ {rejected:,} rejected"
    )


def tell_figures(account: Reconciliation) -> str:
    """The equation of the figures in the rows that were read, by status."""
    parts = [f"{count:,} {status.value}" for status, count in sorted(account.stored_by_status.items(), key=_ok_first)]
    if account.figures_repeated:
        parts.append(f"{account.figures_repeated:,} repeated")
    parts.append(f"{count_of(account.figures_rejected):,} rejected")
    return f"figures read {account.figures_read:,} = {' + '.join(parts)}"


def tell_reasons(account: Reconciliation) -> Iterator[tuple[str, str, str]]:
    """Why rows were ignored and rows and figures rejected: (how many, reason, lines), most frequent first."""
    for fate, thing, tallies in (
        ("ignored", "row", account.rows_ignored),
        ("rejected", "row", account.rows_rejected),
        ("rejected", "figure", account.figures_rejected),
    ):
        for tally in tallies[:SHOWN_REASONS]:
            yield f"{_counted(tally.count, thing)} {fate}", tally.reason, _lines(tally)
        rest = tallies[SHOWN_REASONS:]
        if rest:
            yield f"{_counted(count_of(rest), thing)} {fate}", f"{_counted(len(rest), 'further reason')}", ""


def count_of(tallies: tuple[Tally, ...]) -> int:
    """How many rows or figures the tallies tell of."""
    return sum(tally.count for tally in tallies)


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _lines(tally: Tally) -> str:
    shown = ", ".join(str(line) for line in tally.lines[:SHOWN_LINES])
    more = ", ..." if tally.count > SHOWN_LINES else ""
    return f"line{'s' if tally.count > 1 else ''} {shown}{more}"


def _ok_first(item: tuple[str, int]) -> tuple[bool, str]:
    return item[0] != "ok", item[0]
