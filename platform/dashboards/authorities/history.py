"""What was recorded about an authority over time: every version of every fact, and which took the place of which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Account
from authorities.programme.open import list_innovations
from authorities.recorded import Versioned
from authorities.register.models import Authority
from authorities.timeline.chains import chains_of
from authorities.timeline.entries import describe
from authorities.timeline.read import innovation_names, list_versions
from authorities.words import on_day
from core.clock import LONDON
from dashboards.authorities.described import changes_of, list_described


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
    people = _names(session, [version.recorded_by_id for version in versions]) if names else {}
    told = [_chain(chain, innovations, people, names=names) for chain in chains_of(versions).values()]
    told += _described(session, authority, names=names)
    return sorted(told, key=lambda chain: (chain.versions[0].recorded_at, chain.title), reverse=True)


def _described(session: Session, authority: Authority, *, names: bool) -> list[Chain]:
    """The changed words of the authority's adoptions, each change a matter of its own."""
    events = list_described(session, authority)
    innovations = {each.code: each.name for each in list_innovations(session)} if events else {}
    people = _names(session, [event.account_id for event in events]) if names else {}
    return [
        Chain(
            "Said of an adoption",
            [
                VersionLine(
                    when=on_day(event.at.astimezone(LONDON).date()),
                    says=f"{innovations.get((event.after or {})['innovation'], 'Adoption')}: what is said of it",
                    detail=changes_of(event, innovations),
                    known_on=event.at.astimezone(LONDON).date(),
                    recorded_at=event.at,
                    recorded_by=_recorded_by(event.account_id, people, names=names),
                    source=None,
                    confidence=None,
                    state="Changed",
                )
            ],
        )
        for event in events
    ]


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
        recorded_by=_recorded_by(version.recorded_by_id, people, names=names),
        source=version.source,
        confidence=version.confidence,
        state=_state(version),
    )


def _state(version: Versioned) -> str:
    if version.superseded_at is not None:
        return "Replaced"
    return "Withdrawn" if version.withdrawn else "Current"


def _recorded_by(account_id: int | None, people: dict[int, str], *, names: bool) -> str:
    if account_id is None:
        return "Loaded from a file"
    return people.get(account_id, "Somebody") if names else "The programme"


def _names(session: Session, account_ids: Iterable[int | None]) -> dict[int, str]:
    numbers = {number for number in account_ids if number is not None}
    return {account.id: account.name for account in session.scalars(select(Account).where(Account.id.in_(numbers)))}
