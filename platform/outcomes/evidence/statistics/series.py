"""Reading back: published figures of areas, as they stood on any date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.catalogue.status import Status
from outcomes.evidence.statistics.geography import Level
from outcomes.evidence.statistics.measures import Measure
from outcomes.evidence.statistics.models import PublishedFile, PublishedRelease, PublishedValue
from outcomes.evidence.statistics.periods import Period, PeriodKind
from outcomes.evidence.statistics.resolve import BASE, Shown, Source, Stated, resolve


@dataclass(frozen=True)
class ReleaseRow:
    """A stored release: what it is, since when it could be known, and the file it came as."""

    release_id: int
    title: str
    released_on: date
    date_basis: str
    first_on: date
    latest_on: date
    file_name: str
    sha256: str


def list_figures(
    session: Session, indicator: Indicator, areas: Iterable[str], *, as_at: date
) -> dict[str, list[Shown]]:
    """The figures of one indicator by area code, oldest first, as published by the end of the day `as_at`."""
    return list_many_figures(session, [indicator], areas, as_at=as_at)[indicator.code]


def list_many_figures(
    session: Session,
    indicators: Sequence[Indicator],
    areas: Iterable[str],
    *,
    as_at: date,
    since: date = date.min,
) -> dict[str, dict[str, list[Shown]]]:
    """The figures of several indicators by indicator and area code, in one statement.

    `since` leaves out periods that ended before it, for pages that show only the latest.
    """
    codes = [indicator.code for indicator in indicators]
    if any(indicator.unit is Unit.PER_10000 for indicator in indicators):
        codes.append(BASE)
    by_indicator: dict[str, list[Stated]] = {code: [] for code in codes}
    for row in session.execute(_newest(codes, list(areas), as_at, since)):
        by_indicator[row.indicator_code].append(_stated(row))
    populations = by_indicator.get(BASE, [])
    return {
        indicator.code: resolve(
            indicator,
            [*by_indicator[indicator.code], *(populations if indicator.unit is Unit.PER_10000 else [])],
        )
        for indicator in indicators
    }


def list_releases(session: Session, *, as_at: date) -> list[ReleaseRow]:
    """Every release known by that date, newest first."""
    rows = session.execute(
        select(PublishedRelease, PublishedFile.file_name)
        .join(PublishedFile, PublishedFile.sha256 == PublishedRelease.sha256)
        .where(PublishedRelease.released_on <= as_at)
        .order_by(PublishedRelease.released_on.desc(), PublishedRelease.id.desc())
    )
    return [
        ReleaseRow(
            release.id,
            release.title,
            release.released_on,
            release.date_basis,
            release.first_on,
            release.latest_on,
            file_name,
            release.sha256,
        )
        for release, file_name in rows
    ]


def find_joint_area(session: Session, authority_code: str) -> str | None:
    """The pair of authorities that publishes figures for this one together with another, if there is one."""
    pairs = session.scalars(
        select(PublishedValue.area_code).where(PublishedValue.area_level == Level.JOINT.value).distinct()
    )
    return next((pair for pair in sorted(pairs) if authority_code in pair.split("+")), None)


def _newest(codes: list[str], areas: list[str], as_at: date, since: date) -> Select[tuple[object, ...]]:
    """For each measure of each figure the row of the newest release; of two on one day, the one stored later."""
    value, release, file = PublishedValue, PublishedRelease, PublishedFile
    place = (value.indicator_code, value.measure, value.area_code, value.period_kind, value.period_end)
    newest = (
        select(
            *place,
            value.period_start,
            value.value,
            value.status,
            value.decimals,
            value.line,
            value.column_name,
            value.release_id,
            func.row_number()
            .over(partition_by=place, order_by=(release.released_on.desc(), release.id.desc()))
            .label("age"),
        )
        .join(release, release.id == value.release_id)
        .where(
            value.indicator_code.in_(codes),
            value.area_code.in_(areas),
            value.period_end >= since,
            release.released_on <= as_at,
        )
        .subquery()
    )
    return (
        select(newest, release.title, release.released_on, release.date_basis, file.file_name, file.sha256)
        .join(release, release.id == newest.c.release_id)
        .join(file, file.sha256 == release.sha256)
        .where(newest.c.age == 1)
        .order_by(newest.c.area_code, newest.c.period_end)
    )


def _stated(row: Row[tuple[object, ...]]) -> Stated:
    return Stated(
        indicator=row.indicator_code,
        measure=Measure(row.measure),
        area=row.area_code,
        period=Period(row.period_start, row.period_end, PeriodKind(row.period_kind)),
        value=row.value,
        status=Status(row.status),
        decimals=row.decimals,
        source=Source(row.title, row.released_on, row.date_basis, row.file_name, row.sha256, row.line, row.column_name),
    )
