"""Form: how far each element was in place in a quarter. What was said before is kept."""

from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from authorities.fidelity.assess import assess
from authorities.fidelity.elements import list_elements
from authorities.fidelity.local import list_local_elements
from authorities.fidelity.profile import Assessed, list_versions, newest_assessments
from authorities.fidelity.views.answer import About, Page, answer
from authorities.fidelity.views.asked import adoption_of, need_page
from authorities.fidelity.views.blueprint import OF_QUARTER, fidelity
from authorities.fidelity.views.forms import Elements, assess_form
from authorities.programme.listing import AdoptionRecord
from core.access import Permission, current_identity, requires
from core.clock import today
from core.quarters import Quarter
from core.transaction import reading

DIGITS = 6


@fidelity.route(f"{OF_QUARTER}/assess", methods=["GET", "POST"])
@requires(Permission.FIDELITY_ASSESS)
def assess_quarter(code: str, innovation: str, quarter: Quarter) -> ResponseReturnValue:
    """Assess a quarter; where it has none yet, the form begins with what was said of the one before."""
    need_page(quarter, today())
    with reading(current_identity().scope()) as session:
        record, found = adoption_of(session, code, innovation)
        local = list_local_elements(session, record.adoption, known_on=today(), quarter=quarter)
        elements: Elements = [*list_elements(session, found.code, quarter), *local]
        begun = _begun(session, record, quarter, elements)
    form = assess_form(elements)(data=begun)

    def store(about: About) -> str:
        made = assess(
            about.session,
            by=about.by,
            adoption=about.record.adoption,
            quarter=quarter,
            answers=form.answers(elements),
            difference=form.difference.data or "",
            after_version=number_of(form.version.data),
            on=today(),
        )
        return f"Saved: {about.innovation.name}, {quarter}, version {made.version}. The support team reviews it next."

    def ask(about: About) -> Page:
        if form.is_submitted() and form.errors:
            # Whoever was told of a newer version sees its number now; what they save next comes after it.
            versions = list_versions(about.session, about.record.adoption, known_on=today(), quarter=quarter)
            form.version.data = str(versions[-1].assessment.version if versions else 0)
        return Page(
            f"Assess {quarter}",
            f"How far was each element of {about.innovation.name} in place, what shows it, and what did you adapt?",
        )

    return answer(code, innovation, form, store, ask)


def number_of(written: str | None) -> int:
    """The version that the writer saw; a form without one saw none."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) <= DIGITS else 0


def _begun(session: Session, record: AdoptionRecord, quarter: Quarter, elements: Elements) -> dict[str, Any]:
    """What the form begins with: the quarter's newest version, else that of the last quarter before it."""
    known = newest_assessments(session, record.adoption, today())
    earlier = [each for each in known if each <= quarter]
    if not earlier:
        return {"version": "0"}
    newest = known[max(earlier)]
    own = newest.assessment.of_quarter == quarter
    return {"version": str(newest.assessment.version if own else 0), **_said(newest, elements)}


def _said(newest: Assessed, elements: Elements) -> dict[str, Any]:
    said: dict[str, Any] = {"difference": newest.assessment.difference}
    for element in elements:
        answer_ = newest.answer(element)
        if answer_ is not None:
            said[f"state_{element.code}"] = answer_.state
            said[f"evidence_{element.code}"] = answer_.evidence or ""
            said[f"reason_{element.code}"] = answer_.reason or ""
    return said
