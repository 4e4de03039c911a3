"""The through-line: the picture that shows who leads, where the line broke and how likely it is to hold."""

from charts.through_line.mini import mini_line, mini_words
from charts.through_line.model import (
    Event,
    Happening,
    Holding,
    Outcome,
    OutcomePoint,
    Outlook,
    Row,
    Segment,
    Stage,
)
from charts.through_line.picture import through_line

__all__ = [
    "Event",
    "Happening",
    "Holding",
    "Outcome",
    "OutcomePoint",
    "Outlook",
    "Row",
    "Segment",
    "Stage",
    "mini_line",
    "mini_words",
    "through_line",
]
