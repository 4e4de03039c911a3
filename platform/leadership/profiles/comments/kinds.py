"""The words that reading comments is made of, and its limits. Pure."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

FEWEST_TEXTS = 5
"""Of fewer writers nothing is shown to anybody, and nobody reads it."""
FEWEST_VERBATIM = 10
"""Of fewer nothing is shown as it was written (risk-and-analysis 14.2, rule 4)."""
READ_WITHIN = timedelta(days=28)
"""So long after the results were released comments wait for a reader; then they are destroyed unread. A choice."""
LONGEST_SUMMARY = 4000


class Manner(StrEnum):
    """How the comments of a round may be released: by how many wrote."""

    SUMMARY = "summary"
    ONE_BY_ONE = "one_by_one"

    @classmethod
    def of(cls, writers: int) -> "Manner":
        return cls.ONE_BY_ONE if writers >= FEWEST_VERBATIM else cls.SUMMARY


class Fate(StrEnum):
    """What becomes of one comment."""

    TAKEN_UP = "taken_up"
    AS_WRITTEN = "as_written"
    SHORTENED = "shortened"
    LEFT_OUT = "left_out"

    @property
    def words(self) -> str:
        return {
            Fate.TAKEN_UP: "Taken up in the summary",
            Fate.AS_WRITTEN: "Show as written",
            Fate.SHORTENED: "Show shortened",
            Fate.LEFT_OUT: "Leave out",
        }[self]


FATES = {
    Manner.SUMMARY: (Fate.TAKEN_UP, Fate.LEFT_OUT),
    Manner.ONE_BY_ONE: (Fate.AS_WRITTEN, Fate.SHORTENED, Fate.LEFT_OUT),
}


@dataclass(frozen=True)
class ToRead:
    """Comments that may be read, in mixed order, and how they may be released."""

    manner: Manner
    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Decision:
    """What the reader decides of one comment; `text` is the shortened one."""

    fate: Fate | None
    text: str = field(default="", repr=False)
