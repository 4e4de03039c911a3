"""Adding a version, and closing the one that it replaces: the one way in which anything versioned is written."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import func, inspect
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.recorded import Versioned
from authorities.refusals import KNOWN_TOO_LATE, refusing
from core.access import Identity
from core.audit import record as record_deed
from core.scope import scope_of

V = TypeVar("V", bound=Versioned)
BOOKKEEPING = frozenset(
    {"id", "authority_id", "adoption_id", "recorded_at", "recorded_by_id", "superseded_at", "superseded_by_id"}
)


def content_of(version: Versioned) -> dict[str, Any]:
    """What a version says, as plain JSON: every column that is not bookkeeping."""
    columns = inspect(type(version)).columns
    return {
        name: _plain(getattr(version, name))
        for name in sorted(column.key for column in columns)
        if name not in BOOKKEEPING
    }


def store_version(
    session: Session, version: V, *, by: Identity, on: date, replaces: V | None = None, subject: str | None = None
) -> V:
    """Write a version and the deed; close the one it replaces.

    Args:
        session: its scope must cover the version's authority.
        version: a new record, complete but for who recorded it.
        by: who does it.
        on: the day it is done; nothing can become known later.
        replaces: the current version of the same matter, if there is one.
        subject: names the record in the audit; else its reference or id.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: a rule refuses it; `field` says where.
    """
    authority_id: int = version.authority_id  # type: ignore[attr-defined]
    scope_of(session).require(authority_id)
    if version.known_on > on:
        raise RegisterError(KNOWN_TOO_LATE, field="known_on")
    version.id = version.id or uuid4()
    version.recorded_by_id = by.account_id
    version.withdrawn = bool(version.withdrawn)
    before = content_of(replaces) if replaces is not None else None
    with refusing(session):
        if replaces is not None:
            _close(replaces, version)
            session.flush()  # closed first: one current version is all that the indexes allow
        session.add(version)
    record_deed(
        session,
        by=by,
        deed=f"{type(version).__tablename__}.{_deed(version, replaces)}",  # type: ignore[attr-defined]
        subject=f"{type(version).__tablename__}:{subject or getattr(version, 'ref', version.id)}",  # type: ignore[attr-defined]
        authority_id=authority_id,
        before=before,
        after=content_of(version),
    )
    return version


def withdrawal_of(version: V, *, known_on: date, source: str | None) -> V:
    """A version that says that the matter is not so after all; store it as any other."""
    columns = inspect(type(version)).columns
    kept = {
        column.key: getattr(version, column.key)
        for column in columns
        if column.key not in BOOKKEEPING - {"authority_id", "adoption_id"}
    }
    if "ref" in kept:
        kept["ref"] = new_ref(type(version))
    return type(version)(**kept | {"known_on": known_on, "source": source, "withdrawn": True})


def new_ref(kind: type[Versioned]) -> str:
    """A reference for a fact that was recorded on screen and brings none of its own."""
    return f"{kind.__tablename__}-{uuid4().hex[:12]}"  # type: ignore[attr-defined]


def _close(replaces: V, version: V) -> None:
    if replaces.superseded_at or replaces.authority_id != version.authority_id:  # type: ignore[attr-defined]
        raise RegisterError(
            "This has been changed since the page was drawn: open it again and look at what it says now."
        )
    replaces.superseded_at = func.clock_timestamp()
    replaces.superseded_by_id = version.id


def _deed(version: Versioned, replaces: Versioned | None) -> str:
    if version.withdrawn:
        return "withdrawn"
    return "recorded" if replaces is None else "corrected"


def _plain(value: object) -> Any:
    return (
        value.isoformat() if isinstance(value, (date, datetime)) else str(value) if isinstance(value, UUID) else value
    )
