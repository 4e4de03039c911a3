"""The forms of a handover pack. What a pack can take is judged by the verbs and the database, not here."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from core.forms import ButtonField, DayField, ParagraphField, TextField, TickField, TicksField
from leadership.handover.parts import BEHAVIOURS
from leadership.handover.write import LONGEST_ACTION, LONGEST_PART

BEHAVIOUR_CHOICES = {behaviour.value: words for behaviour, words in BEHAVIOURS.items()}
LONGEST_NAME = 200


class PartForm(FlaskForm):  # type: ignore[misc]
    words = ParagraphField(
        "What the next holder needs to know",
        [Length(max=LONGEST_PART, message=f"Keep this part under {LONGEST_PART:,} characters.")],
        description="Name no child and no family. An earlier version stays on record.",
    )
    behaviours = TicksField(
        "How we lead here",
        choices=BEHAVIOUR_CHOICES,
        description="Which of these has this part of the work asked for most? Leave all empty if none stands out.",
    )
    done = TickField("This part is done")
    version = HiddenField()
    save = ButtonField("Save this part")


class ActionForm(FlaskForm):  # type: ignore[misc]
    what = TextField(
        "What has to be done",
        [InputRequired("Enter what has to be done."), Length(max=LONGEST_ACTION)],
        description="Such as: introduce the new director to the chair of the safeguarding partnership.",
    )
    owner = TextField("Who will do it", [InputRequired("Enter who will do it."), Length(max=LONGEST_NAME)])
    due_on = DayField("By when", description="Leave it empty if no day is set.", subject="The day it is due")
    save = ButtonField("Add the action")


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    save = ButtonField("Confirm the handover")


class SetAsideForm(FlaskForm):  # type: ignore[misc]
    save = ButtonField("Close the pack as not needed")
