"""A table of one part of a pack: what the product knows of it on the day."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadership.handover.parts import Part


@dataclass(frozen=True)
class Known:
    """A table of one part; `empty` says what it would show while it has no row."""

    part: Part
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str
    note: str = ""
