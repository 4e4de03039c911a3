"""Reads how posts stand in succession, as known on a day: judgements, plan, bench and readiness, without a name."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadership.register.models import Post
from leadership.succession.derived import read_derived
from leadership.succession.kinds import OF_THE_AUTHORITY, Item, Level, Loss, Ready
from leadership.succession.models import (
    LossJudgement,
    ReadinessItem,
    SuccessionPlan,
    Successor,
    SuccessorStanding,
)
from leadership.succession.readiness import (
    Readiness,
    Reading,
    Seen,
    plan_reading,
    readiness_of,
    successor_reading,
)
from leadership.succession.versions import as_known


@dataclass(frozen=True)
class Standing:
    """How a post stands; `bench` in its order, without names."""

    post: Post
    judgements: Mapping[Loss, LossJudgement]
    plan: SuccessionPlan | None
    bench: tuple[Seen, ...]
    readiness: Readiness

    @property
    def has_successor(self) -> bool:
        return bool(self.bench)

    @property
    def ready_now(self) -> int:
        """How many could take over now."""
        return sum(seen.ready is Ready.NOW for seen in self.bench)

    def level(self, kind: Loss) -> Level | None:
        """The judged likelihood or impact; None where nobody has judged it."""
        judgement = self.judgements.get(kind)
        return Level(judgement.level) if judgement else None


def read_standings(session: Session, posts: Sequence[Post], on: date) -> dict[UUID, Standing]:
    """The standing of each of these posts, as known on a day; seven queries, however many posts there are."""
    authority_ids = {post.authority_id for post in posts}
    judgements = _judgements(session, authority_ids, on)
    plans = as_known(
        session.scalars(select(SuccessionPlan).where(SuccessionPlan.authority_id.in_(authority_ids))),
        on,
        lambda plan: plan.post_id,
    )
    benches = read_benches(session, authority_ids, on)
    items = _items(session, authority_ids, on)
    derived = read_derived(session, [post.id for post in posts], on)
    found = {}
    for post in posts:
        bench = benches.get(post.id, ())
        readings = {
            Item.PLAN: plan_reading(plans.get(post.id)),
            Item.SUCCESSOR: successor_reading(bench),
            **items[post.authority_id, None],
            **items[post.authority_id, post.id],
            **derived.get(post.id, {}),
        }
        found[post.id] = Standing(
            post, judgements.get(post.id, {}), plans.get(post.id), bench, readiness_of(readings, on)
        )
    return found


def read_benches(session: Session, authority_ids: Collection[int], on: date) -> dict[UUID, tuple[Seen, ...]]:
    """By post, those on its list on a day in their order."""
    there = {
        successor.id: successor.post_id
        for successor in session.scalars(select(Successor).where(Successor.authority_id.in_(authority_ids)))
        if successor.named_on <= on and (successor.withdrawn_on is None or successor.withdrawn_on > on)
    }
    standings = as_known(
        session.scalars(select(SuccessorStanding).where(SuccessorStanding.authority_id.in_(authority_ids))),
        on,
        lambda standing: standing.successor_id,
    )
    found: dict[UUID, list[Seen]] = defaultdict(list)
    for number, standing in standings.items():
        if number in there:
            found[there[number]].append(Seen(standing.place, Ready(standing.ready), standing.assessed_on))
    return {
        post_id: tuple(sorted(bench, key=lambda seen: (seen.place, seen.ready, seen.assessed_on)))
        for post_id, bench in found.items()
    }


def _judgements(session: Session, authority_ids: Collection[int], on: date) -> dict[UUID, dict[Loss, LossJudgement]]:
    known = as_known(
        session.scalars(select(LossJudgement).where(LossJudgement.authority_id.in_(authority_ids))),
        on,
        lambda judgement: (judgement.post_id, judgement.kind),
    )
    found: dict[UUID, dict[Loss, LossJudgement]] = defaultdict(dict)
    for (post_id, kind), judgement in known.items():
        found[post_id][Loss(kind)] = judgement
    return found


def _items(
    session: Session, authority_ids: Collection[int], on: date
) -> defaultdict[tuple[int, UUID | None], dict[Item, Reading]]:
    known = as_known(
        session.scalars(select(ReadinessItem).where(ReadinessItem.authority_id.in_(authority_ids))),
        on,
        lambda item: (item.authority_id, item.post_id, item.item),
    )
    found: defaultdict[tuple[int, UUID | None], dict[Item, Reading]] = defaultdict(dict)
    for (authority_id, post_id, _), said in known.items():
        item = Item(said.item)
        found[authority_id, None if item in OF_THE_AUTHORITY else post_id][item] = Reading(
            item, float(said.value), said.assessed_on, said.owner, said.evidence
        )
    return found
