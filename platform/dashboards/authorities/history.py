"""What was recorded about an authority over time: every version of every fact, and which took the place of which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Account
from authorities.recorded import Versioned
from authorities.register.models import Authority
from authorities.timeline.chains import chains_of
from authorities.timeline.entries import describe
from authorities.timeline.read import innovation_names, list_versions


@dataclass(frozen=True)
class VersionLine:
    """One version: what it said, when it could be known, when and by whom it was written, what became of it."""

    when: str
    says: str
    detail: str
    known_on: date
    recorded_at: datetime
    recorded_by: str
    source: str | None
    confidence: str | None
    state: str


@dataclass(frozen=True)
class Chain:
    """All versions of one matter, the newest first."""

    title: str
    versions: Sequence[VersionLine]

    @property
    def has_changed(self) -> bool:
        return len(self.versions) > 1


def list_chains(session: Session, authority: Authority, *, names: bool) -> list[Chain]:
    """Every matter on record of an authority with its versions, those recorded last first.

    Args:
        session: adoption and membership are seen only in scope.
        authority: whose record it is.
        names: whether the reader may see who recorded a version; else it says "the programme".
    """
    versions = list_versions(session, authority)
    innovations = innovation_names(session, authority)
    people = _names(session, versions) if names else {}
    told = [_chain(chain, innovations, people, names=names) for chain in chains_of(versions).values()]
    return sorted(told, key=lambda chain: (chain.versions[0].recorded_at, chain.title), reverse=True)


def _chain(chain: list[Versioned], innovations: dict[Any, str], people: dict[int, str], *, names: bool) -> Chain:
    lines = [_line(version, innovations, people, names=names) for version in reversed(chain)]
    return Chain(lines[0].says, lines)


def _line(version: Versioned, innovations: dict[Any, str], people: dict[int, str], *, names: bool) -> VersionLine:
    entries = describe(version, innovations.get(getattr(version, "adoption_id", None), ""))
    return VersionLine(
        when="; ".join(entry.when for entry in entries),
        says=("Withdrawn: " if version.withdrawn else "") + "; ".join(entry.title for entry in entries),
        detail=" ".join(entry.detail for entry in entries if entry.detail),
        known_on=version.known_on,
        recorded_at=version.recorded_at,
        recorded_by=_recorded_by(version, people, names=names),
        source=version.source,
        confidence=version.confidence,
        state=_state(version),
    )


def _state(version: Versioned) -> str:
    if version.superseded_at is not None:
        return "Replaced"
    return "Withdrawn" if version.withdrawn else "Current"


def _recorded_by(version: Versioned, people: dict[int, str], *, names: bool) -> str:
    if version.recorded_by_id is None:
        return "Loaded from a file"
    return people.get(version.recorded_by_id, "Somebody") if names else "The programme"


def _names(session: Session, versions: Sequence[Versioned]) -> dict[int, str]:
    numbers = {version.recorded_by_id for version in versions if version.recorded_by_id is not None}
    return {account.id: account.name for account in session.scalars(select(Account).where(Account.id.in_(numbers)))}
