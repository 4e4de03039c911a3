"""Looks through a story for what could identify a child or a family, and says where it stands. Pure.

A check that warns and never decides: it cannot know every name. So each warning is answered by changing the text or by
a reason why it is no child, and a second person reads both before anybody else does.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outcomes.stories.given_names import ALSO_WORDS, COMMON, ORDINARY, STARTERS
from outcomes.stories.initials import initials
from outcomes.stories.places import addresses, postcodes

AROUND = 30
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
COUNTS = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)"


class Kind(StrEnum):
    """What a warning is about, in the order in which they are looked for: of two at one place the first counts."""

    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS = "address"
    DATE = "date"
    AGE = "age"
    NUMBER = "number"
    LEADER = "leader"
    TITLED = "titled"
    INITIALS = "initials"
    CALLED = "called"
    GIVEN_NAME = "given_name"
    CAPITALS = "capitals"

    @property
    def words(self) -> str:
        """What it looks like, as the writer reads it."""
        return WORDS[self]


WORDS = {
    Kind.EMAIL: "an email or web address, or a name on social media",
    Kind.POSTCODE: "a postcode, or the first half of one",
    Kind.ADDRESS: "an address, or the name of a house",
    Kind.DATE: "a full date, such as of birth",
    Kind.AGE: "an age with its months",
    Kind.NUMBER: "a telephone, NHS, pupil or case number",
    Kind.LEADER: "somebody on the register of leaders",
    Kind.TITLED: "a name with its title",
    Kind.CALLED: "the name of a child or a family",
    Kind.INITIALS: "initials of somebody",
    Kind.GIVEN_NAME: "a given name",
    Kind.CAPITALS: "a name of two words",
}
PATTERNS: dict[Kind, re.Pattern[str]] = {
    Kind.EMAIL: re.compile(r"[^\s@]{1,64}@[^\s@]{1,64}\.\w{2,}|https?://\S+|\bwww\.\S+|(?<!\w)@\w{3,}", re.IGNORECASE),
    Kind.DATE: re.compile(
        r"\b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\.?,?\s+\d{{4}}\b"
        rf"|\b(?:{MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b"
        r"|\b(?:birthdays?|d\.?o\.?b\.?|date\s+of\s+birth)[\s:,]+(?:(?:is|was|on|in|the)\s+){0,3}"
        rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})|(?:{MONTHS})(?:\s+\d{{1,2}})?)\b"
        rf"|\bborn\s+(?:on|in)\s+(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:of\s+)?(?:{MONTHS})\b",
        re.IGNORECASE,
    ),
    Kind.AGE: re.compile(
        rf"\b{COUNTS}\s+years?(?:\s+old)?,?\s+(?:and\s+)?{COUNTS}\s+months?\b|\b{COUNTS}[\s-]months?[\s-]old\b"
        rf"|\baged\s+{COUNTS}\s+(?:months?|weeks?|days?)\b|\b{COUNTS}[\s-](?:weeks?|days?)[\s-]old\b",
        re.IGNORECASE,
    ),
    Kind.NUMBER: re.compile(
        r"\b[A-Z]\d{11,12}[A-Z]?\b|(?<![\w£])(?!(?:19|20)\d\d[-/](?:19|20)?\d\d\b)\+?\d(?:[\s().-]?\d){6,14}\b"
        r"|(?<=\bcase )\d{4,6}\b",
        re.IGNORECASE,
    ),
    Kind.TITLED: re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Dr|Prof|Professor|Sir|Lady|Cllr|Councillor|PC|Sgt)\.?\s+"
        r"[A-Z][\w\u2019'-]*(?:\s+[A-Z][\w\u2019'-]+)?"
    ),
    # Whatever the name is: no list holds them all.
    Kind.CALLED: re.compile(
        r"(?<=\bcalled )[A-Z][\w\u2019'-]+|(?<=\bnamed )[A-Z][\w\u2019'-]+|(?<=\bname is )[A-Z][\w\u2019'-]+"
        r"|(?<=\bname was )[A-Z][\w\u2019'-]+|\b(?:[Bb]oy|[Gg]irl|[Cc]hild|[Bb]aby|[Ss]on|[Dd]aughter|[Bb]rother|"
        r"[Ss]ister|[Mm]other|[Ff]ather|[Mm]um|[Dd]ad|[Tt]wins|[Tt]eenager),? [A-Z][\w\u2019'-]+"
        r"|\b(?:[Cc]hild|[Bb]aby|[Ff]amily|[Bb]oy|[Gg]irl) [A-Z]\b"
    ),
}
WORD = re.compile(r"[^\W\d_][\w\u2019'-]*")
PAIR = re.compile(r"\b[A-Z][a-zÀ-ÿ\u2019'-]+ (?:[A-Z][a-zÀ-ÿ]?[\u2019'-]?[A-Za-zÀ-ÿ\u2019'-]+)\b")
FAMILY = re.compile(
    r"\b[Tt]he (?P<name>[A-Z][\w\u2019'-]+)(?= (?:family|families|children|siblings|twins|household)\b)"
)
POSSESSIVE = re.compile(r"[\u2019']s?$")
SENTENCE_END = re.compile(r"(?:^|[.!?:]['\u2019\"\u201d)]?\s+|\n\s*[-\u2022*]?\s*)$")


@dataclass(frozen=True)
class Identifier:
    """Something that could identify somebody: what it looks like, the words, and what stands around them."""

    kind: Kind
    found: str
    field: str
    start: int
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str]:
        """What a reason is given for: the same words are excused wherever they stand."""
        return self.kind.value, " ".join(self.found.split()).casefold()


def find_identifiers(
    fields: Sequence[tuple[str, str]], *, known_names: Iterable[str] = (), ordinary: Iterable[str] = ()
) -> list[Identifier]:
    """Everything that could identify somebody, in the order of the text.

    Args:
        fields: the name of each field with its text.
        known_names: people of the authority's register of leaders.
        ordinary: further words that are no name here, such as those of the authority's own name.
    """
    names = [name for name in known_names if name.strip()]
    usual = ORDINARY | {word.casefold() for text in ordinary for word in WORD.findall(text)}
    return [warning for field, text in fields for warning in _in_text(field, text, names, usual)]


def _in_text(field: str, text: str, names: Sequence[str], usual: frozenset[str]) -> list[Identifier]:
    taken: list[tuple[int, int]] = []
    found: list[Identifier] = []
    for kind in Kind:
        for start, end in _spans(kind, text, names, usual):
            if not any(start < other_end and other < end for other, other_end in taken):
                taken.append((start, end))
                before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
                found.append(Identifier(kind, text[start:end], field, start, before, after))
    return sorted(found, key=lambda warning: warning.start)


def _spans(kind: Kind, text: str, names: Sequence[str], usual: frozenset[str]) -> Iterator[tuple[int, int]]:
    if kind is Kind.LEADER:
        yield from _of_register(text, names, usual)
    elif kind is Kind.CALLED:
        yield from _called(text, usual)
    elif kind in PATTERNS:
        yield from (match.span() for match in PATTERNS[kind].finditer(text))
    else:
        yield from BY_WORDS[kind](text, usual)


def _of_register(text: str, names: Sequence[str], usual: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The whole name of a leader, and their surname by itself where it stands with a capital."""
    for name in names:
        yield from (match.span() for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))
        surname = name.split()[-1]
        if surname.casefold() not in usual:
            yield from (match.span() for match in re.finditer(rf"\b{re.escape(surname)}\b", text))


