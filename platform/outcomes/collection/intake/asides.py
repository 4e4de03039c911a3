"""The words with which a line under a table begins: a signature, a date, a source, a note (bad-input row 31). Pure."""

import re

SIGN_OFF = re.compile(
    r"\W{0,3}(?:(?:foot)?notes?\b|n\.b\.|nb[:.]|sources?\b|key\b|sign(?:ed|atures?|[ -]off)\b"
    r"|(?:prepared|completed|approved|authori[sz]ed|checked|compiled|produced|submitted|agreed|confirmed|verified"
    r"|reviewed)(?: by\b| on\b| for\b|[:.]|$)"
    r"|(?:name|date|position|role|job title|title|contact|e-?mail|telephone|phone|tel|dated)"
    r"(?: signed| of \w{1,20})?(?:[:.]|$)"
    r"|(?:director|head of service|chief executive)\b)",
    re.IGNORECASE,
)


def begins_as_aside(cells: tuple[str, ...]) -> bool:
    """Whether the first cell that holds anything begins with such a word."""
    first = next((bare for cell in cells if (bare := cell.strip())), "")
    return SIGN_OFF.match(first) is not None
