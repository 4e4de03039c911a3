"""Finding a column that a release calls by other words, such as `Referrals` and `referral_count`.

Releases differ in such words and not in what the column holds. A name as the table of rules writes it comes first;
the words decide only where exactly one column fits them.
"""

from collections.abc import Iterable
from functools import lru_cache

from outcomes.evidence.statistics.header import plain_name

SAME = {"percentage": "percent", "percentages": "percent", "pct": "percent", "perc": "percent"}
SAME |= {"children": "child", "10k": "10000", "starting": "start", "started": "start", "ending": "end", "ended": "end"}
SAME |= {"two": "2", "three": "3"}
JOINED = {("10", "000"): "10000", ("re", "referral"): "rereferral", ("at", "31"): "at31"}
JOINED |= {("section", "47"): "section47", ("section", "47s"): "section47"}
COUNTS = {"count", "number", "no", "num"}
FILLERS = {"of", "the", "to", "and"}
SINGULAR_FROM = 4


@lru_cache(maxsize=4096)
def word_form(name: str) -> tuple[str, ...]:
    """The words of a column's name that say what it holds: singular, without `count` or `number` beside others."""
    words = [SAME.get(word, word) for word in plain_name(name).split("_") if word not in FILLERS]
    words = [word[:-1] if len(word) >= SINGULAR_FROM and word.endswith("s") else word for word in words]
    joined: list[str] = []
    for word in words:
        pair = (joined[-1], word) if joined else ("", word)
        if pair in JOINED:
            joined[-1] = JOINED[pair]
        else:
            joined.append(word)
    return tuple(word for word in joined if word not in COUNTS) or tuple(joined)


class Columns:
    """The columns of one file, by their plain names and by their words."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self.by_words: dict[tuple[str, ...], list[str]] = {}
        for name in sorted(self.names):
            self.by_words.setdefault(word_form(name), []).append(name)

    def find(self, name: str) -> str | None:
        """The file's name of the column that a rule calls `name`; None if there is none, or several by its words."""
        if name in self.names:
            return name
        found = self.by_words.get(word_form(name), [])
        return found[0] if len(found) == 1 else None

    def find_first(self, names: Iterable[str]) -> str | None:
        """The first of several alternatives that the file has."""
        return next((found for name in names if (found := self.find(name)) is not None), None)

    def find_all(self, names: Iterable[str]) -> tuple[str, ...] | None:
        """All of them, or None if one is missing."""
        found = [self.find(name) for name in names]
        return tuple(name for name in found if name is not None) if None not in found else None
