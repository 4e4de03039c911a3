"""Form: what somebody writes into one of the nine parts, with its earlier versions beneath."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.errors import NotFoundError
from leadership.handover.find import NOT_YOURS, list_versions
from leadership.handover.parts import Behaviour, Part
from leadership.handover.views.answer import Page, Subject, answer, looking
from leadership.handover.views.blueprint import PACK, handover_forms
from leadership.handover.views.forms import PartForm
from leadership.handover.write import write_part

DIGITS = 6


@handover_forms.route(f"{PACK}/parts/<part_name>", methods=["GET", "POST"])
@requires(Permission.HANDOVER_WRITE)
def part(code: str, pack_id: UUID, part_name: str) -> ResponseReturnValue:
    """Write one part; what stood there before is kept."""
    chosen = _part(part_name)
    form = PartForm(data=_last(code, pack_id, chosen))

    def store(subject: Subject) -> str:
        entry = write_part(
            subject.session,
            by=subject.by,
            pack=subject.handover.pack,
            part=chosen,
            words=form.words.data or "",
            behaviours=[Behaviour(each) for each in form.behaviours.data or ()],
            done=bool(form.done.data),
            after_version=_number(form.version.data),
        )
        return f"Saved: {chosen.heading}. {'It is marked as done.' if entry.done else 'It is not marked as done yet.'}"

    def ask(subject: Subject) -> Page:
        versions = list_versions(subject.session, subject.handover.pack, chosen)
        if form.is_submitted() and form.errors:
            # Whoever was told of a newer version reads it below; what they save next comes after it.
            form.version.data = str(versions[0].version if versions else 0)
        return Page(chosen.heading, chosen.question, "handover/part.html", versions)

    return answer(code, pack_id, form, store, ask)


def _part(name: str) -> Part:
    try:
        return Part(name)
    except ValueError as error:
        raise NotFoundError(NOT_YOURS) from error


def _last(code: str, pack_id: UUID, part: Part) -> dict[str, object]:
    """What stands in the part now, to begin with."""
    with looking(code, pack_id) as subject:
        versions = list_versions(subject.session, subject.handover.pack, part)
        if not versions:
            return {"version": "0"}
        newest = versions[0]
        return {
            "words": newest.words,
            "behaviours": list(newest.behaviours),
            "done": newest.done,
            "version": str(newest.version),
        }


def _number(written: str | None) -> int:
    """The version that the writer saw; a form without one saw none."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) <= DIGITS else 0
