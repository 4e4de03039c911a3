"""One answer of one rater to one attribute, as the closing of a round reads it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from leadership.profiles.kinds import SCORES, Attribute, Group


@dataclass(frozen=True)
class Rating:
    """`rater` is the random number of a rater within one round; nothing leads from it to an invitation."""

    rater: UUID
    group: Group
    attribute: Attribute
    score: int

    def __post_init__(self) -> None:
        if self.score not in SCORES:
            raise ValueError("a score is a whole number from 1 to 5")


def refuse_doubles(ratings: Iterable[Rating]) -> None:
    """A rater counts once: who counted twice could pass a threshold alone (14.2, "from distinct people").

    Raises:
        ValueError: somebody has two scores for one attribute, or stands in two groups.
    """
    held = list(ratings)
    scores = Counter((rating.rater, rating.attribute) for rating in held)
    groups = {(rating.rater, rating.group) for rating in held}
    if any(count > 1 for count in scores.values()) or len(groups) > len({rater for rater, _ in groups}):
        raise ValueError("a rater has one score for each attribute, and one group")
