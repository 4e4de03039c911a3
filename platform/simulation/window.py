"""From the whole history to the written years: what ended before them is left out, and references are given.

References are given here, from the whole world, so that they mean the same thing however early a reader stops.
"""

from dataclasses import dataclass, replace
from datetime import date

from simulation.leaders.ledger import Ledger
from simulation.names import person_name
from simulation.parameters import WorldParameters
from simulation.records import Event, Fact, Post, Tenure
from simulation.streams import stream

VAGUE = (("month", 0.5), ("year", 0.65))


@dataclass(frozen=True)
class People:
    """Names of people by position."""

    names: tuple[str, ...]

    def ref(self, person: int) -> str:
        return f"P{person + 1:05d}"


@dataclass(frozen=True)
class Kept:
    posts: tuple[Post, ...]
    people: People
    tenures: tuple[Tenure, ...]
    events: tuple[Event, ...]
    facts: tuple[Fact, ...]


def keep_window(ledger: Ledger, facts: tuple[Fact, ...], parameters: WorldParameters) -> Kept:
    """Keep what the written years need, renumber people and tenures, and blur the oldest starts."""
    begins = parameters.begins_on
    order = sorted(
        (place for place, tenure in enumerate(ledger.tenures) if tenure.ended_on is None or tenure.ended_on > begins),
        key=lambda place: (ledger.tenures[place].started_on, place),
    )
    tenure_places = {old: new for new, old in enumerate(order)}
    people: dict[int, int] = {}
    for place in order:
        people.setdefault(ledger.tenures[place].person, len(people))
    tenures = [
        replace(tenure, ref=f"T{new + 1:05d}", person=people[tenure.person])
        for new, tenure in enumerate(ledger.tenures[old] for old in order)
    ]
    _blur_oldest(tenures, parameters)
    events = sorted(
        (
            replace(
                event,
                tenure=None if event.tenure is None else tenure_places[event.tenure],
                person=None if event.person is None else people[event.person],
            )
            for event in ledger.events
            if event.known_on >= begins and (event.tenure is None or event.tenure in tenure_places)
        ),
        key=lambda event: (event.known_on, event.post, event.effective_on),
    )
    offset = int(stream(parameters.seed, "people").integers(10**6))
    return Kept(
        posts=tuple(_name_posts(ledger.posts, tenures, begins)),
        people=People(tuple(person_name(number, offset) for number in range(len(people)))),
        tenures=tuple(tenures),
        events=tuple(events),
        facts=tuple(_recent_facts(facts, begins)),
    )


def _blur_oldest(tenures: list[Tenure], parameters: WorldParameters) -> None:
    """Of starts before the written years often only the month or the year is known."""
    rng = stream(parameters.seed, "precision")
    for tenure in tenures:
        if tenure.started_on >= parameters.settles_from:
            continue
        draw = rng.random()
        tenure.started_precision = next((name for name, share in VAGUE if draw < share), "day")
        if tenure.started_precision != "day":
            month = tenure.started_on.month if tenure.started_precision == "month" else 1
            tenure.started_on = tenure.start_known_on = tenure.started_on.replace(month=month, day=1)


def _name_posts(posts: list[Post], tenures: list[Tenure], begins: date) -> list[Post]:
    """Give references; a post that was always there is open since the April before its first known holder."""
    earliest: dict[int, date] = {}
    for tenure in tenures:
        earliest[tenure.post] = min(tenure.started_on, earliest.get(tenure.post, begins))
    return [
        replace(post, ref=f"S{place + 1:04d}", opened_on=max(post.opened_on, _april(earliest.get(place, begins))))
        for place, post in enumerate(posts)
    ]


def _april(day: date) -> date:
    """Return the first of April on or before a day."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def _recent_facts(facts: tuple[Fact, ...], begins: date) -> list[Fact]:
    """Keep facts of the written years, and of each kind the last one before them."""
    latest: dict[tuple[int, str], Fact] = {}
    kept = []
    for fact in sorted(facts, key=lambda fact: (fact.effective_on, fact.council, fact.kind)):
        if fact.effective_on >= begins:
            kept.append(fact)
        else:
            latest[fact.council, fact.kind] = fact
    return sorted([*latest.values(), *kept], key=lambda fact: (fact.effective_on, fact.council, fact.kind))
