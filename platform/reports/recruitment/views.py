"""A recruitment pack as a file."""

from uuid import UUID

from flask import Blueprint, Response, make_response

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import today
from core.errors import NotFoundError
from core.transaction import reading
from leadership.recruitment.page import read_page
from leadership.register.posts import get_post
from reports.documents.pdf import pdf_of
from reports.documents.word import docx_of
from reports.recruitment.document import document_of

recruitment_files = Blueprint("recruitment_files", __name__)
WRITERS = {
    "docx": (docx_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf_of, "application/pdf"),
}


@recruitment_files.get("/authorities/<code>/posts/<uuid:post_id>/recruitment.<any(docx, pdf):kind>")
@requires(Permission.SUCCESSION_READ)
def download(code: str, post_id: UUID, kind: str) -> Response:
    """The newest pack of the post as it is known today; its file name tells the authority and not the post."""
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        post = get_post(session, authority_id=authority.id, post_id=post_id)
        page = read_page(session, authority=authority, post=post, on=today())
        if page.pack is None:
            raise NotFoundError("No recruitment to this post is on record.")
        document = document_of(page)
    write, content_type = WRITERS[kind]
    response = make_response(write(document))
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="recruitment-{code.lower()}.{kind}"'
    return response
