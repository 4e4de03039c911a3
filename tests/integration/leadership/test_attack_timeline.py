"""The timeline against the register, day by day: everybody who held a post, whatever overlapped, and nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from factories.seats import SUPPORT, Scene, make_scene
from sqlalchemy.orm import Session

from core.access import Identity, Membership, Role
from core.clock import today
from dashboards.timeline.picture import timeline_of
from leadership.register.models import Post, Tenure

WORDS = {
    "permanent": "Permanent",
    "fixed_term": "Fixed term",
    "interim": "Interim",
    "acting": "Acting",
}
PERMANENT = ("permanent", "fixed_term")
FIRST = date(2014, 1, 1)


@dataclass(frozen=True)
class Held:
    """What was written into the register: who, as what, from when to before when."""

    name: str
    status: str
    start: date
    end: date | None

    def on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def in_turn(random: Random, names: Iterator[str], statuses: tuple[str, ...], most: int) -> list[Held]:
    """One after another with gaps between some of them; the last may still be there."""
    found, day = [], FIRST + timedelta(days=random.randrange(900))
    for _ in range(random.randrange(1, most)):
        end = day + timedelta(days=random.randrange(1, 1100))
        over = end < today()
        found.append(Held(next(names), random.choice(statuses), day, end if over else None))
        if not over:
            break
        day = end + timedelta(days=random.choice((0, 0, random.randrange(1, 400))))
        if day >= today():
            break
    return found


def write(scene: Scene, post: Post, held: list[Held]) -> None:
    for each in held:
        scene.session.add(
            Tenure(
                ref=f"{post.ref}-{each.name}",
                authority_id=post.authority_id,
                post_id=post.id,
                person_id=scene.person(each.name).id,
                status=each.status,
                shared=post.job_share,
                started_on=each.start,
                start_known_on=each.start,
                ended_on=each.end,
                end_known_on=each.end,
            )
        )
    scene.session.flush()


def expected(held: list[Held], day: date, *, shared: bool) -> str:
    """What holds on a day, by the rule alone: who started last discharges the role, who shares it all do."""
    there = sorted((each for each in held if each.on(day)), key=lambda each: (each.start, each.status in PERMANENT))
    if not there:
        return "Vacant"
    if not shared:
        return f"{WORDS[there[-1].status]}: {there[-1].name}"
    own = [each.status for each in there if each.status in PERMANENT]
    names = [each.name for each in there]
    return (
        f"{WORDS[(own or [there[-1].status])[-1]]}: {', '.join(names[:-1])}{' and ' if names[:-1] else ''}{names[-1]}"
    )


@pytest.mark.parametrize("seed", range(4))
def test_every_day_of_every_post_is_told_as_the_register_has_it(session: Session, seed: int) -> None:
    random, scene = Random(seed), make_scene(session).at(today())
    names = (f"Holder {number:03}" for number in range(1000))
    written: dict[str, tuple[list[Held], bool]] = {}
    for number in range(5):
        shared = number == 4
        post = scene.post("assistant_director", f"Post {number}", opened_on=FIRST, job_share=shared)
        held = in_turn(random, names, PERMANENT, 6) + in_turn(random, names, ("interim", "acting"), 4)
        write(scene, post, held)
        written[post.title] = held, shared
    found = timeline_of(session, by=SUPPORT, authority=scene.authority, on=today(), today=today())
    assert found is not None
    rows = [(row[0], row[1], row[2], str(row[3]).removesuffix(" (new person)")) for row in found.chart.table.rows]
    start = min(each.start for held, _ in written.values() for each in held)
    for title, (held, shared) in written.items():
        mine = [row for row in rows if row[0] == title]
        for day in _days(held, start):
            told = [row[3] for row in mine if row[1] <= day and (row[2] is None or day < row[2])]
            assert told == [expected(held, day, shared=shared)], f"{title} on {day}"


def _days(held: list[Held], start: date) -> list[date]:
    """The days around every change, and every seventeenth between."""
    edges = {day for each in held for day in (each.start, each.end) if day is not None}
    around = {day + timedelta(days=step) for day in edges for step in (-1, 0, 1)}
    steps = {start + timedelta(days=step) for step in range(0, (today() - start).days, 17)}
    return sorted(day for day in around | steps if start <= day <= today())


def test_a_confidential_departure_is_in_no_timeline_of_who_may_not_know(session: Session) -> None:
    """Neither picture, table nor words differ before its day from those of an authority where nothing is announced."""
    scene = make_scene(session).at(today())
    post = scene.post()
    tenure = scene.hold(post)
    held = Membership(Role.LEAD, scene.authority.id, scene.authority.code)
    lead = Identity(None, "Lead", frozenset({held}))

    def told() -> tuple[str, str, str]:
        found = timeline_of(session, by=lead, authority=scene.authority, on=today(), today=today())
        assert found is not None
        return found.sentence, found.chart.alternative, found.chart.to_csv()

    before = told()
    scene.leaves(post, tenure, today() + timedelta(days=40), confidential_until=today() + timedelta(days=20))
    assert told() == before
