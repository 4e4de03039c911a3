"""Reads all that an issue of the succession report is made from, as known on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.politics.models import Election
from authorities.programme.members import list_members
from authorities.programme.open import list_innovations
from authorities.recorded import as_known_on
from authorities.words import STAGE_NAMES
from charts.words import day_in_words
from core.access import Identity
from leadership.register.seats import Holder, Seat
from leadership.risk.bands import RiskBand
from leadership.risk.months import months_between
from leadership.risk.wording import percentage_words
from leadership.succession.kinds import Loss
from leadership.succession.overview import Overview, read_overviews
from leadership.succession.read_exposure import PostExposure, list_exposures
from outcomes.collection.due.expected import list_expected
from outcomes.collection.due.find import list_collections
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.states import State
from reports.succession.content import Content, Inputs, PostInputs, before_from

AHEAD = timedelta(days=90)
# Nobody's rights: what is confidential is for no report before its day (design 5.5).
NOBODY = Identity(None, "report", frozenset())


def read_inputs(session: Session, on: date, before: Content | None) -> Inputs:
    """Every open post of every member, once. The session must see everything.

    Args:
        session: over every authority.
        on: as known on this day.
        before: the last issue, to compare with.
    """
    members = list_members(session, on=on)
    overviews = read_overviews(session, by=NOBODY, authorities=members, on=on)
    exposures = list_exposures(session, [overviews[each.id] for each in members], on)
    innovations = {each.code: each.name for each in list_innovations(session)}
    due = _due(session, overviews, on)
    posts = sorted(
        (_post(each, innovations, due[each.overview.authority.id], on) for each in exposures),
        key=lambda post: post.post_id,
    )
    return Inputs(on.isoformat(), tuple(posts), before_from(before) if before else {}, before.as_of if before else None)


def _post(exposure: PostExposure, innovations: Mapping[str, str], due: Sequence[str], on: date) -> PostInputs:
    overview, seat = exposure.overview, exposure.seat
    post, standing = seat.history.post, overview.standing(seat)
    holder = seat.holders[0] if seat.holders else None
    stored = exposure.prediction
    end, source = _end(seat, holder)
    plan = standing.plan
    review = plan.review_due_on if plan else None
    reviews = [f"Review of the plan: {day_in_words(review)}"] if review and _soon(review, on) else []
    likelihood, impact = standing.level(Loss.LIKELIHOOD), standing.level(Loss.IMPACT)
    return PostInputs(
        post_id=str(post.id),
        code=overview.authority.code,
        authority=overview.authority.name,
        innovations=tuple(innovations[record.adoption.innovation_code] for record in overview.adoptions),
        title=post.title,
        role=post.role_code,
        position=seat.history.role.position,
        holder=" and ".join(each.name for each in seat.holders) or None,
        status=holder.tenure.status.value if holder else "vacant",
        since=holder.since.on.isoformat() if holder else None,
        months_in_post=int(months_between(holder.since.on, on)) if holder else None,
        expected_end=end.isoformat() if end else None,
        expected_end_source=source,
        band=RiskBand(stored.band).label if stored and stored.band else None,
        chance=percentage_words(exposure.chance) if exposure.chance else None,
        chance_of=exposure.landmark.isoformat() if exposure.chance and exposure.landmark else None,
        judged_likelihood=likelihood.words if likelihood else None,
        judged_impact=impact.words if impact else None,
        consequence=round(exposure.consequence),
        drivers=tuple(_driver(each, exposure.landmark) for each in stored.drivers) if stored else (),
        ready_now=standing.ready_now,
        successors=len(standing.bench),
        bench=standing.readiness.items[1].derived or "",
        readiness=round(standing.readiness.total, 2),
        stale=len(standing.readiness.stale),
        plan_written=plan.written if plan else None,
        review_due_on=review.isoformat() if review else None,
        due=(*reviews, *due),
        triggers=(*exposure.triggers, *overview.triggers),
        owner=plan.owner if plan else None,
    )


def _driver(driver: Mapping[str, object], landmark: date | None) -> str:
    """What drives the chance, with the factor it multiplies by, where that is from and the day it is of."""
    of = f", {day_in_words(landmark)}" if landmark else ""
    return f"{driver['text']} ({float(str(driver['multiplier'])):.1f} times; {driver['source']}{of})"


def _end(seat: Seat, holder: Holder | None) -> tuple[date | None, str | None]:
    """When the holder's time is expected to end, and where that is known from."""
    if holder is None:
        return None, None
    if holder.leaves is not None:
        return holder.leaves.effective_on, holder.leaves.source or "announced"
    if holder.tenure.ended is not None and holder.tenure.ended.on > seat.on:
        return holder.tenure.ended.on, "on record"
    if holder.tenure.contract_ends_on is not None:
        return holder.tenure.contract_ends_on, "contract"
    return None, None


def _soon(day: date | None, on: date) -> bool:
    return day is not None and on <= day <= on + AHEAD


def _due(session: Session, overviews: Mapping[int, Overview], on: date) -> defaultdict[int, list[str]]:
    """By authority, what is due within ninety days: returns, planned stages, elections; the earliest first."""
    found: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
    for number, day, words in (
        *_returns(session, on),
        *_stages(overviews, on),
        *_elections(session, overviews, on),
    ):
        found[number].append((day, words))
    said: defaultdict[int, list[str]] = defaultdict(list)
    for number, lines in found.items():
        said[number] = [f"{words}: {day_in_words(day)}" for day, words in sorted(lines)]
    return said


def _returns(session: Session, on: date) -> Iterator[tuple[int, date, str]]:
    """Returns that are due and not approved yet."""
    for collection in list_collections(session):
        if not _soon(collection.due_on, on):
            continue
        approved = select(Submission.authority_id).where(
            Submission.collection_id == collection.id, Submission.state == State.APPROVED.value
        )
        answered = set(session.scalars(approved))
        for authority in list_expected(session, collection):
            if authority.id not in answered:
                yield authority.id, collection.due_on, f"Return for {collection.quarter}"


def _stages(overviews: Mapping[int, Overview], on: date) -> Iterator[tuple[int, date, str]]:
    for number, overview in overviews.items():
        for record in overview.adoptions:
            for stage, dated in record.stages.items():
                if dated.actual_on is None and dated.planned_on is not None and _soon(dated.planned_on, on):
                    yield number, dated.planned_on, STAGE_NAMES.get(stage, stage)


def _elections(session: Session, numbers: Collection[int], on: date) -> Iterator[tuple[int, date, str]]:
    elections = session.scalars(select(Election).where(Election.authority_id.in_(sorted(numbers))))
    for election in as_known_on(elections, on):
        if _soon(election.polling_on, on):
            yield election.authority_id, election.polling_on, "Council election"
