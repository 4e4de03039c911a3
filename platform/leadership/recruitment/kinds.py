"""The words of recruitment packs, each with its reading on the screen."""

from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """Why a post is in recruitment."""

    VACANT = "vacant"
    ANNOUNCED = "announced"
    BY_HAND = "by_hand"

    @property
    def words(self) -> str:
        return GROUND_WORDS[self]


GROUND_WORDS = {
    Ground.VACANT: "The post is vacant",
    Ground.ANNOUNCED: "The holder is to leave",
    Ground.BY_HAND: "Opened by hand",
}


@dataclass(frozen=True)
class PlaceWords:
    """A place as pages name it, what it takes for an attribute to stand there, and what counts as evidence."""

    name: str
    means: str
    evidence: str


class Place(StrEnum):
    """Where the five attributes are to stand; each counts a quarter of the readiness item (risk-and-analysis 9)."""

    ADVERT = "advert"
    PERSON_SPECIFICATION = "person_specification"
    INTERVIEW = "interview"
    INDUCTION = "induction"

    @property
    def words(self) -> PlaceWords:
        return PLACE_WORDS[self]


PLACE_WORDS = {
    Place.ADVERT: PlaceWords(
        "Advert",
        "Somebody who reads the advert can tell that the attribute is wanted, in words of the authority's own.",
        "Such as the address of the advert, or where its text is kept.",
    ),
    Place.PERSON_SPECIFICATION: PlaceWords(
        "Person specification",
        "The attribute is a criterion of its own, and says how candidates can show it.",
        "Such as the number of the criterion and where the specification is kept.",
    ),
    Place.INTERVIEW: PlaceWords(
        "Interview and assessment",
        "At least one question or exercise is about the attribute, and the panel agrees what a strong answer is.",
        "Such as the plan of the day, or the panel's marking sheet.",
    ),
    Place.INDUCTION: PlaceWords(
        "Induction",
        "The first ninety days hold something that builds on the attribute, with somebody who sees to it.",
        "Such as the induction plan, or a date with the coach.",
    ),
}
