"""The words of fidelity, each with its reading on the screen."""

from enum import StrEnum


class ElementState(StrEnum):
    """How far an element of an innovation is in place. Adapted is a state of its own, not less than in place."""

    NOT_STARTED = "not_started"
    PARTLY = "partly"
    IN_PLACE = "in_place"
    ADAPTED = "adapted"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Outcome(StrEnum):
    """What the support team says of a self-assessment."""

    AGREED = "agreed"
    TO_DISCUSS = "to_discuss"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").capitalize()


class FigureKind(StrEnum):
    """The numbers of the programme's learning journal: optional, dated, of one adoption."""

    FAMILIES_REACHED = "families_reached"
    STAFF_TRAINED = "staff_trained"
    MONTHS_TO_IMPLEMENT = "months_to_implement"

    @property
    def words(self) -> str:
        return FIGURE_WORDS[self]


FIGURE_WORDS = {
    FigureKind.FAMILIES_REACHED: "Families reached so far",
    FigureKind.STAFF_TRAINED: "Staff trained so far",
    FigureKind.MONTHS_TO_IMPLEMENT: "Months from the decision to going live",
}
