"""How something is known: since when, from whom, how surely."""

from dataclasses import dataclass
from datetime import date

from leadership.register.days import in_words
from leadership.register.errors import DatesError
from leadership.register.kinds import Confidence


@dataclass(frozen=True)
class Told:
    """When somebody could know it, where it is known from and how sure that is."""

    known_on: date
    source: str | None = None
    confidence: Confidence | None = None

    def need_by(self, on: date) -> None:
        """Raise DatesError when it was known only after the day of recording."""
        if self.known_on > on:
            raise DatesError(
                f"It cannot have been known on {in_words(self.known_on)}, that day has not come. Give today or an "
                "earlier day.",
                field="known_on",
            )
