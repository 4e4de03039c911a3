"""What a workbook says beside a cell when it is chosen: a title of 32 characters and 255 of text at the most. Pure."""

from dataclasses import dataclass

from outcomes.catalogue.indicators import Indicator

LONGEST_TITLE, LONGEST_TEXT = 32, 255
SYMBOLS = ("c", "k", "u", "x", "z", "low")
SYMBOL_WORDS = "c suppressed, u unreliable, x not available, z not applicable, low rounds to 0"


@dataclass(frozen=True)
class Prompt:
    """The instruction for one cell."""

    title: str
    text: str


def prompts_of(indicator: Indicator) -> dict[str, Prompt]:
    """The instruction for each cell of an indicator's row, by column."""
    by_itself = (
        "Leave blank to have it worked out from the counts. " if indicator.is_ratio else "This one has to be entered. "
    )
    return {
        "indicator_code": prompt(indicator.code, f"{indicator.name}. {indicator.definition}"),
        "value": prompt(
            f"Value of {indicator.code}",
            f"{_unit(indicator)}. {by_itself}A symbol stands in for a number: {SYMBOL_WORDS}.",
        ),
        "numerator": prompt("Numerator", f"{_sentence(indicator.numerator)} A number, without commas."),
        "denominator": prompt("Denominator", f"{_sentence(indicator.denominator)} A number, without commas."),
        "comment": prompt(
            "Comment", "What a reader should know about this figure, in 500 characters. Nothing about a single child."
        ),
        "follow_up": prompt("Follow up", "yes if you mean to come back to this figure, otherwise no or blank."),
        "last_quarter": prompt("For reading only", "The last figure before this quarter. Nothing here is read back."),
    }


def _unit(indicator: Indicator) -> str:
    places = {0: "whole numbers", 1: "one decimal"}.get(indicator.decimals, f"{indicator.decimals} decimals")
    return f"In {indicator.unit.words}, {places}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def prompt(title: str, text: str) -> Prompt:
    """An instruction as long as a workbook takes it."""
    return Prompt(_clipped(title, LONGEST_TITLE), _clipped(text, LONGEST_TEXT))


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
