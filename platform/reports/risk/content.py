"""What a risk report says, as plain values: assembled once, stored with the report, rendered from nothing else.

The order of the parts is risk-and-analysis 16 A and B. Percentages are chances between 0 and 1; sentences are final.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from leadership.risk.pictured import Mark, StageBand

T = TypeVar("T")


@dataclass(frozen=True)
class Risk:
    """The chance that the post changes hands within so many months, with its 80% interval, and in words."""

    months: int
    estimate: float
    low: float
    high: float
    percent: str
    words: str


@dataclass(frozen=True)
class DriverLine:
    """One reason: what was recorded, how much it multiplies the rate, with its 80% interval and where that is from."""

    label: str
    multiplier: float
    low: float
    high: float
    source: str


@dataclass(frozen=True)
class PostLine:
    """One line of the report: a post, whoever holds it or nobody."""

    post_id: str
    title: str
    role: str
    holder: str | None
    status: str
    since: date | None
    months_in_post: int | None
    gap: str | None
    # 0 vacant, 1 leaving with no successor known, 2 interim for long, 3 no gap.
    urgency: int
    risks: tuple[Risk, ...]
    band: str | None
    band_before: str | None
    # The chance within 12 months of an ordinary post of this role and kind of holding; None while it is vacant.
    base_r12: float | None
    prior_kind: str
    drivers: tuple[DriverLine, ...]
    not_recorded: tuple[str, ...]
    change_line: str
    next_dates: tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """How many posts are expected to change hands in 12 months, with its 80% interval, of how many."""

    posts: int
    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class Provenance:
    """From what, when and by which model the report was made."""

    landmark: date
    data_cut: str
    model: str
    model_version: str
    priors_version: str
    next_run_on: date
    provisional: bool


@dataclass(frozen=True)
class Stretch:
    """A stretch of time in the picture of a post: how it was held, by whom, and whether a new person came."""

    post_id: str
    started_on: date
    ended_on: date | None
    status: str
    holder: str | None
    new_person: bool


@dataclass(frozen=True)
class AuthorityReport:
    code: str
    name: str
    provenance: Provenance
    headline: str
    expected: Expected
    programme_average: float
    posts: tuple[PostLine, ...]
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]
    stages: tuple[StageBand, ...]
    changes: tuple[str, ...]
    record: str
    quality: tuple[str, ...]
    standing_text: tuple[str, ...]


@dataclass(frozen=True)
class BandCount:
    """How many posts of a role stand in each band; vacant posts apart."""

    role: str
    low: int
    medium: int
    high: int
    very_high: int
    vacant: int


@dataclass(frozen=True)
class Fifth:
    """One fifth of the scored predictions: mean predicted against share that changed."""

    predicted: float
    observed: float
    count: int


@dataclass(frozen=True)
class AuthorityPart:
    """An authority's share of the programme report, taken from its own report."""

    code: str
    name: str
    headline: str
    expected: Expected
    posts: tuple[PostLine, ...]


@dataclass(frozen=True)
class ProgrammeReport:
    provenance: Provenance
    headline: str
    expected: Expected
    last_year_changes: int
    last_year_posts: int
    bands: tuple[BandCount, ...]
    gaps: tuple[str, ...]
    calendar: tuple[str, ...]
    changes: tuple[str, ...]
    record: str
    fifths: tuple[Fifth, ...]
    failed: tuple[str, ...]
    authorities: tuple[AuthorityPart, ...]
    standing_text: tuple[str, ...]


# Stored with every report; a page reads only content of its own version, and offers the files of an older one.
CONTENT_VERSION = 2


def to_plain(content: Any) -> dict[str, Any]:
    """The content as JSON can hold it; dates in ISO form."""
    plain: dict[str, Any] = _plain(asdict(content))
    return plain


def to_stored(content: Any) -> dict[str, Any]:
    """The content as a report stores it, with its version."""
    return {"version": CONTENT_VERSION, **to_plain(content)}


def read_stored(kind: type[T], stored: Mapping[str, Any] | None) -> T | None:
    """The content of a stored report; None where it was written by another version, whose files stand as they are."""
    if stored is None or stored.get("version") != CONTENT_VERSION:
        return None
    return from_plain(kind, stored)


def from_plain(kind: type[T], plain: Mapping[str, Any]) -> T:
    """The content again, from what `to_plain` made; a missing part raises KeyError."""
    hints = get_type_hints(kind)
    return kind(**{field.name: _value(hints[field.name], plain[field.name]) for field in fields(kind)})  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(held) for held in value]
    return value.isoformat() if isinstance(value, date) else value


def _value(hint: Any, plain: Any) -> Any:
    if plain is None:
        return None
    if get_origin(hint) in {UnionType, Union}:
        return _value(next(part for part in get_args(hint) if part is not type(None)), plain)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], held) for held in plain)
    if hint is date:
        return date.fromisoformat(plain)
    return from_plain(hint, plain) if isinstance(plain, dict) else plain
