"""Which addresses look like one person's, such as a private one beside one at work. Pure.

A hint for whoever invites and never a refusal: two people share a name often enough, and one person's addresses need
have nothing in common (docs/methodology.md, "One person, one rater").
"""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

PARTS = re.compile(r"[^\W\d_]+")
SHORTEST = 5
"""Under so many letters the same name says little: "info", "ann", "js"."""


def likely_same(new: Iterable[str], others: Iterable[str]) -> Sequence[tuple[str, str]]:
    """Pairs of which one at least is new, and whose names before the @ are made of the same letters or parts."""
    fresh = sorted(set(new))
    held = sorted(set(others) - set(fresh))
    pairs = [*combinations(fresh, 2), *((one, other) for one in fresh for other in held)]
    return [(one, other) for one, other in pairs if _alike(one, other)]


def _alike(one: str, other: str) -> bool:
    """Alike are "ada.first" and "first.ada", "adafirst" and "ada.first2", not "a.first" and "b.first"."""
    first, second = _parts(one), _parts(other)
    whole = "".join(first) == "".join(second) or sorted(first) == sorted(second)
    return whole and len("".join(first)) >= SHORTEST


def _parts(address: str) -> list[str]:
    return PARTS.findall(address.partition("@")[0].partition("+")[0].lower())
