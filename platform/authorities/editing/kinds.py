"""The kinds of fact that the support team records on screen: the form of each, and the verb that it fills."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from authorities.editing.forms import (
    ControlForm,
    ElectionForm,
    InspectionForm,
    InterventionForm,
    ReorganisationForm,
    day_of,
    words_of,
)
from authorities.inspection.detail import Judgements
from authorities.inspection.models import JUDGEMENTS, Inspection, Intervention
from authorities.inspection.record import record_inspection, record_intervention
from authorities.politics.models import Election, PoliticalControl, Reorganisation
from authorities.politics.record import record_control, record_reorganisation, schedule_election
from authorities.recorded import RecordedFact, Versioned

Store = Callable[..., Versioned]


@dataclass(frozen=True)
class FactKind:
    """One kind of fact: how addresses and screens name it, its form, its record, its verb."""

    slug: str
    noun: str
    one: str
    plural: str
    model: type[Versioned]
    form: type[FlaskForm]
    store: Store
    day: str
    # A pause is of an adoption, so its first record is made on the adoption's own page.
    may_be_new: bool = True

    def data_of(self, fact: Versioned) -> dict[str, Any]:
        """What is on record, as the form shows it; empty choices are empty text."""
        names = [name for name, _ in self.form()._unbound_fields if hasattr(fact, name)]  # noqa: SLF001  (WTForms)
        values = {name: getattr(fact, name) for name in names}
        return {
            name: "" if value is None and not name.endswith(("_on", "until")) else value
            for name, value in values.items()
        }


def _inspection(session: Session, form: InspectionForm, **told: Any) -> RecordedFact:
    return record_inspection(
        session,
        inspected_on=day_of(form.inspected_on),
        published_on=form.published_on.data,
        kind=form.kind.data or None,
        judgements=Judgements(**{name: form[name].data or None for name in JUDGEMENTS}),
        **told,
    )


def _intervention(session: Session, form: InterventionForm, **told: Any) -> RecordedFact:
    return record_intervention(
        session,
        step=form.step.data,
        started_on=day_of(form.started_on),
        precision=form.precision.data,
        until=form.until.data,
        **told,
    )


def _control(session: Session, form: ControlForm, **told: Any) -> RecordedFact:
    return record_control(
        session,
        effective_on=day_of(form.effective_on),
        control=words_of(form.control),
        detail=form.detail.data or None,
        **told,
    )


def _election(session: Session, form: ElectionForm, **told: Any) -> RecordedFact:
    return schedule_election(
        session,
        polling_on=day_of(form.polling_on),
        cycle=form.cycle.data,
        detail=form.detail.data or None,
        **told,
    )


def _reorganisation(session: Session, form: ReorganisationForm, **told: Any) -> RecordedFact:
    return record_reorganisation(
        session,
        started_on=day_of(form.started_on),
        until=form.until.data,
        kind=form.kind.data,
        detail=form.detail.data or None,
        **told,
    )


KINDS = {
    kind.slug: kind
    for kind in (
        FactKind(
            slug="inspections",
            noun="inspection",
            one="an inspection",
            plural="Inspections",
            model=Inspection,
            form=InspectionForm,
            store=_inspection,
            day="inspected_on",
        ),
        FactKind(
            slug="interventions",
            noun="step of intervention",
            one="a step of intervention",
            plural="DfE intervention",
            model=Intervention,
            form=InterventionForm,
            store=_intervention,
            day="started_on",
        ),
        FactKind(
            slug="control",
            noun="political control",
            one="political control",
            plural="Political control",
            model=PoliticalControl,
            form=ControlForm,
            store=_control,
            day="effective_on",
        ),
        FactKind(
            slug="elections",
            noun="election",
            one="an election",
            plural="Elections",
            model=Election,
            form=ElectionForm,
            store=_election,
            day="polling_on",
        ),
        FactKind(
            slug="reorganisations",
            noun="reorganisation",
            one="a reorganisation",
            plural="Reorganisations",
            model=Reorganisation,
            form=ReorganisationForm,
            store=_reorganisation,
            day="started_on",
        ),
    )
}
