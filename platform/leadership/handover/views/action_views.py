"""Forms: an action is added to a pack, and is done."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.transaction import transaction
from leadership.handover.find import get_handover
from leadership.handover.views.answer import Page, Subject, answer
from leadership.handover.views.blueprint import PACK, handover_forms
from leadership.handover.views.forms import ActionForm
from leadership.handover.write import add_action, finish_action


@handover_forms.route(f"{PACK}/actions/new", methods=["GET", "POST"])
@requires(Permission.HANDOVER_WRITE)
def new_action(code: str, pack_id: UUID) -> ResponseReturnValue:
    """Add something that has to be done, with whoever owns it."""
    form = ActionForm()

    def store(subject: Subject) -> str:
        action = add_action(
            subject.session,
            by=subject.by,
            pack=subject.handover.pack,
            what=form.what.data or "",
            owner=form.owner.data or "",
            due_on=form.due_on.data,
        )
        return f"Added: {action.what}."

    lead = "Something that has to be done before or after the handover, with whoever owns it."
    return answer(code, pack_id, form, store, lambda _subject: Page("Add an action", lead))


@handover_forms.post(f"{PACK}/actions/<uuid:action_id>/done")
@requires(Permission.HANDOVER_WRITE)
def action_done(code: str, pack_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Say that an action is done."""
    identity = current_identity()
    with transaction(identity.scope()) as session:
        authority = authority_by_code(session, code)
        handover = get_handover(session, by=identity, authority_id=authority.id, pack_id=pack_id, on=today())
        action = finish_action(session, by=identity, pack=handover.pack, action_id=action_id, at=now())
        flash(f"Done: {action.what}.")
    return redirect(url_for("handovers.pack", code=code, pack_id=pack_id), 303)
