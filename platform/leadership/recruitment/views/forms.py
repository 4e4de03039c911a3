"""The forms of a recruitment pack. What a pack can take is judged by the verbs and the database, not here."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from core.forms import ButtonField, DayField, DayRequired, TextField, TicksField
from leadership.recruitment.open import LONGEST_REASON
from leadership.recruitment.page import NAMES

LONGEST_NAME = 200


class OpenForm(FlaskForm):  # type: ignore[misc]
    reason = TextField(
        "Why is this post recruited to?",
        [Length(max=LONGEST_REASON)],
        description="Leave it empty where the post is vacant or its holder is known to leave. Write nothing about "
        "anybody's health or conduct.",
    )
    save = ButtonField("Open the recruitment pack")


class PlaceForm(FlaskForm):  # type: ignore[misc]
    attributes = TicksField(
        "Which attributes stand there?",
        choices={attribute.value: name for attribute, name in NAMES.items()},
        description="The place counts once all five do.",
    )
    evidence = TextField("Where can it be seen?")
    owner = TextField(
        "Who answers for it?",
        [InputRequired("Enter who answers for it."), Length(max=LONGEST_NAME)],
        description="A role, such as: head of people services.",
    )
    done_on = DayField("As of which day?", [DayRequired("Enter the day on which it stood like this.")])
    version = HiddenField()
    save = ButtonField("Save")


class CloseForm(FlaskForm):  # type: ignore[misc]
    save = ButtonField("Close the recruitment pack")
