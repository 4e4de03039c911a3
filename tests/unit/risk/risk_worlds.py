"""Invented countries as facts for the risk model: what the register would hold after importing them."""

from collections import defaultdict
from datetime import date

from leadership.risk.facts import (
    Announcement,
    AuthorityFacts,
    ControlChange,
    Election,
    Inspection,
    Reorganisation,
    Seat,
    TenureFact,
)
from simulation.parameters import WorldParameters
from simulation.world import World, simulate_world

ANNOUNCEMENTS = {"departure_announced", "departure_withdrawn"}


def facts_of_world(seed, *, end, years, authorities=17):
    """Seats and authority facts of one world."""
    world = simulate_world(WorldParameters(seed=seed, end=end, years=years, authorities=authorities, adopters=14))
    return tuple(_seats(world)), tuple(_facts(world))


def _seats(world: World):
    tenures, announcements = defaultdict(list), defaultdict(list)
    for row in world.tenures:
        tenures[row.post].append(
            TenureFact(
                ref=row.ref,
                person=world.people.ref(row.person),
                status=row.status.value,
                started_on=row.started_on,
                start_known_on=row.start_known_on,
                ended_on=row.ended_on,
                end_known_on=row.end_known_on,
                contract_ends_on=row.contract_ends_on,
                internal=row.internal,
                end_reason=row.end_reason or None,
            )
        )
    for event in world.events:
        if event.kind in ANNOUNCEMENTS:
            person = None if event.person is None else world.people.ref(event.person)
            announcements[event.post].append(
                Announcement(event.kind, event.effective_on, event.known_on, event.confidential_until, person)
            )
    for place, post in enumerate(world.posts):
        yield Seat(
            post=post.ref,
            authority=f"Z{post.council:03d}",
            role=post.role.value,
            opened_on=post.opened_on,
            known_on=post.opened_on,
            closed_on=post.closed_on,
            close_known_on=post.close_known_on,
            job_share=False,
            tenures=tuple(tenures[place]),
            announcements=tuple(announcements[place]),
        )


def _facts(world: World):
    councils = defaultdict(lambda: defaultdict(list))
    for fact in world.facts:
        councils[fact.council][fact.kind].append(_fact(fact))
    for council, kinds in councils.items():
        yield AuthorityFacts(
            f"Z{council:03d}",
            inspections=tuple(kinds["inspection"]),
            control=tuple(kinds["political_control"]),
            elections=tuple(kinds["election"]),
            reorganisations=tuple(kinds["reorganisation"]),
        )


def _fact(fact):
    day: date = fact.effective_on
    if fact.kind == "inspection":
        grades = dict(part.split("=") for part in fact.detail.split(";") if part)
        return Inspection(day, fact.known_on, fact.value or None, grades.get("impact_of_leaders"))
    if fact.kind == "political_control":
        return ControlChange(day, fact.known_on, fact.value)
    if fact.kind == "election":
        return Election(day, fact.known_on, fact.value)
    return Reorganisation(day, fact.known_on, fact.until, fact.value)
