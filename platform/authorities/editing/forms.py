"""The forms of the register. What a date or a grade means is judged by the verbs and the database, not here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from authorities.errors import RegisterError
from authorities.words import (
    CONFIDENCE_WORDS,
    CONTACT_WORDS,
    CYCLE_WORDS,
    GRADE_WORDS,
    JUDGEMENT_WORDS,
    PRECISION_WORDS,
    REORGANISATION_WORDS,
    STEP_WORDS,
    capital,
)
from core.forms import (
    AddressField,
    ButtonField,
    ChoiceField,
    DayField,
    DayRequired,
    ParagraphField,
    PickField,
    TextField,
)

# That of a name in the files (docs/formats.md).
LONGEST_NAME = 200
CONFIDENCES = {"": "Not said", **CONFIDENCE_WORDS}
NO_GRADE = {"": "No grade given", **GRADE_WORDS}


def day_of(field: DayField) -> date:
    """The day in a field that must have one; raises RegisterError where the form let an empty one through."""
    if field.data is None:
        raise RegisterError(f"Enter {field.subject.lower()}.", field=field.name)
    return field.data


def words_of(field: StringField) -> str:
    """The words in a field, without spaces around them."""
    return (field.data or "").strip()


def _precision(of: str) -> ChoiceField:
    return ChoiceField(f"How exactly is {of} known?", choices=PRECISION_WORDS, default="day")


def _name(label: str, validators: Sequence[Any] = (), *, description: str = "") -> TextField:
    """Words that a column of a file takes as a name: no longer than it does, or they could not come back from one."""
    return TextField(label, [*validators, Length(max=LONGEST_NAME)], description=description)


def _programme() -> ChoiceField:
    """Asked only where there is more than one (programmes.py)."""
    return ChoiceField("Programme", choose="Choose which programme.")


class KnownForm(FlaskForm):  # type: ignore[misc]
    """What every record says of itself: since when it could be known, where from, how surely."""

    known_on = DayField(
        "When could this first be known?",
        description="The day of publication or announcement. Leave it empty if it was known when it happened, or, for "
        "a plan, if it has become known today.",
        subject="The day it could be known",
    )
    source = TextField("Where is it known from?", description="Such as a report, a council page or a letter.")
    confidence = ChoiceField("How sure is it?", choices=CONFIDENCES, default="")

    def told(self) -> dict[str, Any]:
        """The same as the verbs take it; an empty box says nothing."""
        return {
            "known_on": self.known_on.data,
            "source": self.source.data or None,
            "confidence": self.confidence.data or None,
        }


class InspectionForm(KnownForm):
    inspected_on = DayField("First day of the inspection", [DayRequired("Enter the first day of the inspection.")])
    published_on = DayField("Day the report was published")
    kind = ChoiceField(
        "Kind of inspection", choices={"standard": "Standard", "short": "Short", "": "Not known"}, default=""
    )
    overall = PickField(
        JUDGEMENT_WORDS["overall"], choices=NO_GRADE, description="Reports since April 2026 give no overall grade."
    )
    impact_of_leaders = PickField(JUDGEMENT_WORDS["impact_of_leaders"], choices=NO_GRADE)
    help_and_protection = PickField(JUDGEMENT_WORDS["help_and_protection"], choices=NO_GRADE)
    children_in_care = PickField(JUDGEMENT_WORDS["children_in_care"], choices=NO_GRADE)
    care_leavers = PickField(
        JUDGEMENT_WORDS["care_leavers"], choices=NO_GRADE, description="Judged apart since January 2023."
    )
    save = ButtonField("Save")


class InterventionForm(KnownForm):
    step = ChoiceField("Step", choices=STEP_WORDS, choose="Choose which step DfE took.")
    started_on = DayField("First day", [DayRequired("Enter the day the step was taken.")])
    precision = _precision("that day")
    until = DayField("First day after it", description="Leave it empty while it lasts.")
    save = ButtonField("Save")


class ControlForm(KnownForm):
    effective_on = DayField("First day of this control", [DayRequired("Enter the first day of this control.")])
    control = _name(
        "Who controls the council",
        description="A party, or: no overall control.",
        validators=[InputRequired("Say who controls the council, or write: no overall control.")],
    )
    detail = TextField("Anything to add")
    save = ButtonField("Save")


class ElectionForm(KnownForm):
    polling_on = DayField("Polling day", [DayRequired("Enter the polling day.")])
    cycle = ChoiceField(
        "What is elected",
        choices={code: capital(words) for code, words in CYCLE_WORDS.items()},
        choose="Choose what is elected.",
    )
    detail = TextField("Anything to add", description="Such as why it was moved.")
    save = ButtonField("Save")


class ReorganisationForm(KnownForm):
    kind = ChoiceField("What is reorganised", choices=REORGANISATION_WORDS, choose="Choose what is reorganised.")
    started_on = DayField("First day", [DayRequired("Enter the day it began, or is to begin.")])
    until = DayField("First day after it", description="Leave it empty while it lasts.")
    detail = TextField("Anything to add")
    save = ButtonField("Save")


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """That something on record is not so after all."""

    known_on = DayField("When could this first be known?", [DayRequired("Enter the day this could be known.")])
    source = TextField("Why is it not so?", [InputRequired("Say why it is not so, such as: cancelled by the council.")])
    withdraw = ButtonField("Withdraw")


class AdoptionForm(KnownForm):
    programme = _programme()
    innovation = ChoiceField("Innovation", choose="Choose the innovation.")
    joined_on = DayField("Day it joined the programme", [DayRequired("Enter the day it joined the programme.")])
    joined_precision = _precision("that day")
    wave = _name("Wave", description="Such as trailblazer.")
    local_name = _name("What the authority calls it", description="Leave it empty if it has no name of its own.")
    note = ParagraphField("What should be known when reading its dates")
    save = ButtonField("Save")


class AdoptionWordsForm(FlaskForm):  # type: ignore[misc]
    innovation = ChoiceField(
        "Innovation", description="It can be another one only while no stage and no pause of it is on record."
    )
    wave = _name("Wave", description="Such as trailblazer.")
    local_name = _name("What the authority calls it", description="Leave it empty if it has no name of its own.")
    note = ParagraphField("What should be known when reading its dates")
    source = TextField("Where is it known from?", description="Such as a report, a council page or a letter.")
    confidence = ChoiceField("How sure is it?", choices=CONFIDENCES, default="")
    save = ButtonField("Save")


class StageForm(KnownForm):
    planned_on = DayField("Planned day")
    planned_precision = _precision("the planned day")
    actual_on = DayField("Day it began", description="Leave it empty until it has begun.")
    actual_precision = _precision("that day")
    reason = TextField("Why the date moved", description="Shown beside the old date.")
    save = ButtonField("Save")


class PauseForm(KnownForm):
    paused_on = DayField("First day of the pause", [DayRequired("Enter the first day of the pause.")])
    precision = _precision("that day")
    resumed_on = DayField("First day it went on", description="Leave it empty while it stands still.")
    reason = TextField("Why it stands still", [InputRequired("Say why it stands still.")])
    save = ButtonField("Save")


class ResumeForm(FlaskForm):  # type: ignore[misc]
    resumed_on = DayField("First day it went on", [DayRequired("Enter the first day it went on.")])
    known_on = DayField("When could this first be known?", description="Leave it empty if it was known that day.")
    save = ButtonField("Save")


class MembershipForm(KnownForm):
    programme = _programme()
    joined_on = DayField("Day it joined the programme", [DayRequired("Enter the day it joined the programme.")])
    joined_precision = _precision("that day")
    left_on = DayField("First day outside the programme", description="Leave it empty while it takes part.")
    reason = TextField("Why it left or joined again")
    save = ButtonField("Save")


class LeaveForm(FlaskForm):  # type: ignore[misc]
    programme = _programme()
    left_on = DayField("First day outside the programme", [DayRequired("Enter the first day outside the programme.")])
    reason = TextField("Why it leaves", [InputRequired("Say why it leaves.")])
    known_on = DayField("When could this first be known?", description="Leave it empty if it was known that day.")
    save = ButtonField("Save")


class ContactForm(FlaskForm):  # type: ignore[misc]
    name = TextField("Name", [InputRequired("Enter the name of the contact.")])
    email = AddressField("Email address", [InputRequired("Enter an email address, such as name@council.gov.uk.")])
    role = ChoiceField("Kind of contact", choices=CONTACT_WORDS, choose="Choose what kind of contact this is.")
    since = DayField("First day", [DayRequired("Enter the first day as a contact.")])
    save = ButtonField("Save")


class EndContactForm(FlaskForm):  # type: ignore[misc]
    until = DayField("First day no longer a contact", [DayRequired("Enter the first day no longer a contact.")])
    save = ButtonField("Save")


class ForecastForm(FlaskForm):  # type: ignore[misc]
    takes_effect_on = DayField("Day it is now expected", [DayRequired("Enter the day it is now expected.")])
    precision = _precision("that day")
    known_on = DayField("When could this first be known?", [DayRequired("Enter the day this could be known.")])
    source = TextField("Where is it known from?", [InputRequired("Say where this is known from.")])
    confidence = ChoiceField("How sure is it?", choices=CONFIDENCES, default="")
    save = ButtonField("Save")
