"""Vacancy chains of one authority: who leaves, who moves up, which post is then vacant (B9). Pure, on histories.

A director leaves; an assistant director follows; their post is vacant until somebody follows there. Each step is one
person's change, and the chain is told from the first to the last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from leadership.register.days import Day
from leadership.register.history import History
from leadership.register.kinds import EndReason
from leadership.register.known import KnownTenure
from leadership.register.seats import standing_announcement

# Changes longer ago than this are history: the post's own page has them.
RECENT = timedelta(days=730)
# Somebody leaves one post and starts in the next within a quarter, or starts a little before the end.
AFTER = timedelta(days=92)
BEFORE = timedelta(days=31)


@dataclass(frozen=True)
class Step:
    """One post that somebody left, and who follows; `from_post` is the post that the follower left for it."""

    post_id: UUID
    title: str
    tenure_id: UUID
    leaver: str
    leaver_id: UUID
    last_day: Day
    ahead: bool
    follower: str | None
    follower_id: UUID | None
    started: Day | None
    follower_status: str
    from_title: str | None
    vacant_since: Day | None

    @property
    def sentence(self) -> str:
        """The step in words."""
        said = f"{self.title}: {self.leaver} {'is to leave' if self.ahead else 'left'}, last day {self.last_day.words}."
        if self.follower is None or self.started is None:
            gap = (
                f" Vacant since {self.vacant_since.words}."
                if self.vacant_since
                else " Nobody is on record as following."
            )
            return said + gap
        where = f"moves up from {self.from_title}" if self.from_title else "follows"
        if not self.ahead and self.from_title:
            where = f"moved from {self.from_title}"
        elif not self.ahead:
            where = "followed"
        return f"{said} {self.follower} {where} ({self.follower_status}) on {self.started.words}."


@dataclass(frozen=True)
class Chain:
    """The steps from the first departure on; a chain has two at least."""

    steps: tuple[Step, ...]

    @property
    def posts(self) -> frozenset[UUID]:
        return frozenset(step.post_id for step in self.steps)

    @property
    def sentence(self) -> str:
        """The chain in one line: who left, who moved up from where, and how it ends."""
        first, last = self.steps[0], self.steps[-1]
        parts = [f"{first.leaver} {'is to leave' if first.ahead else 'left'} {first.title}"]
        for step in self.steps:
            if step.from_title:
                moved = "is to move there" if step.ahead else "moved there"
                parts.append(f"{step.follower} {moved} from {step.from_title}")
        if last.follower is not None:
            parts.append(f"{last.follower} {'is to follow' if last.ahead else 'followed'} there")
        elif last.vacant_since is not None:
            parts.append(f"{last.title} is vacant since {last.vacant_since.words}")
        else:
            parts.append(f"nobody is on record as following as {last.title}")
        return f"{'; '.join(parts)}."


@dataclass(frozen=True)
class _Departure:
    history: History
    tenure: KnownTenure
    last_day: Day
    first_without: date


def list_chains(histories: Iterable[History], on: date) -> list[Chain]:
    """The chains of the last two years and of those ahead, as known on a day, the newest first."""
    held = {history.post.id: history for history in histories}
    departures = [each for history in held.values() for each in _departures(history, on)]
    pulled = {}
    steps = {}
    for departure in departures:
        follower = _follower(departure, on)
        source = _left_for(follower, departures, departure) if follower else None
        steps[departure.tenure.id] = _step(departure, follower, source, on)
        if source is not None:
            pulled[departure.tenure.id] = source.tenure.id
    starts = [number for number in steps if number not in set(pulled.values())]
    chains = [Chain(tuple(_walk(start, pulled, steps))) for start in starts]
    found = [chain for chain in chains if len(chain.steps) > 1]
    return sorted(found, key=lambda chain: (chain.steps[0].last_day.on, chain.steps[0].title), reverse=True)


def _walk(start: UUID, pulled: dict[UUID, UUID], steps: dict[UUID, Step]) -> Sequence[Step]:
    found: list[Step] = []
    number: UUID | None = start
    while number is not None and steps[number] not in found:
        found.append(steps[number])
        number = pulled.get(number)
    return found


def _departures(history: History, on: date) -> Iterable[_Departure]:
    for tenure in history.tenures_as_known(on):
        if not tenure.came_about or tenure.end_reason is EndReason.CONFIRMED:
            continue
        if tenure.ended is not None:
            if tenure.ended.on > on - RECENT:
                exact = tenure.ended.precision == "day"
                last = Day(tenure.ended.on - timedelta(days=1)) if exact else tenure.ended
                yield _Departure(history, tenure, last, tenure.ended.on)
            continue
        announced = standing_announcement(history, tenure, on)
        if announced is not None:
            last = Day.known_to(announced.effective_precision, announced.effective_on)
            yield _Departure(history, tenure, last, last.last + timedelta(days=1))


def _follower(departure: _Departure, on: date) -> KnownTenure | None:
    """Who discharges the post next: the first to start after whoever leaves, about when they go or later."""
    later = [
        tenure
        for tenure in departure.history.tenures_as_known(on)
        if tenure.came_about
        and tenure.person_id != departure.tenure.person_id
        and tenure.started.on > departure.tenure.started.on
        and tenure.started.on >= departure.first_without - BEFORE
    ]
    return later[0] if later else None


def _left_for(follower: KnownTenure, departures: Sequence[_Departure], departure: _Departure) -> _Departure | None:
    """The post of the same authority that the follower left for this one."""
    for each in departures:
        other_post = each.history.post.id != departure.history.post.id
        if other_post and each.tenure.person_id == follower.person_id and _in_time(each, follower):
            return each
    return None


def _in_time(left: _Departure, joined: KnownTenure) -> bool:
    return left.first_without - BEFORE <= joined.started.on <= left.first_without + AFTER


def _step(departure: _Departure, follower: KnownTenure | None, source: _Departure | None, on: date) -> Step:
    history = departure.history
    gone = departure.first_without <= on
    return Step(
        post_id=history.post.id,
        title=history.post.title,
        tenure_id=departure.tenure.id,
        leaver=history.name(departure.tenure.person_id),
        leaver_id=departure.tenure.person_id,
        last_day=departure.last_day,
        ahead=not gone,
        follower=history.name(follower.person_id) if follower else None,
        follower_id=follower.person_id if follower else None,
        started=follower.started if follower else None,
        follower_status=follower.status.words if follower else "",
        from_title=source.history.post.title if source else None,
        vacant_since=Day(departure.first_without) if gone and follower is None else None,
    )
