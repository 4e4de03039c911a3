"""How long it took to put an innovation into practice, worked out from the dated stages of adoptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from authorities.programme.listing import AdoptionRecord
from authorities.programme.models import AdoptionDate
from charts.words import count_in_words, day_in_words

DAYS_OF_A_MONTH = 365.25 / 12
FEWEST = 3
"""Adoptions that a median needs; of fewer it would be the story of one or two."""
TOO_COARSE = "year"


@dataclass(frozen=True)
class Implemented:
    """From the day that set-up began until the day it went live, pauses included."""

    begun_on: date
    live_on: date

    @property
    def months(self) -> int:
        return round((self.live_on - self.begun_on).days / DAYS_OF_A_MONTH)


def time_to_implement(record: AdoptionRecord) -> Implemented | None:
    """The time an adoption took; None where a date has not come, is known to the year alone, or contradicts."""
    begun, live = (_actual(record.stages.get(stage)) for stage in ("set_up", "go_live"))
    return Implemented(begun, live) if begun and live and begun <= live else None


def said_of_time(record: AdoptionRecord, others: Sequence[AdoptionRecord]) -> str:
    """The time in words, and beside it the median of every adoption that the reader may see, with its number."""
    own = time_to_implement(record)
    told = (
        f"From the start of set-up on {day_in_words(own.begun_on)} to going live on {day_in_words(own.live_on)} it "
        f"took {count_in_words(own.months, 'month', 'months')}, pauses included."
        if own is not None
        else "The time it took cannot be worked out yet: the days on which set-up began and it went live are not both "
        "on record."
    )
    months = sorted(found.months for found in map(time_to_implement, others) if found is not None)
    if len(months) < FEWEST:
        return told
    return (
        f"{told} Over the {len(months)} adoptions of this innovation with both days on record the median is "
        f"{median(months):g} months, from {months[0]} to {months[-1]}."
    )


def _actual(dated: AdoptionDate | None) -> date | None:
    return dated.actual_on if dated is not None and dated.actual_precision != TOO_COARSE else None
