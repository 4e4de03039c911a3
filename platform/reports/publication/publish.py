"""A named person publishes a drafted summary; from then on DfE viewers see it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from core.errors import ConflictError, NotFoundError
from reports.models import Publication
from reports.publication.content import Summary
from reports.risk.content import from_plain


def publish(session: Session, *, by: Identity, publication_id: UUID, published_as: str, at: datetime) -> Publication:
    """Sign a draft off under one's account and role.

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: it has been published already.
    """
    found = session.get(Publication, publication_id, with_for_update=True)
    if found is None:
        raise NotFoundError("There is no such draft.")
    if found.published_at is not None:
        raise ConflictError("This summary has been published already. Load the page again to see by whom.")
    found.published_at, found.published_by_id, found.published_as = at, by.account_id, published_as
    record(session, by=by, deed="publication.published", subject=f"publication:{found.id}", authority_id=None)
    return found


def find_published(session: Session) -> Publication | None:
    """The newest published summary."""
    return session.scalars(
        select(Publication)
        .where(Publication.published_at.is_not(None))
        .order_by(Publication.published_at.desc())
        .limit(1)
    ).one_or_none()


def list_drafts(session: Session) -> list[Publication]:
    """Drafts that nobody has published, newest first; only for those who see everything."""
    return list(
        session.scalars(
            select(Publication).where(Publication.published_at.is_(None)).order_by(Publication.drafted_at.desc())
        )
    )


def summary_of(publication: Publication) -> Summary:
    """The summary that a publication holds."""
    return from_plain(Summary, {"profile": [], "totals_to": 1, **publication.content})
