"""Seventh step: which release the file belongs to, and since when its figures could be known.

The files do not say when they were published. The date is either given (`--released`) or estimated: the last day of
the month in which the publication usually appears after its latest period, never later than today. An estimate errs
towards late, so that no figure counts as known before it was; it is marked as an estimate wherever it is shown.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outcomes.evidence.statistics.measures import Publication
from outcomes.evidence.statistics.periods import Period, long_date
from outcomes.evidence.statistics.refusal import FileRefusedError


class DateBasis(StrEnum):
    GIVEN = "given"
    ESTIMATED = "estimated"


@dataclass(frozen=True)
class Release:
    """A publication up to a latest period, known since `released_on`."""

    publication: str
    title: str
    released_on: date
    basis: DateBasis

    @property
    def sentence(self) -> str:
        """How the command and the page name it."""
        doubt = "" if self.basis is DateBasis.GIVEN else " (estimated; give --released to state it)"
        return f"{self.title}, released {long_date(self.released_on)}{doubt}"


def place_release(publication: Publication, latest: Period, *, on: date, released: date | None) -> Release:
    """Date the release; FileRefusedError when the given date cannot be right."""
    title = f"{publication.title}, {latest.end.year} release"
    if released is None:
        return Release(publication.code, title, min(_usual_day(publication, latest), on), DateBasis.ESTIMATED)
    if released > on:
        raise FileRefusedError(f"--released {released} is in the future: give the day the file was published.")
    if released < latest.end:
        raise FileRefusedError(
            f"--released {released} is before the latest period of the file ends ({long_date(latest.end)}): "
            "the file cannot have been published then."
        )
    return Release(publication.code, title, released, DateBasis.GIVEN)


def _usual_day(publication: Publication, latest: Period) -> date:
    """The last day of the month in which it usually appears, and never a day before the period has ended."""
    year = latest.end.year + publication.appears_years_after
    month = publication.appears_month
    usual = date(year, month, calendar.monthrange(year, month)[1])
    return max(usual, latest.end)
