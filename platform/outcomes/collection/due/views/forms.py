"""The forms about what is due. What a day means is judged by the verbs, not here.

`seen` is the digest of what the form showed (due/seen.py).
"""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired

from core.forms import (
    ButtonField,
    DayField,
    DayRequired,
    ParagraphField,
    PickField,
    TextField,
    TicksField,
    WholeNumberField,
)
from outcomes.collection.due.errors import CollectionError


def day_of(field: DayField) -> date:
    """The day in a field that must have one; raises CollectionError where the form let an empty one through."""
    if field.data is None:
        raise CollectionError(f"Enter {field.subject.lower()}.", field=field.name)
    return field.data


class NewCollectionForm(FlaskForm):  # type: ignore[misc]
    quarter = PickField("Quarter", [DataRequired("Choose a quarter.")], choose="Choose a quarter from the list.")
    opens_on = DayField(
        "First day on which returns are taken",
        description="Leave it empty for the day after the quarter ends.",
        subject="The first day",
    )
    working_days = WholeNumberField(
        "Working days from the end of the quarter until it is due",
        description="Leave it empty for ten weeks, or if you give the day below. Bank holidays are not counted.",
        refusal="The number of working days must be a whole number, such as 50",
    )
    due_on = DayField(
        "Or the day it is due",
        description="Returns are on time until midnight at the end of this day.",
        subject="The day it is due",
    )
    closes_on = DayField(
        "Last day on which late returns are taken",
        description="Leave it empty to take them for as long as it takes.",
        subject="The last day",
    )
    note = ParagraphField("Anything leads should know", description="It stands on their page. You may leave it empty.")
    save = ButtonField("Open the collection")


class DaysForm(FlaskForm):  # type: ignore[misc]
    opens_on = DayField(
        "First day on which returns are taken",
        [DayRequired("Enter the first day on which returns are taken.")],
        subject="The first day",
    )
    due_on = DayField(
        "Day it is due",
        [DayRequired("Enter the day it is due.")],
        description="How punctual returns were that have been submitted already stays as it is.",
        subject="The day it is due",
    )
    closes_on = DayField(
        "Last day on which late returns are taken",
        description="Leave it empty to take them for as long as it takes.",
        subject="The last day",
    )
    note = ParagraphField("Anything leads should know", description="It stands on their page. You may leave it empty.")
    seen = HiddenField()
    save = ButtonField("Save the days")


class ItemsForm(FlaskForm):  # type: ignore[misc]
    items = TicksField("Indicators", choose="Choose indicators from the list.")
    seen = HiddenField()
    save = ButtonField("Save the indicators")


class ExtensionForm(FlaskForm):  # type: ignore[misc]
    authority = PickField("Authority", [DataRequired("Choose an authority.")], choose="Choose an authority.")
    until = DayField(
        "New deadline",
        [DayRequired("Enter the new deadline.")],
        subject="The new deadline",
        description="Its last day.",
    )
    reason = TextField(
        "Reason",
        [DataRequired("Give the reason: it stays on record.")],
        description="It stays on record, and stands in the letter to the authority.",
    )
    save = ButtonField("Give more time")


class CollectsForm(FlaskForm):  # type: ignore[misc]
    collects_until = DayField(
        "Last day on which it takes returns",
        description="A programme that has closed may go on reporting. Leave it empty for as long as it asks.",
        subject="The last day",
    )
    seen = HiddenField()
    save = ButtonField("Save")
