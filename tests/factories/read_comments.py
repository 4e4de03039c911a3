"""Comments of raters that wait for somebody of the support team, and somebody who reads and releases them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from factories.profile_rounds import Leading
from factories.released_rounds import Rates, make_released, rates
from fixtures.databases import Clone
from fixtures.identities import SomeAccount, make_signed_in

from core.access import Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from leadership.profiles.comments.decide import begin_reading, release_comments
from leadership.profiles.comments.kinds import Decision, Fate
from leadership.profiles.kinds import Group


def make_moderator(clone: Clone, email: str | None = None) -> SomeAccount:
    """Somebody of the support team with an open session."""
    return make_signed_in(clone, Role.SUPPORT, email=email)


def identity_of_moderator(account: SomeAccount, *more: Membership) -> Identity:
    return Identity(account.account_id, "Reader", frozenset({Membership(Role.SUPPORT), *more}))


def written(count: int, words: str = "A text of some length, number") -> list[Rates]:
    """So many peers who rate 4 and write."""
    return [Rates(Group.PEERS, (4,), f"{words} {place}.") for place in range(1, count + 1)]


def make_waiting(
    clone: Clone, leading: Leading, count: int, *readers: SomeAccount, days_ago: int = 3, words: str = "Words of"
) -> UUID:
    """A released round in which so many peers wrote; what they wrote waits for these readers."""
    return make_released(
        clone,
        leading,
        [*rates(Group.SELF, 4), *written(count, words)],
        days_ago=days_ago,
        readers=[each.account_id for each in readers],
    )


def release(
    clone: Clone, account: SomeAccount, number: UUID, fates: Sequence[Fate] | Mapping[int, Decision], summary: str = ""
) -> int:
    """Declare, read and decide as this reader; the texts keep their order."""
    by = identity_of_moderator(account)
    decisions = (
        fates if isinstance(fates, Mapping) else {place: Decision(fate) for place, fate in enumerate(fates, start=1)}
    )
    with clone.session(by.scope(), Process.WEB) as session:
        begin_reading(session, by=by, round_id=number, on=today(), at=now())
        shown = release_comments(
            session,
            by=by,
            round_id=number,
            decisions=decisions,
            summary=summary,
            shuffle=lambda held: held.reverse(),
            on=today(),
            at=now(),
        )
        session.commit()
    return shown
