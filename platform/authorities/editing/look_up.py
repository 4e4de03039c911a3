"""Finding the kind of fact that an address names, and the facts of a kind that count today."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.editing.kinds import KINDS, FactKind
from authorities.editing.spans import SPANS
from authorities.recorded import Versioned
from authorities.register.models import Authority
from core.errors import NotFoundError


def get_kind(slug: str) -> FactKind:
    """The kind that an address names; raises NotFoundError when there is none."""
    kinds = KINDS | SPANS
    if slug not in kinds:
        raise NotFoundError("There is no such page, or it is not yours to see.")
    return kinds[slug]


def get_fact(session: Session, kind: FactKind, authority: Authority, fact_id: UUID) -> Versioned:
    """A current fact of an authority; raises NotFoundError when it has none of that id, or it has been replaced."""
    found: Any = session.scalars(
        select(kind.model).where(
            kind.model.id == fact_id,
            kind.model.authority_id == authority.id,  # type: ignore[attr-defined]
            kind.model.superseded_at.is_(None),
            ~kind.model.withdrawn,
        )
    )
    fact: Versioned | None = found.one_or_none()
    if fact is None:
        raise NotFoundError(
            "There is no such record, or it has been corrected since the page was drawn: go back and open it again."
        )
    return fact


def list_current(session: Session, kind: FactKind, authority: Authority) -> list[Versioned]:
    """The current facts of a kind, the latest first."""
    facts: Any = session.scalars(
        select(kind.model).where(
            kind.model.authority_id == authority.id,  # type: ignore[attr-defined]
            kind.model.superseded_at.is_(None),
            ~kind.model.withdrawn,
        )
    )
    by_day: list[Versioned] = sorted(facts, key=lambda fact: getattr(fact, kind.day), reverse=True)
    return by_day
