"""Whose return a file is and for which quarter: wrong ones stop it first, whole (W5; bad-input rows 67 to 77). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.quarters import Quarter
from outcomes.collection.check.context import CheckContext
from outcomes.collection.intake.grid import Notice
from outcomes.collection.intake.limits import SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.quarters import read_quarter

LONGEST_FOUND = 30


@dataclass(frozen=True)
class Written:
    """What one cell says of authority or quarter. `quarter` where the layout has read it already."""

    cell: str
    text: str


def same_authority(text: str, context: CheckContext) -> bool:
    """By code, or exactly by one of its names."""
    plain = _plain(text)
    return plain == context.authority_code.casefold() or plain in context.names


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def check_authority(cells: Sequence[Written], context: CheckContext) -> list[Notice]:
    """Refuse the whole file if one cell names another authority, known or unknown: the words are the same (W5)."""
    blank = [each.cell for each in cells if not each.text.strip()]
    other = [each.cell for each in cells if each.text.strip() and not same_authority(each.text, context)]
    if other:
        holds = f"{listed(other)} {'has' if len(other) == 1 else 'have'} another code"
        raise RefusedError(
            "wrong_authority",
            f"You can only upload for {context.authority_name}; {holds}.",
            cells=tuple(other[:SHOWN_CELLS]),
            keep=False,
        )
    if blank:
        raise RefusedError(
            "blank_authority",
            f"{listed(blank)} {'is' if len(blank) == 1 else 'are'} empty: write {context.authority_code} there.",
            cells=tuple(blank[:SHOWN_CELLS]),
        )
    named = [each for each in cells if _plain(each.text) != context.authority_code.casefold()]
    if not named:
        return []
    return [
        Notice(
            "authority_name", f"{listed([each.cell for each in named])}: the name was read as {context.authority_code}."
        )
    ]


def check_quarter(cells: Sequence[Written], context: CheckContext) -> list[Notice]:
    """Refuse the whole file if it is for another quarter, for several, or for one that nobody can tell."""
    _refuse_blank(cells, context)
    read = [(each, read_quarter(each.text)) for each in cells]
    unclear = [each for each, quarter in read if quarter is None]
    if unclear:
        raise _unclear(unclear)
    found = {quarter for _, quarter in read if quarter is not None}
    wrong = [each.cell for each, quarter in read if quarter != context.quarter]
    if wrong:
        raise _wrong(sorted(found), wrong, context)
    other = [each for each, quarter in read if " ".join(each.text.split()) != str(quarter)]
    if not other:
        return []
    text = f"{listed([each.cell for each in other])}: {_shown(other[0].text)} was read as {context.quarter}."
    return [Notice("quarter_written", text)]


def _refuse_blank(cells: Sequence[Written], context: CheckContext) -> None:
    blank = [each.cell for each in cells if not each.text.strip()]
    if blank:
        raise RefusedError(
            "blank_quarter",
            f"{listed(blank)} {'is' if len(blank) == 1 else 'are'} empty: write {context.quarter} there.",
            cells=tuple(blank[:SHOWN_CELLS]),
        )


def _unclear(unclear: Sequence[Written]) -> RefusedError:
    cells = [each.cell for each in unclear]
    return RefusedError(
        "unclear_quarter",
        f"{listed(cells)}: {_shown(unclear[0].text)} does not say which quarter is meant. Write it as 2025-26 Q1, which"
        " is April to June 2025.",
        cells=tuple(cells[:SHOWN_CELLS]),
    )


def _wrong(found: Sequence[Quarter], wrong: list[str], context: CheckContext) -> RefusedError:
    cells = tuple(wrong[:SHOWN_CELLS])
    if len(found) > 1:
        quarters = listed([str(quarter) for quarter in found], most=4)
        return RefusedError(
            "several_quarters",
            f"The selected file holds more than one quarter ({quarters}). Upload one file for each; this page is for"
            f" {context.quarter}.",
            cells=cells,
        )
    [quarter] = found
    says = f"{listed(wrong)} {'says' if len(wrong) == 1 else 'say'} {quarter}"
    if quarter.starts_on > context.on:
        return RefusedError(
            "future_quarter", f"{says}, which has not started. This page is for {context.quarter}.", cells=cells
        )
    return RefusedError(
        "other_quarter",
        f"{says}, and this page is for {context.quarter}. Upload the file on the page of its own quarter; if that is"
        " closed, ask the support team to reopen it.",
        cells=cells,
    )


def _shown(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST_FOUND else f"{bare[:LONGEST_FOUND]}\N{HORIZONTAL ELLIPSIS}"
