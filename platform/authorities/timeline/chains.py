"""Which versions are of one matter: each names the one that took its place."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from authorities.recorded import Versioned

V = TypeVar("V", bound=Versioned)


def chains_of(versions: Iterable[V]) -> dict[UUID, list[V]]:
    """The versions of each matter in their order, by the id of its last version."""
    all_of_them = list(versions)
    following = {version.id: version.superseded_by_id for version in all_of_them}
    chains: dict[UUID, list[V]] = {}
    for version in all_of_them:
        chains.setdefault(_last(version.id, following), []).append(version)
    return {last: _in_order(chain) for last, chain in chains.items()}


def _last(number: UUID, following: dict[UUID, UUID | None]) -> UUID:
    after = following[number]
    while after is not None:
        number, after = after, following[after]
    return number


def _in_order(chain: Sequence[V]) -> list[V]:
    """From the first version to the last, along the names and not the clock: a whole chain may be loaded at once."""
    replaced = {version.superseded_by_id for version in chain}
    by_id = {version.id: version for version in chain}
    version: V | None = next(each for each in chain if each.id not in replaced)
    ordered: list[V] = []
    while version is not None:
        ordered.append(version)
        version = by_id.get(version.superseded_by_id) if version.superseded_by_id else None
    return ordered
