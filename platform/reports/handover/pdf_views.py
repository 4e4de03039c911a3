"""A handover pack as PDF."""

from uuid import UUID

from flask import Response, make_response

from core.access import Permission, requires
from reports.documents.pdf import pdf_of
from reports.handover.document import document_of
from reports.handover.views import PACK, handovers, read_pack


@handovers.get(f"{PACK}/handover.pdf")
@requires(Permission.HANDOVER_READ)
def pdf(code: str, pack_id: UUID) -> Response:
    """The pack as a file to print or to take along; its name tells whose authority it is and not who leaves."""
    page = read_pack(code, pack_id)
    response = make_response(pdf_of(document_of(page)))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="handover-{code.lower()}.pdf"'
    return response


__all__ = ["handovers"]
