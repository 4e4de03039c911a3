"""What stands around a post: its chain, the other posts of its holders, moves from elsewhere (B9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core.access import Identity
from leadership.moves.chains import Chain, list_chains
from leadership.moves.find import Held, list_held, list_other_posts, moved_from_elsewhere
from leadership.moves.models import Side
from leadership.register.history import History, list_histories
from leadership.register.seats import Holder, Seat
from leadership.register.views.asked import DayAsked


@dataclass(frozen=True)
class Around:
    """Chains with this post in them; by tenure what else its holder holds; and the halves of moves, in words."""

    chains: Sequence[Chain]
    also: Mapping[UUID, Sequence[Held]]
    moves: Sequence[str]

    def leaving_others(self, holder: Holder) -> Sequence[Held]:
        """The other posts of a holder who leaves this one: somebody has to say what becomes of them."""
        leaves = holder.leaves is not None or holder.tenure.ended is not None
        return self.also.get(holder.tenure.id, ()) if leaves else ()


def around_post(session: Session, by: Identity, history: History, seat: Seat, asked: DayAsked) -> Around:
    """Read what stands around a post, as known on the day that is asked for; other posts are those of today."""
    authority_id = history.post.authority_id
    histories = list_histories(session, by=by, authority_id=authority_id, on=asked.today)
    chains = [chain for chain in list_chains(histories, asked.day) if history.post.id in chain.posts]
    held = [] if asked.past or not seat.holders else list_held(session, since=asked.today, authority_id=authority_id)
    also = {
        holder.tenure.id: list_other_posts(held, holder.tenure.person_id, history.post.id, asked.today)
        for holder in seat.holders
    }
    return Around(chains, also, _moves(session, history, asked))


def _moves(session: Session, history: History, asked: DayAsked) -> list[str]:
    """Both halves of a move are known to the support team alone: here it says that there is another half."""
    tenures = history.tenures_as_known(asked.day)
    versions = {tenure.id: history.versions(tenure.id) for tenure in tenures}
    halves = moved_from_elsewhere(session, frozenset().union(*versions.values()))
    found = []
    for tenure in tenures:
        name = history.name(tenure.person_id)
        sides = frozenset().union(*(halves.get(version, frozenset()) for version in versions[tenure.id]))
        if Side.JOINED in sides:
            found.append(f"{name} came from a post in another authority of the programme.")
        if Side.LEFT in sides:
            found.append(f"{name} left for a post in another authority of the programme.")
    return found
