"""Ticks which attributes stand in a place of the recruitment, and works out the readiness item from it (section 9).

A place counts a quarter once all five attributes stand in it; a part of them is shown and counts nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.words import count_in_words
from core.access import Identity
from core.audit import record
from leadership.profiles.kinds import Attribute
from leadership.recruitment.errors import RecruitmentError, TickedMeanwhileError
from leadership.recruitment.find import list_packs_of, list_steps, list_versions
from leadership.recruitment.kinds import Place
from leadership.recruitment.models import RecruitmentPack, RecruitmentStep
from leadership.recruitment.open import lock_pack, need_open_pack
from leadership.register.models import Post
from leadership.succession.derived import Derived

QUARTER = Decimal("0.25")


@dataclass(frozen=True)
class Ticks:
    """What is said of one place."""

    attributes: Collection[Attribute]
    evidence: str | None
    owner: str
    done_on: date


def tick_place(
    session: Session,
    *,
    by: Identity,
    pack: RecruitmentPack,
    place: Place,
    ticks: Ticks,
    after_version: int,
    on: date,
) -> RecruitmentStep:
    """Store the next version of a place. `after_version` is the one that the writer saw, 0 for none.

    Raises:
        RecruitmentClosedError: the pack is closed.
        TickedMeanwhileError: somebody has recorded the place since.
        RecruitmentError: ticks without evidence, nobody named, or a day that has not come.
    """
    lock_pack(session, pack)
    need_open_pack(pack)
    versions = list_versions(session, pack, place)
    last = versions[0].version if versions else 0
    if last != after_version:
        raise TickedMeanwhileError(
            "Somebody has recorded this since you opened it. Read what stands there now, then save yours again."
        )
    _need_said(ticks, on)
    step = RecruitmentStep(
        authority_id=pack.authority_id,
        pack_id=pack.id,
        place=place.value,
        version=last + 1,
        attributes=[each.value for each in Attribute if each in ticks.attributes],
        evidence=_line(ticks.evidence) or None,
        owner=_line(ticks.owner),
        done_on=ticks.done_on,
        known_on=on,
        recorded_by_id=by.account_id,
    )
    session.add(step)
    session.flush()  # the database's own refusals belong to this deed
    record(
        session,
        by=by,
        deed="recruitment.place_ticked",
        subject=f"recruitment:{pack.id}",
        authority_id=pack.authority_id,
        after={"place": place.value, "version": step.version, "attributes": len(step.attributes)},
    )
    return step


def _need_said(ticks: Ticks, on: date) -> None:
    if ticks.attributes and not _line(ticks.evidence):
        raise RecruitmentError("Say where it can be seen, before you tick an attribute.", field="evidence")
    if not _line(ticks.owner):
        raise RecruitmentError("Enter who answers for it.", field="owner")
    if ticks.done_on > on:
        raise RecruitmentError("That day has not come. Give today or an earlier day.", field="done_on")


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def share_of(steps: Collection[RecruitmentStep]) -> Decimal:
    """A quarter for each place in which all five attributes stand. Pure."""
    return sum((QUARTER for step in steps if step.whole), Decimal(0))


def share_embedded(session: Session, authority: Authority, post: Post, on: date) -> Decimal:
    """How far the attributes are embedded in the newest recruitment of a post, 0 to 1, as known on a day."""
    if post.authority_id != authority.id:
        return Decimal(0)
    found = read_recruitment(session, [post.id], on)
    return Decimal(str(found[post.id].value)) if post.id in found else Decimal(0)


def read_recruitment(session: Session, post_ids: Collection[UUID], on: date) -> Mapping[UUID, Derived]:
    """The readiness item of the posts that have or had a pack, from its ticks as known on the day.

    It is of the oldest day among the places that count, so that a pack which nobody has touched grows stale; without
    any it is of the day on which the pack was opened. A confidential pack says nothing until its day, whoever asks.
    """
    packs = list_packs_of(session, post_ids, on, open_to_all=True)
    steps = list_steps(session, [pack.id for pack in packs.values()], on)
    return {post: _derived(pack, list(steps.get(pack.id, {}).values())) for post, pack in packs.items()}


def _derived(pack: RecruitmentPack, steps: Sequence[RecruitmentStep]) -> Derived:
    whole = [step for step in steps if step.whole]
    of = min((step.done_on for step in whole), default=pack.opened_on)
    words = f"All five stand in {len(whole)} of {count_in_words(len(Place), 'place', 'places')} of the recruitment"
    return Derived(float(share_of(steps)), of, words)
