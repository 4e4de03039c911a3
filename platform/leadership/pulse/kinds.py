"""The five questions of the team health check, in words of our own. Pure.

The themes are those which the programme's sources recommend to a senior team that looks at itself once a month.
"""

from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """One of the five; the value stands in the database and in forms."""

    PURPOSE = "purpose"
    CHALLENGE = "challenge"
    REFLECTION = "reflection"
    SUPPORT = "support"
    CONFIDENCE = "confidence"

    @property
    def theme(self) -> str:
        return WORDS[self].theme

    @property
    def asked(self) -> str:
        return WORDS[self].asked


@dataclass(frozen=True)
class Words:
    theme: str
    asked: str


WORDS = {
    Question.PURPOSE: Words("Shared purpose", "We pull in the same direction and could each say what it is."),
    Question.CHALLENGE: Words("Honest challenge", "I can say an awkward thing in this team, and it is heard."),
    Question.REFLECTION: Words("Time for reflection", "We stopped often enough this month to think before we acted."),
    Question.SUPPORT: Words("Support for each other", "When one of us struggled this month, others stepped in."),
    Question.CONFIDENCE: Words("Confidence in the path", "What we are doing will make life better for families here."),
}
SCALE = {
    1: "Not at all",
    2: "A little",
    3: "Partly",
    4: "Mostly",
    5: "Entirely",
}
FEWEST_ANSWERS = 3
"""As of the groups of a profile: under this many answers nothing is said (risk-and-analysis 14.2)."""
FEWEST_MEMBERS = 4
"""A team of fewer is not asked: with three, one silence would hide the month and two who talk would know the third."""
MOST_MEMBERS = 40
LONGEST_DAYS = 31
