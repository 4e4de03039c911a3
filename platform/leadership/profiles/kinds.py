"""The words that profiles are made of, each with its reading on the screen. Pure: values and nothing else."""

from enum import StrEnum


class RoundKind(StrEnum):
    """Whether a leader looks at their own leadership alone, or asks those around them too."""

    SELF_REFLECTION = "self_reflection"
    ALL_ROUND = "all_round"

    @property
    def words(self) -> str:
        return "self-reflection" if self is RoundKind.SELF_REFLECTION else "360"


class Group(StrEnum):
    """From where somebody sees the leader. The database calls it the rater's group."""

    SELF = "self"
    LINE_MANAGER = "line_manager"
    PEERS = "peers"
    DIRECT_REPORTS = "direct_reports"
    PARTNERS = "partners"

    @property
    def words(self) -> str:
        return "yourself" if self is Group.SELF else self.value.replace("_", " ")


INVITED = (Group.LINE_MANAGER, Group.PEERS, Group.DIRECT_REPORTS, Group.PARTNERS)
"""The groups that are asked by invitation, in the order of the pages."""
PROTECTED = (Group.PEERS, Group.DIRECT_REPORTS, Group.PARTNERS)
"""The groups whose members nobody may tell apart (risk-and-analysis 14.2)."""


class View(StrEnum):
    """Whose ratings a figure of the own profile sums up; `others` is built of groups that pass alone (14.2, rule 2)."""

    SELF = "self"
    LINE_MANAGER = "line_manager"
    PEERS = "peers"
    DIRECT_REPORTS = "direct_reports"
    PARTNERS = "partners"
    OTHERS = "others"

    @property
    def words(self) -> str:
        return "all others" if self is View.OTHERS else Group(self.value).words


class Attribute(StrEnum):
    """The five attributes of the programme's leadership report, in its order; the first is the ground of the rest.

    It stands first and weighs no more than the others: nothing shows by how much (risk-and-analysis 15.1). There is
    no overall score.
    """

    VALUES_DRIVEN = "values_driven"
    DECISIONS = "decisions"
    PRACTICE_AND_CULTURE = "practice_and_culture"
    PARTNERSHIPS = "partnerships"
    BUY_IN = "buy_in"

    @property
    def position(self) -> int:
        """1 to 5, as in "Question 2 of 5"."""
        return list(Attribute).index(self) + 1


LOWEST, HIGHEST = 1, 5
SCORES = range(LOWEST, HIGHEST + 1)
