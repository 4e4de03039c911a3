"""The pages of handover packs: all that the reader may see, one authority's, one pack, and that as PDF."""

from uuid import UUID

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from core.access import Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.handover.find import Handover, get_handover, list_handovers
from reports.handover.page import PackPage, page_of
from reports.handover.waiting import Line, apart, lines_of

handovers = Blueprint("handovers", __name__)
PACK = "/authorities/<code>/handovers/<uuid:pack_id>"


@handovers.get("/handovers")
@requires(Permission.HANDOVER_READ)
def own() -> str:
    """Every pack that the reader may see, the most urgent first."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        found = list_handovers(session, by=identity, on=today())
        return _list(session, found, None)


@handovers.get("/authorities/<code>/handovers")
@requires(Permission.HANDOVER_READ)
def of_authority(code: str) -> str:
    """The packs of one authority."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = list_handovers(session, by=identity, on=today(), authority_id=authority.id)
        return _list(session, found, authority)


@handovers.get(PACK)
@requires(Permission.HANDOVER_READ)
def pack(code: str, pack_id: UUID) -> str:
    """One pack: what is written, what is known, who has done what."""
    page = read_pack(code, pack_id)
    identity, number = current_identity(), page.authority.id
    return render_template(
        "handover/pack.html",
        page=page,
        may_write=identity.may(Permission.HANDOVER_WRITE, number) and not page.handover.state.closed,
        may_set_aside=identity.may(Permission.LEADERSHIP_RECORD, number) and not page.handover.state.closed,
        may_see_post=identity.may(Permission.LEADERSHIP_READ, number),
    )


def read_pack(code: str, pack_id: UUID) -> PackPage:
    identity, on = current_identity(), today()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        handover = get_handover(session, by=identity, authority_id=authority.id, pack_id=pack_id, on=on)
        return page_of(session, by=identity, authority=authority, handover=handover, on=on)


def _list(session: Session, found: list[Handover], authority: Authority | None) -> str:
    """The authority is named in each row where the list is not of one.

    Whoever sees every authority has those outside the programme apart: none of them is theirs to act on.
    """
    on = today()
    lines, outside = lines_of(session, found, on), list[Line]()
    if authority is None and current_identity().scope().authorities is None:
        lines, outside = apart(session, lines, on)
    return render_template("handover/list.html", lines=lines, outside=outside, authority=authority, on=on)
