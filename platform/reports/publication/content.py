"""What DfE viewers see: the programme without names, without posts, without anything small enough to tell."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class StageCount:
    """How many authorities adopt an innovation at each stage; None is hidden."""

    innovation: str
    counts: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class BandRow:
    """How many posts of a role group stand in each band; None is hidden.

    With a hidden count among them the total is to the nearest `totals_to` of the summary.
    """

    role: str
    counts: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class ProfileBand:
    """The half point in which the mean of one attribute lies, over all leaders of the programme."""

    attribute: str
    low: float
    high: float


@dataclass(frozen=True)
class OutcomeCell:
    """A count over all members as it may be said: hidden, or to the nearest ten where a member's is small."""

    count: int | None
    rounded: bool


@dataclass(frozen=True)
class OutcomeRow:
    """What the members counted in four quarters and over the year; `authorities` have all four."""

    name: str
    authorities: int
    cells: tuple[OutcomeCell, ...]


@dataclass(frozen=True)
class Told:
    """A total that a publication said or hid, by the observations that it adds up; it holds no count."""

    indicator: str
    parts: tuple[int, ...]
    hidden: bool


@dataclass(frozen=True)
class Summary:
    """The published programme summary.

    Expected changes are of all members' posts for the coming twelve months; the interval holds 8 times in 10.
    `profile` holds all five attributes or none: too few stand behind it, or a summary was made before there were any.
    `totals_to` is what totals with a hidden member are rounded to; 1 in summaries made before they were.
    `reckons_with` are the publications that were out when it was decided what to hide.
    """

    landmark: date
    authorities: int
    stage_names: tuple[str, ...]
    stages: tuple[StageCount, ...]
    posts: int
    expected: float
    low: float
    high: float
    last_year_changes: int
    band_names: tuple[str, ...]
    bands: tuple[BandRow, ...]
    column_totals: tuple[int | None, ...]
    record: str
    provisional: bool
    profile: tuple[ProfileBand, ...] = ()
    totals_to: int = 1
    reckons_with: tuple[str, ...] = ()
    quarter_names: tuple[str, ...] = ()
    outcomes: tuple[OutcomeRow, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def rounds(self) -> bool:
        """Whether the number of posts is rounded: one of its members is hidden."""
        return self.totals_to > 1 and any(None in row.counts for row in self.bands)

    def column(self, place: int) -> tuple[int | None, ...]:
        """The counts above a column's total."""
        return tuple(row.counts[place] for row in self.bands)
