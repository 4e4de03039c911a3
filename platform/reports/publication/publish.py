"""A named person publishes a drafted summary; from then on DfE viewers see it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from core.errors import ConflictError, NotFoundError
from reports.models import Publication
from reports.publication.content import Summary
from reports.risk.content import from_plain

LATER_PARTS = {"profile": [], "totals_to": 1, "reckons_with": [], "quarter_names": [], "outcomes": [], "told": []}
"""What summaries lack that were stored before there was any."""


def publish(session: Session, *, by: Identity, publication_id: UUID, published_as: str, at: datetime) -> Publication:
    """Sign a draft off under one's account and role.

    What is hidden was decided when it was drafted, with every summary in mind that was out by then. One that came out
    since was not, and the two beside each other could tell what each hides (risk-and-analysis 14.1, versions).

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: it has been published already, or another summary has since it was drafted.
    """
    one_at_a_time(session)
    found = session.get(Publication, publication_id, with_for_update=True)
    if found is None:
        raise NotFoundError("There is no such draft.")
    if found.published_at is not None:
        raise ConflictError("This summary has been published already. Load the page again to see by whom.")
    if not _reckons_with_all(found, _published_ids(session)):
        raise ConflictError(
            "Another summary has been published since this one was drafted, and the two together might tell a number "
            "that each hides. Run the model now: its summary reckons with both."
        )
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
    """Drafts that can be published, newest first; only for those who see everything."""
    out = _published_ids(session)
    return [draft for draft in _unpublished(session) if _reckons_with_all(draft, out)]


def count_outdated(session: Session) -> int:
    """How many drafts were made before the newest publication, and so can no longer be published."""
    out = _published_ids(session)
    return sum(not _reckons_with_all(draft, out) for draft in _unpublished(session))


def one_at_a_time(session: Session) -> None:
    """Drafting and publishing wait for each other: a draft knows of everything that is out before it is there."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext("publication"))))


def _unpublished(session: Session) -> list[Publication]:
    query = select(Publication).where(Publication.published_at.is_(None)).order_by(Publication.drafted_at.desc())
    return list(session.scalars(query))


def _published_ids(session: Session) -> frozenset[str]:
    return frozenset(map(str, session.scalars(select(Publication.id).where(Publication.published_at.is_not(None)))))


def _reckons_with_all(draft: Publication, out: frozenset[str]) -> bool:
    return out <= set(summary_of(draft).reckons_with)


def summary_of(publication: Publication) -> Summary:
    """The summary that a publication holds."""
    return from_plain(Summary, {**LATER_PARTS, **publication.content})
