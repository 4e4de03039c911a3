"""Checks of corrections, alike for tenures and events: what supersedes what."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from leadership.register.files.checking import Checking, Place


@dataclass(frozen=True)
class Corrections:
    """The corrections of one file.

    `rows` are line, reference and corrected reference of the file; `supersedes` the same of everything known, by
    reference; `post_of` tells of which post a row is, `in_file` whether it stands in the file, readable or not.
    """

    file: str
    rows: tuple[tuple[int, str, str | None], ...]
    supersedes: Mapping[str, str | None]
    post_of: Callable[[str], str | None]
    in_file: Callable[[str], bool]


def corrected_refs(supersedes: Iterable[str | None]) -> frozenset[str]:
    """The references that some row corrects."""
    return frozenset(ref for ref in supersedes if ref is not None)


def check_corrections(checking: Checking, corrections: Corrections) -> None:
    """A correction names a row of the same post, that nothing else corrects, and never leads back to itself.

    A post's history is read by itself: a row that was corrected in another post would stand in its own for ever.
    """
    counts = Counter(ref for ref in corrections.supersedes.values() if ref is not None)
    for line, ref, corrected in corrections.rows:
        wrong = None if corrected is None else _wrong(corrections, counts, ref, corrected)
        if wrong is not None:
            checking.blame(Place(corrections.file, line, "supersedes"), *wrong)


def _wrong(corrections: Corrections, counts: Counter[str], ref: str, corrected: str) -> tuple[str, str] | None:
    if corrected not in corrections.supersedes:
        missing = f"nothing has the reference {corrected}", "Correct it, or add that row"
        return None if corrections.in_file(corrected) else missing
    if counts[corrected] > 1:
        return f"{corrected} is corrected by more than one row", "Let the newest correction name the one before it"
    if _leads_back(ref, corrections.supersedes):
        return "the row corrects itself, directly or in a circle", "Name the row that it replaces"
    if corrections.post_of(ref) != corrections.post_of(corrected):
        return (
            f"{corrected} is of another post",
            "Correct the old row in its own post, and write this one without supersedes",
        )
    return None


def _leads_back(ref: str, supersedes: Mapping[str, str | None]) -> bool:
    seen = {ref}
    following = supersedes.get(ref)
    while following is not None:
        if following in seen:
            return True
        seen.add(following)
        following = supersedes.get(following)
    return False
