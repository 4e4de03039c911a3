"""What in a text shows who wrote it or leads to somebody, and whether a summary repeats what was written. Pure.

A rule cannot know every name or habit: it keeps the plainest away from the reader, and from what the reader releases.
"""

import re
from collections.abc import Iterator, Mapping

TELLING = re.compile(
    r"[^\s@]+@[^\s@]+\.\w|https?://|www\."  # addresses
    r"|(?:\d[\s().-]?){7,}"  # telephone and case numbers
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"  # dates, such as of birth
    r"|\b(?:mr|mrs|ms|miss|dr|cllr|councillor)\.?\s+[A-Z]"  # titled names
    r"|\bmy name\b|\bI(?:\u2019|')?m (?:the|your)\b|\bI am (?:the|your)\b|\bas (?:the|your) only\b"
    r"|\b(?:regards|yours|signed),?\s*\n",
    re.IGNORECASE,
)
LONGEST_RUN = 4
"""More words in a row than this, as somebody wrote them, are no words of the reader's own. A choice."""
WORD = re.compile(r"\w+(?:[\u2019']\w+)*")


def find_repeated(summary: str, texts: Mapping[int, str]) -> int | None:
    """The place of the first comment of which the summary repeats more than four words in a row; None if none."""
    said = set(_runs(summary))
    return next((place for place, text in sorted(texts.items()) if not said.isdisjoint(_runs(text))), None)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = [word.casefold().replace("\u2019", "'") for word in WORD.findall(text)]
    for start in range(len(words) - LONGEST_RUN):
        yield tuple(words[start : start + LONGEST_RUN + 1])
