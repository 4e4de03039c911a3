"""A leader downloads their profile to take it to a coach."""

from uuid import UUID

from flask import Blueprint, Response, make_response

from core.access import Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.profiles.own.find import get_released, read_frozen
from reports.documents.pdf import pdf_of
from reports.profile.document import document_of

profile_files = Blueprint("profile_files", __name__)


@profile_files.get("/profile/results/<uuid:released_id>.pdf")
@requires(Permission.OWN_PROFILE)
def pdf(released_id: UUID) -> Response:
    """One round as PDF, made for this request and kept nowhere; its name says nothing of whose it is."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        held = get_released(session, by=identity, round_id=released_id)
        frozen = read_frozen(session, by=identity, held=held)
        made = document_of(frozen, name=held.leader_name, post=held.post_title, on=today())
    response = make_response(pdf_of(made))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="profile-{frozen.closed_on.isoformat()}.pdf"'
    return response
