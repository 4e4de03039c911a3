"""What the closing role reads to decide on aggregates: frozen rounds, their raters, and all that was released."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import LONDON
from leadership.profiles.aggregates.models import ReleasedSet
from leadership.profiles.closing.read_ratings import read_ratings
from leadership.profiles.kinds import PROTECTED, Attribute, Group, RoundKind, View
from leadership.profiles.models import ProfileRound
from leadership.profiles.release.aggregate import Contribution, Releases, sets_of

COUNTS_FOR = timedelta(days=731)
"""Two years. Who leaves their post does not leave the aggregate: leaving would otherwise show in it."""
OWN = frozenset(PROTECTED)


@dataclass(frozen=True)
class Gathered:
    """Contributions of the newest round of each leader in each authority, and the ledger."""

    brought: dict[Attribute, list[Contribution]]
    releases: Releases
    versions: dict[str, int]


def gather(session: Session, *, on: date, firsts: Mapping[UUID, UUID] | None = None) -> Gathered:
    """Read it all, once for a publication; `firsts` says for a second record of a leader which one stands for them."""
    rounds = list(session.scalars(select(ProfileRound).where(ProfileRound.released_at.is_not(None))))
    sets = list(session.scalars(select(ReleasedSet).order_by(ReleasedSet.released_at, ReleasedSet.id)))
    leaders = {held.id: (firsts or {}).get(held.person_id, held.person_id) for held in rounds}
    everything = _contributions(session, rounds, sets, leaders)
    bringing = {each.round_id for found in everything.values() for each in found if each.count}
    newest = {held.id for held in _newest([held for held in rounds if held.id in bringing], leaders, on)}
    brought = {
        attribute: [each for each in found if each.round_id in newest] for attribute, found in everything.items()
    }
    versions: dict[str, int] = defaultdict(int)
    for held in sets:
        versions[held.name] = max(versions[held.name], held.version)
    return Gathered(brought, _releases(leaders, sets, everything), versions)


def _newest(rounds: Iterable[ProfileRound], leaders: Mapping[UUID, UUID], on: date) -> Iterable[ProfileRound]:
    """The last round of all sides of each leader in each authority that closed within two years.

    Of those that bring anything: a round that nobody was invited to would take its leader out of every aggregate, and
    the support team may open as many of those as it likes.
    """
    since = on - COUNTS_FOR
    found: dict[tuple[UUID, int], ProfileRound] = {}
    for held in sorted(rounds, key=lambda each: (str(each.closed_at), str(each.id))):
        closed = held.closed_at
        if held.kind == RoundKind.ALL_ROUND and closed and closed.astimezone(LONDON).date() >= since:
            found[leaders[held.id], held.authority_id] = held
    return found.values()


def _contributions(
    session: Session, rounds: Sequence[ProfileRound], sets: Iterable[ReleasedSet], leaders: Mapping[UUID, UUID]
) -> dict[Attribute, list[Contribution]]:
    """What each round brings: raters as they were released to the leader, so that no excluded group returns."""
    shown: dict[tuple[UUID, str], dict[Group, frozenset[UUID]]] = defaultdict(dict)
    for held in sets:
        if held.round_id is not None and held.seen_by in OWN:
            shown[held.round_id, held.attribute][Group(held.seen_by)] = frozenset(held.raters)
    found: dict[Attribute, list[Contribution]] = {attribute: [] for attribute in Attribute}
    for each in rounds:
        scores = {(held.rater, held.attribute): held.score for held in read_ratings(session, round_id=each.id)}
        for attribute in Attribute:
            raters = shown.get((each.id, attribute.value), {})
            total = sum(scores[rater, attribute] for group in raters.values() for rater in group)
            found[attribute].append(Contribution(each.id, leaders[each.id], each.authority_id, raters, total))
    return found


def _releases(
    leaders: Mapping[UUID, UUID], sets: Iterable[ReleasedSet], everything: dict[Attribute, list[Contribution]]
) -> Releases:
    """The ledger as it stands. The groups of an earlier aggregate are those of the rounds that it was made of."""
    held = list(sets)
    disclosed = {rater for each in held if each.seen_by == View.LINE_MANAGER for rater in each.raters}
    releases = Releases(leaders=leaders, disclosed=frozenset(disclosed))
    for each in held:
        attribute = Attribute(each.attribute)
        if each.round_id is not None:
            releases.record_own(attribute, frozenset(each.raters))
        else:
            used = set(each.rounds)
            releases.record(
                each.name, attribute, sets_of([part for part in everything[attribute] if part.round_id in used])
            )
    return releases
