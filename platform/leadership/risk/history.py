"""A data cut read once: the holdings of every post, and the numbers under which arrays know posts and authorities."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from leadership.risk.facts import AuthorityFacts, DataCut, Seat, TenureFact
from leadership.risk.known import current_rows, first_known, superseded_refs
from leadership.risk.observation import observed_from
from leadership.risk.spells import Holding, Knowledge, holdings_of


@dataclass(frozen=True)
class Post:
    """A post with its place in the arrays, its current rows and its holdings up to the landmark."""

    number: int
    authority_number: int
    seat: Seat
    rows: tuple[TenureFact, ...]
    holdings: tuple[Holding, ...]
    observed_from: date | None

    def is_open(self, day: date) -> bool:
        return self.seat.opened_on <= day and (self.seat.closed_on is None or self.seat.closed_on > day)

    def holders(self) -> tuple[Holding, ...]:
        """Those in post at the landmark; none when the post is vacant."""
        return tuple(holding for holding in self.holdings if holding.end is None)


@dataclass(frozen=True)
class History:
    landmark: date
    posts: tuple[Post, ...]
    authorities: tuple[AuthorityFacts, ...]
    known: Knowledge

    def post(self, reference: str) -> Post | None:
        """The post of that reference, `None` if it was not known."""
        return self._by_reference.get(reference)

    @cached_property
    def _by_reference(self) -> dict[str, Post]:
        return {post.seat.post: post for post in self.posts}

    @property
    def first_day(self) -> date:
        """The first day that may count as observed, or the landmark when nothing is."""
        days = [
            max(post.observed_from, post.holdings[0].start)
            for post in self.posts
            if post.observed_from is not None and post.holdings
        ]
        return min([*days, self.landmark])


def read(cut: DataCut) -> History:
    """Work out the holdings of every post of a cut. The cut must hold only what was known (`known.freeze`)."""
    superseded, known = superseded_refs(cut), first_known(cut)
    facts = {facts.authority: facts for facts in cut.authorities}
    codes = sorted({seat.authority for seat in cut.seats} | set(facts))
    numbers = {code: number for number, code in enumerate(codes)}
    rows = [current_rows(seat, superseded) for seat in cut.seats]
    holdings = [holdings_of(seat, mine, known, cut.landmark) for seat, mine in zip(cut.seats, rows, strict=True)]
    starts = observed_from(cut.seats, holdings)
    posts = tuple(
        Post(number, numbers[seat.authority], seat, rows[number], holdings[number], starts[number])
        for number, seat in enumerate(cut.seats)
    )
    return History(cut.landmark, posts, tuple(facts.get(code, AuthorityFacts(code)) for code in codes), known)
