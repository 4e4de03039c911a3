"""Form: a number of the learning journal."""

from flask.typing import ResponseReturnValue

from authorities.fidelity.figures import record_figure
from authorities.fidelity.kinds import FigureKind
from authorities.fidelity.views.answer import About, Page, answer
from authorities.fidelity.views.blueprint import OF_INNOVATION, fidelity
from authorities.fidelity.views.forms import FigureForm
from core.access import Permission, requires
from core.clock import today


@fidelity.route(f"{OF_INNOVATION}/numbers", methods=["GET", "POST"])
@requires(Permission.FIDELITY_ASSESS)
def numbers(code: str, innovation: str) -> ResponseReturnValue:
    """Record how many families or staff were reached by a day, or how long it took to go live."""
    form = FigureForm()

    def store(about: About) -> str:
        figure = record_figure(
            about.session,
            by=about.by,
            adoption=about.record.adoption,
            kind=FigureKind(form.kind.data),
            value=form.value.data if form.value.data is not None else -1,
            as_of=form.as_of.data or today(),
            source=form.source.data or "",
            on=today(),
        )
        return f"Saved: {FigureKind(figure.kind).words}. An earlier number of the same day stays on record."

    return answer(
        code,
        innovation,
        form,
        store,
        lambda about: Page(
            "Add a number",
            f"How far has {about.innovation.name} come? Numbers are optional, and each is of a day.",
        ),
    )
