"""The forms about fidelity. What an assessment can take is judged by the verbs and the database, not here."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from authorities.fidelity.assess import Answer
from authorities.fidelity.kinds import ElementState, FigureKind, Outcome
from authorities.fidelity.models import FidelityElement
from core.forms import ButtonField, ChoiceField, DayField, DayRequired, ParagraphField, TextField, WholeNumberField

LONGEST_WORDS = 2_000
STATE_CHOICES = {state.value: state.words for state in ElementState}
OUTCOME_CHOICES = {
    Outcome.AGREED.value: "Agreed: the evidence bears it out",
    Outcome.TO_DISCUSS.value: "To discuss with the authority",
}


class AssessForm(FlaskForm):  # type: ignore[misc]
    """Three fields for each element, added by `assess_form`; then what is different, and the button."""

    version = HiddenField()

    def answers(self, elements: Sequence[FidelityElement]) -> list[Answer]:
        """What was said of each element."""
        return [
            Answer(
                element.code,
                ElementState(self[f"state_{element.code}"].data),
                self[f"evidence_{element.code}"].data,
                self[f"reason_{element.code}"].data,
            )
            for element in elements
        ]


def assess_form(elements: Sequence[FidelityElement]) -> type[AssessForm]:
    """A form for these elements, in their order."""
    fields: dict[str, object] = {}
    for element in elements:
        fields[f"state_{element.code}"] = ChoiceField(
            element.name,
            choices=STATE_CHOICES,
            description=element.description,
            choose=f"{element.name}: choose how far it is in place.",
        )
        fields[f"evidence_{element.code}"] = TextField(
            f"{element.name}: where can it be seen?", description="Such as a rota, a report or an observation."
        )
        fields[f"reason_{element.code}"] = TextField(
            f"{element.name}: if adapted, how and why?", description="An adaptation with a good reason is no fault."
        )
    fields["difference"] = ParagraphField(
        "What is different from the practice before?",
        [InputRequired("Say what is different from the practice before."), Length(max=LONGEST_WORDS)],
        description="Name no child, family or colleague. If nothing is different yet, write that.",
    )
    fields["save"] = ButtonField("Save the assessment")
    return type("AssessElementsForm", (AssessForm,), fields)


class ReviewForm(FlaskForm):  # type: ignore[misc]
    outcome = ChoiceField("Your review", choices=OUTCOME_CHOICES, choose="Choose whether you agree.")
    words = ParagraphField(
        "What you would say to the authority",
        [Length(max=LONGEST_WORDS)],
        description="Needed where there is something to discuss. The authority reads it.",
    )
    version = HiddenField()
    save = ButtonField("Save the review")


class FigureForm(FlaskForm):  # type: ignore[misc]
    kind = ChoiceField(
        "Which number?",
        choices={kind.value: kind.words for kind in FigureKind},
        choose="Choose which number it is.",
    )
    value = WholeNumberField("Number", [InputRequired("Enter the number.")])
    as_of = DayField("As of which day?", [DayRequired("Enter the day that the number is of.")])
    source = TextField("Where does it come from?", [InputRequired("Say where the number comes from.")])
    save = ButtonField("Save the number")
