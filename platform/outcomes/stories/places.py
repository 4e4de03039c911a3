"""Where somebody lives, as it is written: a postcode or its first half, a street, a house that has a name. Pure."""

import re
from collections.abc import Collection, Iterator

AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY|GL|GU|"
    "GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|"
    "PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|"
    "YO|ZE"
)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
# One letter and a number is a motorway, a vitamin or a section as often as a district: it warns where it stands as a
# place does, after a comma, a town or a word of moving and living.
OUTWARD = re.compile(
    rf"\b(?!CO2\b)(?:{AREAS})\d[\dA-Z]?\b"
    r"|(?<=, )[BEGLMNSW]\d[\dA-Z]?\b"
    r"|(?<=\bin )[BEGLMNSW]\d[\dA-Z]?\b|(?<=\bto )[BEGLMNSW]\d[\dA-Z]?\b|(?<=\bfrom )[BEGLMNSW]\d[\dA-Z]?\b"
    r"|(?<=\bnear )[BEGLMNSW]\d[\dA-Z]?\b|(?<=\baround )[BEGLMNSW]\d[\dA-Z]?\b"
    r"|(?<=[a-z] )(?<=\b[A-Z][a-z]{3} )[BEGLMNSW]\d[\dA-Z]?\b|(?<=\b[A-Z][a-z]{6} )[BEGLMNSW]\d[\dA-Z]?\b"
)
SECTIONS = re.compile(r"S(?:7|17|20|31|38|47)|M(?:1|25|6)")
"""Sections of the Children Act, and motorways that nobody would take for the districts of that name."""
WAYS = (
    "street|road|avenue|lane|close|drive|crescent|court|gardens|grove|terrace|place|square|way|walk|mews|hill|row|rise|"
    "rd|ave|st"
)
NUMBERED = re.compile(
    rf"\b\d{{1,4}}[a-z]?,?\s+(?:[A-Z][\w\u2019'-]+\s+){{1,3}}(?:{WAYS})\b|\b(?:flat|apartment)\s+\d+[a-z]?\b",
    re.IGNORECASE,
)
# Without a number, with capitals alone; not "Family Court", "New Way" or "Market Place", which are no dwellings here.
STREET = re.compile(
    r"\b[A-Z][\w\u2019'-]+(?: [A-Z][\w\u2019'-]+)? (?:Street|Road|Avenue|Lane|Crescent|Drive|Terrace|Gardens|Grove|"
    r"Mews|Rd|Ave)\b"
)
DWELLING = re.compile(
    r"\b[A-Z][\w\u2019'-]+(?: [A-Z][\w\u2019'-]+)? (?:Cottages?|Rectory|Vicarage|Farm|Farmhouse|Lodge|Bungalow|Barn|"
    r"Manor|Villas?)\b"
)
# A children's home, a hub or a town hall as often as a family's house: warns if the work has no word for it.
BUILDING = re.compile(r"\b(?P<name>[A-Z][\w\u2019'-]+) (?:House|Hall|Mill|Towers?|Heights|Grange|Flats|Buildings)\b")
BEGINNINGS = frozenset(
    {"a", "an", "at", "in", "from", "near", "to", "our", "their", "his", "her", "this", "that", "when"}
)
"""With a capital at the beginning of a sentence, and no part of a name. "The Old Rectory" is one."""


def postcodes(text: str) -> Iterator[tuple[int, int]]:
    """Whole postcodes, and first halves that are no section, motorway or quarter."""
    yield from (match.span() for match in POSTCODE.finditer(text))
    yield from (match.span() for match in OUTWARD.finditer(text) if not SECTIONS.fullmatch(match[0]))


def addresses(text: str, usual: Collection[str]) -> Iterator[tuple[int, int]]:
    """Streets with and without a number, and names of houses; `usual` are words of the work that make no name."""
    yield from (match.span() for match in NUMBERED.finditer(text))
    for pattern in (STREET, DWELLING):
        for match in pattern.finditer(text):
            yield _without_beginning(match), match.end()
    for match in BUILDING.finditer(text):
        if match["name"].casefold() not in {*usual, *BEGINNINGS, "town"}:
            yield match.span()


def _without_beginning(match: re.Match[str]) -> int:
    first, *rest = match[0].split(" ")
    return match.start() + len(first) + 1 if len(rest) > 1 and first.casefold() in BEGINNINGS else match.start()
