"""Whatever is read of rounds and aggregates over the years, nobody's score is among it (14.2, rule 3; 14.3, case 5).

Rounds close at random, with groups too small to be shown, leaders of several authorities and second rounds; after each
year everything that may be published is. All of it is then put together, by a way of its own: a rater is safe who
never stands in a released set without the same two others; a leader, where no sums and differences of aggregates stand
on one leader or two alone.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from disclosure_brute_force import told_of
from hypothesis import given, settings
from hypothesis import strategies as st

from leadership.profiles.aggregates.gather import Gathered
from leadership.profiles.aggregates.publish import _candidates
from leadership.profiles.kinds import PROTECTED, Attribute, Group, View
from leadership.profiles.release.aggregate import Contribution, Releases, sets_of
from leadership.profiles.release.own import own_results
from leadership.profiles.release.rating import Rating

FIRST = Attribute.VALUES_DRIVEN
LEADERS, AUTHORITIES, YEARS = 9, 3, 3
OWN = {View(group) for group in PROTECTED}


@dataclass
class World:
    """What was released up to now, and whose ratings it was made of."""

    leaders: dict[UUID, UUID] = field(default_factory=dict)
    newest: dict[UUID, dict[Attribute, Contribution]] = field(default_factory=dict)
    own: list[tuple[Attribute, frozenset[UUID]]] = field(default_factory=list)
    managers: set[UUID] = field(default_factory=set)
    left_out: set[UUID] = field(default_factory=set)
    aggregates: list[tuple[frozenset[UUID], frozenset[UUID]]] = field(default_factory=list)
    releases: Releases = field(default_factory=lambda: Releases(leaders={}))

    def close(self, leader: int, year: int, sizes: Sequence[int]) -> None:
        """A round of that leader is released to them: peers, direct reports, partners, and a line manager."""
        first = (year * LEADERS + leader + 1) * 1_000
        ratings = [
            Rating(UUID(int=first + 100 * place + number), group, attribute, 1 + (leader + number) % 5)
            for place, (group, size) in enumerate(zip((*PROTECTED, Group.LINE_MANAGER), (*sizes, 1), strict=True))
            for number in range(size)
            for attribute in Attribute
        ]
        release = own_results(ratings, manager_told=True)
        self.managers |= {each.rater for each in ratings if each.group is Group.LINE_MANAGER}
        self.left_out |= {
            each.rater for each in ratings if each.group in PROTECTED and release.result(FIRST, View(each.group)).hidden
        }
        self.own += [(used.attribute, used.raters) for used in release.used]
        number, who = UUID(int=first), UUID(int=leader + 1)
        self.leaders[number] = who
        brought = {}
        for attribute in Attribute:
            shown = {
                Group(used.view): used.raters
                for used in release.used
                if used.attribute is attribute and used.view in OWN
            }
            total = sum(each.score for each in ratings if each.attribute is attribute and _in(each, shown))
            brought[attribute] = Contribution(number, who, leader % AUTHORITIES, shown, total)
        if brought[FIRST].count:
            self.newest[who] = brought

    def publish(self, adopted: dict[str, frozenset[int]]) -> None:
        """Every aggregate is offered, in the product's order, to a ledger of all that went before."""
        before, self.releases = self.releases, Releases(leaders=self.leaders, disclosed=frozenset(self.managers))
        self.releases._earlier = before._earlier
        for attribute, raters in self.own:
            self.releases.record_own(attribute, raters)
        for attribute in Attribute:
            for rounds, raters in self.aggregates:
                self.releases._by_rater[attribute].record(raters)
                self.releases._by_leader[attribute].record(rounds)
        everybody = {attribute: [each[attribute] for each in self.newest.values()] for attribute in Attribute}
        for candidate, brought in _candidates(Gathered(everybody, self.releases, {}), adopted):
            found = self.releases.offer(candidate.name, brought, candidate.minimum)
            if found is not None:
                sets = sets_of(brought[FIRST])
                self.aggregates.append((sets.rounds, sets.raters))
                exact = Fraction(sum(each.total for each in brought[FIRST]), len(sets.raters))
                assert abs(Fraction(found[0].value) - exact) <= Fraction(1, 8)


def _in(rating: Rating, shown: dict[Group, frozenset[UUID]]) -> bool:
    return rating.rater in shown.get(rating.group, frozenset())


rounds = st.lists(
    st.tuples(st.integers(0, LEADERS - 1), st.tuples(*[st.integers(0, 6)] * len(PROTECTED))),
    min_size=3,
    max_size=LEADERS,
    unique_by=lambda each: each[0],
)
adoptions = st.sets(st.integers(0, AUTHORITIES - 1)).map(frozenset)


@given(st.lists(st.tuples(rounds, adoptions), min_size=1, max_size=YEARS))
@settings(max_examples=60, deadline=None)
def test_no_sequence_of_reads_leaves_anybody_alone(
    years: list[tuple[list[tuple[int, tuple[int, ...]]], frozenset[int]]],
) -> None:
    world = World()
    for year, (closing, adopted) in enumerate(years):
        for leader, sizes in closing:
            world.close(leader, year, sizes)
        world.publish({"an_innovation": adopted})
    released = [raters for attribute, raters in world.own if attribute is FIRST]
    released += [raters for _, raters in world.aggregates]
    stands_in: dict[UUID, list[int]] = defaultdict(list)
    for number, raters in enumerate(released):
        assert not raters & world.left_out, "exclusion, not hiding"
        for rater in raters - world.managers:
            stands_in[rater].append(number)
    together = Counter(tuple(numbers) for numbers in stands_in.values())
    assert all(count >= 3 for count in together.values())
    sets = [held for held, _ in world.aggregates]
    if sets:
        place = {number: index for index, number in enumerate(world.leaders)}
        owner = {place[number]: leader for number, leader in world.leaders.items()}
        assert told_of([frozenset(place[number] for number in held) for held in sets], owner) == set()


def test_the_sequences_hold_something() -> None:
    """Nine leaders of three authorities are enough for every kind of aggregate, and a second year may add to them."""
    world = World()
    for year in range(2):
        for leader in range(LEADERS):
            world.close(leader, year, (4, 0, 0))
        world.publish({"an_innovation": frozenset(range(AUTHORITIES))})
    assert len(world.aggregates) > AUTHORITIES
