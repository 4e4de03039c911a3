"""A chart is a picture that comes with its sentence, its source and its table."""

import re
from dataclasses import dataclass

from charts.table import Table
from charts.theme import Spec

LONGEST_ALTERNATIVE = 220
FILENAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Chart:
    """One picture with all that must stand beside it.

    Attributes:
        title: the finding, in about ten words.
        alternative: what a person hears who cannot see the picture; one or two sentences, at most 220 characters.
        caption: measure, source and period.
        spec: the Vega-Lite specification for a wide page.
        table: the same facts in words and figures.
        filename: name of the CSV file without its ending.
        narrow: the specification for a telephone, where the wide one would be too small to read.
    """

    title: str
    alternative: str
    caption: str
    spec: Spec
    table: Table
    filename: str
    narrow: Spec | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A chart needs a title that tells its finding")
        if not self.alternative.strip():
            raise ValueError("A chart needs a text alternative")
        if len(self.alternative) > LONGEST_ALTERNATIVE:
            msg = f"The text alternative has {len(self.alternative)} characters; keep it to {LONGEST_ALTERNATIVE}"
            raise ValueError(msg)
        if self.alternative.strip().rstrip(".") == self.title.strip().rstrip("."):
            raise ValueError("The text alternative repeats the title; say what the picture shows")
        if not self.caption.strip():
            raise ValueError("A chart needs a caption with measure, source and period")
        if not FILENAME.fullmatch(self.filename):
            msg = f"A chart's file name has small letters, digits and single hyphens only, not {self.filename!r}"
            raise ValueError(msg)

    def to_csv(self) -> str:
        """The chart's table as CSV text."""
        return self.table.to_csv()


def alternative_of(sentences: list[str]) -> str:
    """A text alternative from sentences in order of weight: as many as fit, the first one cut where it must be."""
    told = sentences[0]
    if len(told) > LONGEST_ALTERNATIVE:
        return told[: LONGEST_ALTERNATIVE - 1].rstrip() + "\u2026"
    for sentence in sentences[1:]:
        if len(told) + 1 + len(sentence) > LONGEST_ALTERNATIVE:
            break
        told = f"{told} {sentence}"
    return told
