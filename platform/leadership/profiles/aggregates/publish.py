"""The job that decides which aggregates are released, under the closing role: one decision for each publication.

Programme first, then innovations, then authorities, each in a fixed order: what is released first may keep a later one
from being released, and the programme is of use to most. What is refused stays as it was released before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from authorities.programme.listing import list_adoptions
from core.access import SYSTEM
from core.audit import record
from core.clock import now
from core.jobs import ClaimedJob, job_kind
from core.scope import Scope
from core.transaction import transaction
from leadership.profiles.aggregates.gather import Gathered, gather
from leadership.profiles.aggregates.models import ProfileAggregate, ReleasedSet
from leadership.profiles.aggregates.request import PUBLISH
from leadership.profiles.closing.engine import closing_transaction
from leadership.profiles.kinds import Attribute
from leadership.profiles.one_person import read_firsts
from leadership.profiles.release.aggregate import (
    AUTHORITY,
    PROGRAMME,
    Aggregate,
    Brought,
    Contribution,
    Minimum,
    sets_of,
)

# One publication at a time: two would each read a ledger without the other's releases.
ONE_AT_A_TIME = 1_412_003


@dataclass(frozen=True)
class Candidate:
    """An aggregate that might be released."""

    kind: str
    minimum: Minimum
    authority_id: int | None = None
    innovation_code: str | None = None

    @property
    def name(self) -> str:
        of = self.innovation_code if self.authority_id is None else str(self.authority_id)
        return self.kind if of is None else f"{self.kind}:{of}"


def _not_published(_session: Session, _subject: str, _reason: str) -> None:
    """The job's row says so; what was released before stands, and the next day asks again."""


@job_kind(PUBLISH, on_failure=_not_published)
def publish_aggregates(job: ClaimedJob) -> None:
    """Release what may be released on the job's day; run again, it finds everything released and does nothing."""
    with transaction(Scope.EVERYTHING) as session:
        # The closing role reads no register.
        adopted, firsts = adopted_by(session), read_firsts(session)
    with closing_transaction() as session:
        publish(session, adopted=adopted, firsts=firsts, on=date.fromisoformat(job.subject), at=now())
        job.finish(session)


def adopted_by(session: Session) -> Mapping[str, frozenset[int]]:
    """Which authorities take on which innovation, as on record."""
    found: dict[str, set[int]] = {}
    for each in list_adoptions(session):
        found.setdefault(each.adoption.innovation_code, set()).add(each.authority.id)
    return {code: frozenset(numbers) for code, numbers in sorted(found.items())}


def publish(
    session: Session,
    *,
    adopted: Mapping[str, frozenset[int]],
    on: date,
    at: datetime,
    firsts: Mapping[UUID, UUID] | None = None,
) -> list[str]:
    """Offer every aggregate to the ledger and store those that it lets pass; return their names.

    `firsts` joins the records of one person, who is one leader.
    """
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    gathered = gather(session, on=on, firsts=firsts)
    released = []
    for candidate, brought in _candidates(gathered, adopted):
        found = gathered.releases.offer(candidate.name, brought, candidate.minimum)
        if found is not None:
            _store(session, candidate, brought, found, version=gathered.versions.get(candidate.name, 0) + 1, at=at)
            released.append(candidate.name)
    return released


def _candidates(gathered: Gathered, adopted: Mapping[str, frozenset[int]]) -> Iterator[tuple[Candidate, Brought]]:
    everybody = gathered.brought
    yield Candidate("programme", PROGRAMME), everybody
    for code, numbers in adopted.items():
        yield Candidate("innovation", PROGRAMME, innovation_code=code), _of(everybody, numbers)
    for number in sorted({each.authority_id for found in everybody.values() for each in found}):
        yield Candidate("authority", AUTHORITY, authority_id=number), _of(everybody, frozenset({number}))


def _of(everybody: Brought, authorities: frozenset[int]) -> dict[Attribute, list[Contribution]]:
    return {
        attribute: [each for each in found if each.authority_id in authorities]
        for attribute, found in everybody.items()
    }


def _store(
    session: Session,
    candidate: Candidate,
    brought: Brought,
    found: tuple[Aggregate, ...],
    *,
    version: int,
    at: datetime,
) -> None:
    """Figures and ledger in one transaction: neither is ever without the other."""
    for each in found:
        sets = sets_of(brought[each.attribute])
        session.add(
            ReleasedSet(
                name=candidate.name,
                version=version,
                attribute=each.attribute.value,
                raters=sorted(sets.raters),
                rounds=sorted(sets.rounds),
                released_at=at,
            )
        )
        session.add(
            ProfileAggregate(
                name=candidate.name,
                kind=candidate.kind,
                authority_id=candidate.authority_id,
                innovation_code=candidate.innovation_code,
                version=version,
                attribute=each.attribute.value,
                value=each.value,
                leaders=each.leaders,
                authorities=each.authorities,
                raters=each.raters,
                half_width=each.half_width,
                released_at=at,
            )
        )
    # The support team reads the audit. That an authority has an aggregate says how many of its leaders were rated and
    # by how many, which is the authority's alone: its own record is `released_set`, with its day and version.
    if candidate.authority_id is None:
        record(
            session,
            by=SYSTEM,
            deed="profile_aggregate.released",
            subject=f"profile_aggregate:{candidate.name}",
            authority_id=None,
        )
