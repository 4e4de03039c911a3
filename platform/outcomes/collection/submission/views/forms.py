"""The forms of returns. What a cell may hold is judged by the rules of checking, not here."""

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, Length

from core.forms import ButtonField, ChoiceField, ParagraphField, TextField, TickField, UploadField

LONGEST_COMMENT = 500
FOLLOW_UP = {"": "Not said", "no": "No", "yes": "Yes"}


class UploadForm(FlaskForm):  # type: ignore[misc]
    file = UploadField(
        "Your return as a CSV or XLSX file",
        description="Up to 10 MB. Use the template, one row for each indicator, or the layout of DfE's own tables.",
    )
    save = ButtonField("Check the file")


class EnterForm(FlaskForm):  # type: ignore[misc]
    """One figure, as a row of the template would hold it."""

    value = TextField(
        "Value",
        [Length(max=40, message="The value must be 40 characters or fewer")],
        description="A number, or one of the symbols c, x, z, u or low. Leave it empty to have it worked out from "
        "the counts.",
    )
    numerator = TextField("Numerator", [Length(max=40, message="The numerator must be 40 characters or fewer")])
    denominator = TextField("Denominator", [Length(max=40, message="The denominator must be 40 characters or fewer")])
    comment = ParagraphField(
        "Comment",
        [Length(max=LONGEST_COMMENT, message=f"The comment must be {LONGEST_COMMENT} characters or fewer")],
        description="For the reviewer. No names of children.",
    )
    follow_up = ChoiceField("Does it need following up?", choices=FOLLOW_UP, default="")
    save = ButtonField("Check this figure")


class SubmitForm(FlaskForm):  # type: ignore[misc]
    version = TextField("Version")
    submit = ButtonField("Submit the return")


class SignOffForm(FlaskForm):  # type: ignore[misc]
    version = TextField("Version")
    # The digest of the explanations that stood on the page.
    words = TextField("Words")
    sign = ButtonField("Sign off")


class AskForm(FlaskForm):  # type: ignore[misc]
    version = TextField("Version")
    ask = ButtonField("Ask for the signature")


class DeclineForm(FlaskForm):  # type: ignore[misc]
    version = TextField("Version")
    reason = ParagraphField(
        "What should change first?", [InputRequired("Say what should change before you sign it off.")]
    )
    decline = ButtonField("Do not sign off")


class SettingForm(FlaskForm):  # type: ignore[misc]
    sign_off = TickField("Our director signs each return off before it is submitted")
    save = ButtonField("Save")


class BareForm(FlaskForm):  # type: ignore[misc]
    """A button and nothing else; its boxes are drawn by the page."""

    save = ButtonField("Save")
