"""Finds recruitment packs and what stands in them, as known on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import any_, exists, or_, select
from sqlalchemy.orm import Session

from leadership.recruitment.kinds import Place
from leadership.recruitment.models import RecruitmentPack, RecruitmentStep
from leadership.register.models import Post, SuccessionEvent


def find_open_pack(session: Session, *, post: Post) -> RecruitmentPack | None:
    """The open pack of a post that the reader may see; a confidential one after the open ones."""
    return session.scalars(
        select(RecruitmentPack)
        .where(
            RecruitmentPack.authority_id == post.authority_id,
            RecruitmentPack.post_id == post.id,
            RecruitmentPack.closed_on.is_(None),
        )
        .order_by(RecruitmentPack.confidential_until.is_(None).desc(), RecruitmentPack.recorded_at.desc())
        .limit(1)
    ).one_or_none()


def list_packs(session: Session, *, authority_id: int, known_on: date) -> list[RecruitmentPack]:
    """The packs of an authority opened by a day: the open ones first, then the latest first."""
    packs = session.scalars(
        select(RecruitmentPack).where(
            RecruitmentPack.authority_id == authority_id, RecruitmentPack.opened_on <= known_on
        )
    ).all()
    return sorted(packs, key=lambda pack: (not is_open(pack, known_on), -pack.opened_on.toordinal(), str(pack.id)))


def list_packs_of(
    session: Session, post_ids: Collection[UUID], known_on: date, *, open_to_all: bool = False
) -> dict[UUID, RecruitmentPack]:
    """The newest pack of each of some posts, as known on a day; posts without one are left out.

    With `open_to_all` a confidential pack is as if it were not there: the one before it still stands for the post.
    """
    query = select(RecruitmentPack).where(RecruitmentPack.post_id.in_(post_ids), RecruitmentPack.opened_on <= known_on)
    if open_to_all:
        until = RecruitmentPack.confidential_until
        # The day on the pack may be older than the announcement: somebody who does not see the pack corrected that.
        still = exists().where(
            SuccessionEvent.id == any_(RecruitmentPack.announcement_ids),
            or_(SuccessionEvent.superseded_at.is_not(None), SuccessionEvent.confidential_until > known_on),
        )
        query = query.where(or_(until.is_(None), until <= known_on), ~still)
    packs = session.scalars(query.order_by(RecruitmentPack.opened_on, RecruitmentPack.recorded_at))
    return {pack.post_id: pack for pack in packs}


def is_open(pack: RecruitmentPack, on: date) -> bool:
    """Whether the search was still going on at the end of a day."""
    return pack.closed_on is None or pack.closed_on > on


def list_steps(
    session: Session, pack_ids: Collection[UUID], known_on: date
) -> Mapping[UUID, Mapping[Place, RecruitmentStep]]:
    """What stood in each place of some packs on a day: the last version that was known then."""
    found: dict[UUID, dict[Place, RecruitmentStep]] = defaultdict(dict)
    for step in session.scalars(
        select(RecruitmentStep)
        .where(RecruitmentStep.pack_id.in_(pack_ids), RecruitmentStep.known_on <= known_on)
        .order_by(RecruitmentStep.version)
    ):
        found[step.pack_id][Place(step.place)] = step
    return found


def list_versions(session: Session, pack: RecruitmentPack, place: Place) -> list[RecruitmentStep]:
    """Every version of a place, the newest first."""
    return list(
        session.scalars(
            select(RecruitmentStep)
            .where(
                RecruitmentStep.authority_id == pack.authority_id,
                RecruitmentStep.pack_id == pack.id,
                RecruitmentStep.place == place.value,
            )
            .order_by(RecruitmentStep.version.desc())
        )
    )
