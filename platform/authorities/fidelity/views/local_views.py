"""Forms: an authority adds an element of its own to an innovation, and ends one."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from authorities.fidelity.local import add_local_element, end_local_element, get_local_element
from authorities.fidelity.views.answer import About, Page, answer
from authorities.fidelity.views.blueprint import OF_INNOVATION, fidelity
from authorities.fidelity.views.forms import EndElementForm, LocalElementForm
from core.access import Permission, requires
from core.clock import today


@fidelity.route(f"{OF_INNOVATION}/local", methods=["GET", "POST"])
@requires(Permission.FIDELITY_ASSESS)
def add_local(code: str, innovation: str) -> ResponseReturnValue:
    """Add an element that no other authority has."""
    form = LocalElementForm()

    def store(about: About) -> str:
        element = add_local_element(
            about.session,
            by=about.by,
            adoption=about.record.adoption,
            name=form.name.data or "",
            description=form.description.data or "",
            begins_on=form.begins_on.data or today(),
            on=today(),
        )
        return f"Added: {element.name}. It is asked about in each quarter from the one in which it began."

    return answer(
        code,
        innovation,
        form,
        store,
        lambda about: Page(
            "Add a local element",
            f"What have you added to {about.innovation.name} that belongs to it nowhere else? You assess it beside the "
            "other elements; it is counted with none of them.",
        ),
    )


@fidelity.route(f"{OF_INNOVATION}/local/<uuid:element_id>/end", methods=["GET", "POST"])
@requires(Permission.FIDELITY_ASSESS)
def end_local(code: str, innovation: str, element_id: UUID) -> ResponseReturnValue:
    """End a local element; what was said of it stays."""
    form = EndElementForm()

    def store(about: About) -> str:
        element = get_local_element(about.session, about.record.adoption, element_id)
        end_local_element(about.session, by=about.by, element=element, ends_on=form.ends_on.data or today(), on=today())
        return f"Ended: {element.name}. What was said of it in earlier quarters stays."

    def ask(about: About) -> Page:
        element = get_local_element(about.session, about.record.adoption, element_id)
        return Page(
            "End a local element",
            f"When did {element.name} end? It is asked about in no later quarter; what was said of it stays.",
        )

    return answer(code, innovation, form, store, ask)