def _given_names(text: str, usual: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in WORD.finditer(text):
        word = POSSESSIVE.sub("", match[0])
        folded = word.casefold()
        end = match.start() + len(word)
        if folded in usual:
            continue
        begins = folded in STARTERS and _begins_sentence(text, match.start())
        parts = folded.split("-")
        if any(part in COMMON for part in parts) or (folded in ALSO_WORDS and word[0].isupper() and not begins):
            yield match.start(), end


def _called(text: str, usual: frozenset[str]) -> Iterator[tuple[int, int]]:
    """A word with a capital after a word for a child or a parent, or before "family", that the work does not use."""
    for match in (*PATTERNS[Kind.CALLED].finditer(text), *FAMILY.finditer(text)):
        name = match["name"] if "name" in match.groupdict() else match[0].split()[-1]
        plain = POSSESSIVE.sub("", name)
        if plain.casefold() not in usual:
            start = match.start() + match[0].rindex(name)
            yield start, start + len(plain)


def _pairs(text: str, usual: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Two words with capitals that the work does not use itself, such as the full name of a family."""
    for match in PAIR.finditer(text):
        words = [POSSESSIVE.sub("", word).casefold() for word in match[0].split()]
        if not any(word in usual for word in words):
            yield match.span()


BY_WORDS: dict[Kind, Callable[[str, frozenset[str]], Iterator[tuple[int, int]]]] = {
    Kind.POSTCODE: lambda text, _usual: postcodes(text),
    Kind.ADDRESS: addresses,
    Kind.INITIALS: lambda text, _usual: initials(text),
    Kind.GIVEN_NAME: _given_names,
    Kind.CAPITALS: _pairs,
}


def _begins_sentence(text: str, start: int) -> bool:
    return SENTENCE_END.search(text[max(0, start - 8) : start]) is not None or start == 0
