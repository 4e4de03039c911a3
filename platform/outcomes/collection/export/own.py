"""Somebody's own exports: what they asked for, and the file itself while it is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from authorities.register.models import Authority
from core.access import Identity
from core.errors import NotFoundError
from outcomes.collection.export.askers import NOT_YOURS, may_have, require_having
from outcomes.collection.export.models import FiguresExport

MOST_SHOWN = 50


def list_own_exports(session: Session, *, by: Identity) -> list[tuple[FiguresExport, str | None]]:
    """What they asked for and may still have, with the authority's name, the newest first; the files are not read."""
    rows = session.execute(
        select(FiguresExport, Authority.name)
        .outerjoin(Authority, Authority.id == FiguresExport.authority_id)
        .where(FiguresExport.requested_by_id == by.account_id)
        .order_by(FiguresExport.requested_at.desc(), FiguresExport.id)
        .limit(MOST_SHOWN)
        .options(defer(FiguresExport.body))
    )
    return [(export, name) for export, name in rows if may_have(by, export.authority_id)]


def get_own_file(session: Session, *, by: Identity, export_id: UUID, at: datetime) -> FiguresExport:
    """The export with its file.

    Raises:
        NotFoundError: it is somebody else's, their right to it is gone, or the file is not there (yet, or any more).
    """
    export = session.scalar(
        select(FiguresExport).where(FiguresExport.id == export_id, FiguresExport.requested_by_id == by.account_id)
    )
    if export is None:
        raise NotFoundError(NOT_YOURS)
    require_having(by, export.authority_id)
    if export.body is None or export.expires_at is None or export.expires_at <= at:
        raise NotFoundError("This file is not kept any more, or not made yet. The page Exports says which.")
    return export
