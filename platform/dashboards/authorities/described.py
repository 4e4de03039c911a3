"""What was said of adoptions beside their dates, over time: told by the audit, as they have no versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.describe import DESCRIBED
from authorities.register.models import Authority
from core.audit import AuditEvent

FIELDS = {
    "innovation": "innovation",
    "wave": "wave",
    "local_name": "name there",
    "note": "note",
    "source": "known from",
    "confidence": "confidence",
}


def list_described(session: Session, authority: Authority) -> Sequence[AuditEvent]:
    """Every time that the words of an adoption of the authority were changed, the last first."""
    return session.scalars(
        select(AuditEvent)
        .where(AuditEvent.authority_id == authority.id, AuditEvent.deed == DESCRIBED)
        .order_by(AuditEvent.id.desc())
    ).all()


def changes_of(event: AuditEvent, innovations: Mapping[str, str]) -> str:
    """What was said before and after, in words: 'wave: second (before: first)'."""
    before, after = event.before or {}, event.after or {}

    def said(values: Mapping[str, Any], field: str) -> str:
        value = values.get(field)
        return "nothing" if value is None else innovations.get(value, value) if field == "innovation" else value

    changed = [field for field in FIELDS if before.get(field) != after.get(field)]
    return "; ".join(f"{FIELDS[field]}: {said(after, field)} (before: {said(before, field)})" for field in changed)
