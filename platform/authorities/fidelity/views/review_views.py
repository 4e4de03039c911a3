"""Form: the support team reviews the newest version of a quarter."""

from flask.typing import ResponseReturnValue

from authorities.fidelity.elements import list_elements
from authorities.fidelity.errors import AssessedMeanwhileError
from authorities.fidelity.kinds import Outcome
from authorities.fidelity.profile import Assessed, list_versions, local_elements_of
from authorities.fidelity.review import review_assessment
from authorities.fidelity.views.answer import About, Page, answer
from authorities.fidelity.views.asked import need_page
from authorities.fidelity.views.assess_views import number_of
from authorities.fidelity.views.blueprint import OF_QUARTER, fidelity
from authorities.fidelity.views.forms import ReviewForm
from core.access import Permission, requires
from core.clock import today
from core.errors import NotFoundError
from core.quarters import Quarter


@fidelity.route(f"{OF_QUARTER}/review", methods=["GET", "POST"])
@requires(Permission.FIDELITY_REVIEW)
def review_quarter(code: str, innovation: str, quarter: Quarter) -> ResponseReturnValue:
    """Agree with what the authority says, or say what to discuss."""
    need_page(quarter, today())
    form = ReviewForm()

    def store(about: About) -> str:
        newest = _newest(about, quarter)
        if number_of(form.version.data) != newest.assessment.version:
            raise AssessedMeanwhileError("The authority has recorded a newer version. Read it below, then review that.")
        review = review_assessment(
            about.session,
            by=about.by,
            adoption=about.record.adoption,
            assessment=newest.assessment,
            outcome=Outcome(form.outcome.data),
            words=form.words.data,
            on=today(),
        )
        after = "The authority sees your words." if review.words else "The authority sees that you agree."
        return f"Reviewed: {about.innovation.name}, {quarter}. {after}"

    def ask(about: About) -> Page:
        newest = _newest(about, quarter)
        form.version.data = str(newest.assessment.version)
        return Page(
            f"Review {quarter}",
            f"Does the evidence bear out what {about.record.authority.name} says of {about.innovation.name}?",
            "fidelity/review.html",
            (
                newest,
                list_elements(about.session, about.innovation.code, quarter),
                local_elements_of(about.session, about.record.adoption, quarter, [newest], known_on=today()),
            ),
        )

    return answer(code, innovation, form, store, ask)


def _newest(about: About, quarter: Quarter) -> Assessed:
    versions = list_versions(about.session, about.record.adoption, known_on=today(), quarter=quarter)
    if not versions:
        raise NotFoundError("Nothing has been assessed for this quarter.")
    return versions[-1]
