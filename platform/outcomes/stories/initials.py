"""Letters that stand for somebody: "child J.B.", "JB's mother", "K (7)". Pure.

Public services are full of letters that stand for nobody, so two capitals without dots warn only beside a word for a
child, a relative or an age.
"""

import re
from collections.abc import Iterator

RELATIVE = (
    r"(?:mother|mum|father|dad|parents?|brothers?|sisters?|siblings?|gran|nan|aunt|uncle|school|teacher|carers?|foster|"
    r"family|bedroom|birthday)"
)
CHILD = (
    r"(?:[Cc]hild|[Bb]oy|[Gg]irl|[Bb]aby|[Ii]nfant|[Tt]oddler|[Pp]upil|[Ss]ibling|[Tt]win|[Tt]eenager|[Ss]on|"
    r"[Dd]aughter|[Bb]rother|[Ss]ister|[Mm]other|[Mm]um|[Ff]ather|[Dd]ad|[Yy]oung (?:person|man|woman)|[Pp]erson)"
)
DOTTED = re.compile(r"\b(?:[A-Z]\.\s?){1,2}[A-Z]\b\.?")
WITH_SURNAME = re.compile(
    r"\b(?:[A-Z]\.\s?){1,3}[A-Z][a-z\u2019'-]{2,}\b|(?<=[a-z,;] )[B-HJ-Z] [A-Z][a-z\u2019'-]{2,}\b"
)
BESIDE = re.compile(
    rf"\b{CHILD},? \(?(?P<after>[A-Z]{{2}}|[B-HJ-Z])\b(?!\.?[A-Z]|[\u2019'-]?[a-z])"
    rf"|\b(?P<whose>[A-Z]{{2}}|[B-HJ-Z])(?=[\u2019']s (?:\w+ )?{RELATIVE}\b)"
    r"|\b(?P<aged>[A-Z]{1,3})(?=,? (?:aged|age) \d|,? \(\d{1,2}\))"
)
NOBODY = frozenset(
    {
        *(
            "UK",
            "US",
            "EU",
            "NHS",
            "LA",
            "LAS",
            "DFE",
            "GP",
            "GPS",
            "PE",
            "IT",
            "HR",
            "TV",
            "AM",
            "PM",
            "BA",
            "MA",
            "MP",
        ),
        *("SW", "SSW", "DCS", "IRO", "LAC", "CIN", "CP", "EH", "FS", "FV", "NWD", "MI", "YP", "DSL", "HV", "PA", "EP"),
    }
)
"""Letters of the work and of the country, which stand for nobody; "Mr" and the like are no initials either."""


def initials(text: str) -> Iterator[tuple[int, int]]:
    """Where letters stand for somebody."""
    for match in WITH_SURNAME.finditer(text):
        yield match.span()
    for match in DOTTED.finditer(text):
        if _letters(match[0]) not in NOBODY:
            yield match.span()
    for match in BESIDE.finditer(text):
        name = next(name for name, found in match.groupdict().items() if found is not None)
        if match[name] not in NOBODY:
            yield match.span(name)


def _letters(found: str) -> str:
    return "".join(letter for letter in found if letter.isalpha())
