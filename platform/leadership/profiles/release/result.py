"""A figure of a profile as it may be shown: whatever shows it, page, picture, file or mail, has nothing else."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from leadership.profiles.kinds import Attribute, View
from leadership.profiles.release.precision import FEW, End, interval

HIDDEN = "not shown"
"""The one token of a hidden value, wherever it stands (14.2, rule 6). A value that does not exist has it too."""
FEWEST = 3


class Gap(StrEnum):
    """How a leader's own score stands to others', where the difference is beyond what few raters leave open."""

    SELF_HIGHER = "self_higher"
    SELF_LOWER = "self_lower"

    @property
    def words(self) -> str:
        higher = "higher" if self is Gap.SELF_HIGHER else "lower"
        return f"You scored yourself {higher}, by more than the number of raters leaves open."


@dataclass(frozen=True)
class Result:
    """One attribute from one view. `value` None is hidden, and then nothing else is said either.

    Args:
        value: the released mean, rounded, or the end that stands for it; a whole score for self and line manager.
        end: set when the mean lay beyond `value`.
        raters: how many raters it sums up; None where hidden.
        half_width: half the 95% interval; None where one score stands.
        gap: how self stands to it, only where that is worth words.
        fewest: under how many raters it would have been hidden.
    """

    attribute: Attribute
    view: View
    value: Decimal | None = None
    end: End | None = None
    raters: int | None = None
    half_width: Decimal | None = None
    gap: Gap | None = None
    fewest: int = FEWEST

    @property
    def hidden(self) -> bool:
        return self.value is None

    @property
    def shown(self) -> str:
        """The value in words and figures: the same in page, chart data, alternative text, CSV, API and mail."""
        if self.value is None:
            return HIDDEN
        return f"{self.value} {self.end}" if self.end else str(self.value)

    @property
    def count_words(self) -> str:
        """How many raters, or that there were too few: never how many fewer, not even none.

        All others may be left out though they are many (`own.py`), so of them a hidden number is but hidden.
        """
        if self.raters is None and self.view is View.OTHERS:
            return HIDDEN
        return str(self.raters) if self.raters is not None else f"fewer than {self.fewest}"

    @property
    def indicative(self) -> bool:
        """Whether so few raters stand behind it that it is only a hint."""
        return self.half_width is not None and self.raters is not None and self.raters < FEW

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """The 95% interval within 1 to 5, or None where one score or nothing stands."""
        if self.value is None or self.half_width is None:
            return None
        return interval(self.value, self.half_width)


@dataclass(frozen=True)
class Used:
    """Whose ratings went into a released figure: a row of the ledger of releases (14.2, rule 3)."""

    attribute: Attribute
    view: View
    raters: frozenset[UUID]


@dataclass(frozen=True)
class OwnRelease:
    """A leader's own profile of one frozen round: every attribute from every view, always in the same order.

    As many results whatever is hidden, so that neither number nor order tells.
    """

    results: tuple[Result, ...]
    used: tuple[Used, ...]

    def result(self, attribute: Attribute, view: View) -> Result:
        return next(item for item in self.results if (item.attribute, item.view) == (attribute, view))
