"""At which stage an adoption is on a day, in one word. Pure: dates in, word out (sector, part D, phases)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from authorities.programme.models import STAGES


class Dated(Protocol):
    """The dates of a stage."""

    @property
    def planned_on(self) -> date | None: ...

    @property
    def actual_on(self) -> date | None: ...


class Standing(Protocol):
    """A pause."""

    @property
    def paused_on(self) -> date: ...

    @property
    def resumed_on(self) -> date | None: ...


@dataclass(frozen=True)
class StageWord:
    """A stage as filters and addresses name it, and as screens write it."""

    code: str
    words: str


WORDS = (
    StageWord("not_joined", "Not yet joined"),
    StageWord("unknown", "Not on record"),
    StageWord("preparing", "Preparing"),
    StageWord("set_up", "Setting up"),
    StageWord("go_live", "Live"),
    StageWord("embedding", "Embedding"),
    StageWord("funding_ends", "Funding ended"),
    StageWord("sustain", "Sustaining"),
    StageWord("paused", "Paused"),
    StageWord("left", "Left the programme"),
)
BY_CODE = {word.code: word for word in WORDS}
# The end of a grant comes by itself on its planned day; every other stage begins only when somebody says so.
COMES_BY_ITSELF = frozenset({"funding_ends"})


def stage_on(
    day: date,
    stages: Mapping[str, Dated],
    pauses: Iterable[Standing] = (),
    *,
    joined_on: date | None = None,
    left_on: date | None = None,
) -> StageWord:
    """The stage on a day: left and paused come first, then the furthest stage that has begun.

    An adoption without any date of a stage is not called preparing: nothing is known of it.
    """
    if left_on is not None and left_on <= day:
        return BY_CODE["left"]
    if any(pause.paused_on <= day and (pause.resumed_on is None or day < pause.resumed_on) for pause in pauses):
        return BY_CODE["paused"]
    begun = [stage for stage in STAGES if stage in stages and _has_begun(stage, stages[stage], day)]
    if begun:
        return BY_CODE[begun[-1]]
    if joined_on is not None and day < joined_on:
        return BY_CODE["not_joined"]
    return BY_CODE["preparing" if stages else "unknown"]


def _has_begun(stage: str, dates: Dated, day: date) -> bool:
    began = dates.actual_on or (dates.planned_on if stage in COMES_BY_ITSELF else None)
    return began is not None and began <= day
