"""The forms about fidelity. What an assessment can take is judged by the verbs and the database, not here."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from authorities.fidelity.assess import Answer
from authorities.fidelity.kinds import ElementState, FigureKind, Outcome
from authorities.fidelity.local import LONGEST_NAME
from authorities.fidelity.local_models import LocalElement
from authorities.fidelity.models import FidelityElement
from core.forms import ButtonField, ChoiceField, DayField, DayRequired, ParagraphField, TextField, WholeNumberField

LONGEST_WORDS = 2_000
Elements = Sequence[FidelityElement | LocalElement]
STATE_CHOICES = {state.value: state.words for state in ElementState}
OUTCOME_CHOICES = {
    Outcome.AGREED.value: "Agreed: the evidence bears it out",
    Outcome.TO_DISCUSS.value: "To discuss with the authority",
}


class AssessForm(FlaskForm):  # type: ignore[misc]
    """Three fields for each element, added by `assess_form`; then what is different, and the button."""

    version = HiddenField()

    def answers(self, elements: Elements) -> list[Answer]:
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


def assess_form(elements: Elements) -> type[AssessForm]:
    """A form for these elements, in their order."""
    fields: dict[str, object] = {}
    for element in elements:
        label = f"Local: {element.name}" if isinstance(element, LocalElement) else element.name
        fields[f"state_{element.code}"] = ChoiceField(
            label,
            choices=STATE_CHOICES,
            description=element.description,
            choose=f"{element.name}: choose how far it is in place.",
            render_kw={"params": {"fieldset": {"legend": {"text": label, "classes": "govuk-fieldset__legend--s"}}}},
        )
        fields[f"evidence_{element.code}"] = TextField(
            f"{element.name}: where can it be seen?", description="Such as a rota, a report or an observation."
        )
        fields[f"reason_{element.code}"] = TextField(
            f"{element.name}: if adapted, how and why?",
            description="An adaptation with a good reason is no fault.",
            widget=GovTextArea(),  # a line of text still, in a box that shows a whole sentence
            render_kw={"params": {"rows": 3}},
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


class LocalElementForm(FlaskForm):  # type: ignore[misc]
    name = TextField(
        "What is it called?",
        [InputRequired("Give it a name."), Length(max=LONGEST_NAME)],
        description="Something you do beyond the elements that belong to the innovation everywhere.",
    )
    description = ParagraphField(
        "What does it consist of?",
        [InputRequired("Say in a sentence what it consists of."), Length(max=LONGEST_WORDS)],
        description="One sentence. Name no child, family or colleague.",
    )
    begins_on = DayField("Since which day?", [DayRequired("Enter the day it began.")])
    save = ButtonField("Add the element")


class EndElementForm(FlaskForm):  # type: ignore[misc]
    ends_on = DayField("On which day did it end?", [DayRequired("Enter the day it ended.")])
    save = ButtonField("End the element")
