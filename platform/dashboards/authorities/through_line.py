"""The through-line of one authority: its posts over time, the events and stages around them, one outcome beneath.

Leadership and outcomes meet here and nowhere lower in the house.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.chart import Chart
from charts.through_line import (
    Event,
    Happening,
    Holding,
    Outcome,
    OutcomePoint,
    Outlook,
    Row,
    Segment,
    Stage,
    through_line,
)
from leadership.register.models import LeadershipRole, Post
from leadership.register.people import names_of
from leadership.risk.history import History, read
from leadership.risk.history import Post as SeatHistory
from leadership.risk.inputs import read_inputs
from leadership.risk.known import freeze
from leadership.risk.models import RiskRun, RunStatus, StoredPrediction
from leadership.risk.pictured import Mark, StageBand, marks, stage_bands
from leadership.risk.stretches import stretches_of
from outcomes.catalogue.indicators import get_indicator
from outcomes.evidence.statistics.position import get_position

YEARS_SHOWN = 6
# Re-referrals: the outcome that all three innovations aim at and every authority publishes (sector, indicator table).
OUTCOME = "REREF_PCT"


@dataclass(frozen=True)
class _Named:
    title: str
    position: int


def authority_line(session: Session, authority: Authority, *, on: date, with_chances: bool) -> Chart | None:
    """The picture as known on a day; None when no post is on record.

    `with_chances`: whether the reader may see how likely each line is to hold (the newest run up to that day).
    """
    seats, facts = read_inputs(session, on, [authority.id])
    cut = freeze(seats, facts, on)
    history = read(cut)
    start = on.replace(year=on.year - YEARS_SHOWN, day=1)
    rows = _rows(session, authority, history, start, with_chances=with_chances)
    if not rows:
        return None
    own = next((item for item in cut.authorities if item.authority == authority.code), None)
    around = () if own is None else marks(session, authority.id, own, on)
    rows[0] = _with_surroundings(rows[0], around, stage_bands(session, authority.id, on), start)
    return through_line(
        rows,
        title=f"Who has led {authority.name} since {start.year}",
        caption=f"Leadership register as known on {on.day} {on:%B %Y}; published figures as published by that day. "
        "Standing side by side is no sign that one caused the other.",
        filename=f"through-line-{authority.code.lower()}",
        start=start,
        today=on,
        heading="Post",
        outcome=_outcome(session, authority, on, start),
    )


def _rows(session: Session, authority: Authority, history: History, start: date, *, with_chances: bool) -> list[Row]:
    named, people = _posts(session, authority), _people(session, history)
    chances = read_chances(session, [authority.id], history.landmark) if with_chances else {}
    posts = [post for post in history.posts if post.is_open(history.landmark)]
    posts.sort(key=lambda post: (named[post.seat.post].position, named[post.seat.post].title))
    rows = []
    for post in posts:
        known = chances.get(post.seat.post)
        rows.append(row_of(post, named[post.seat.post].title, people, known.outlook if known else None, start))
    return [row for row in rows if row.segments]


def row_of(post: SeatHistory, title: str, people: Mapping[str, str], outlook: Outlook | None, start: date) -> Row:
    """One post as a line from a day on; holders are named where `people` has them."""
    return Row(
        label=title,
        segments=tuple(
            Segment(
                item.start,
                item.end,
                Holding(item.status),
                people.get(item.person, "") if item.person is not None else "",
                item.new_person,
            )
            for item in stretches_of(post)
            if item.end is None or item.end > start
        ),
        outlook=outlook if post.holders() else None,
    )


def _with_surroundings(row: Row, around: tuple[Mark, ...], bands: tuple[StageBand, ...], start: date) -> Row:
    """Events and stages are the authority's: they stand on the first line, once."""
    return Row(
        row.label,
        row.segments,
        row.detail,
        tuple(Event(mark.on, Happening(mark.kind), mark.label) for mark in around if mark.on >= start),
        tuple(Stage(band.name, band.started_on, band.ended_on, band.order) for band in bands),
        row.outlook,
    )


def _posts(session: Session, authority: Authority) -> dict[str, _Named]:
    rows = session.execute(
        select(Post.id, Post.title, LeadershipRole.position)
        .join(LeadershipRole, LeadershipRole.code == Post.role_code)
        .where(Post.authority_id == authority.id)
    )
    return {str(row.id): _Named(row.title, row.position) for row in rows}


def _people(session: Session, history: History) -> dict[str, str]:
    return names_of(session, {UUID(row.person) for post in history.posts for row in post.rows})


@dataclass(frozen=True)
class Chances:
    """What was stored of a post: its chances and its band."""

    outlook: Outlook
    band: str


def read_chances(session: Session, authority_ids: Collection[int], on: date) -> dict[str, Chances]:
    """The stored chances of the newest run whose landmark had come by a day, by post; vacant posts have none."""
    if not authority_ids:
        return {}
    run_id = session.scalar(
        select(RiskRun.id)
        .where(RiskRun.status == RunStatus.PREDICTED, RiskRun.landmark <= on)
        .order_by(RiskRun.landmark.desc(), RiskRun.predicted_at.desc())
        .limit(1)
    )
    rows = session.execute(
        select(
            StoredPrediction.post_id,
            StoredPrediction.r3,
            StoredPrediction.r6,
            StoredPrediction.r12,
            StoredPrediction.band,
        ).where(
            StoredPrediction.run_id == run_id,
            StoredPrediction.authority_id.in_(authority_ids),
            StoredPrediction.r12.is_not(None),
        )
    )
    return {str(row.post_id): Chances(Outlook(row.r3, row.r6, row.r12), row.band) for row in rows}


def _outcome(session: Session, authority: Authority, on: date, start: date) -> Outcome | None:
    """The published outcome beside its neighbours' median; None before any figure was published."""
    indicator = get_indicator(OUTCOME)
    position = get_position(session, authority, as_at=on, indicators=[indicator])
    periods = [beside for view in position.views for beside in view.periods if beside.period.end >= start]
    if not any(beside.own.value is not None for beside in periods):
        return None
    return Outcome(
        measure=indicator.name,
        unit=indicator.unit.value,
        label=authority.name,
        comparator_label=f"Neighbours' median, {position.group.model_year} model" if position.group else "",
        points=tuple(
            OutcomePoint(
                beside.period.short(),
                beside.period.end,
                None if beside.own.value is None else float(beside.own.value),
                None
                if beside.neighbours is None or beside.neighbours.value is None
                else float(beside.neighbours.value),
            )
            for beside in periods
        ),
        decimals=indicator.decimals,
    )
