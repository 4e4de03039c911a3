"""The forms of signing in and of managing accounts. What they mean is judged by the verbs, not here."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # (the published types are older)
from wtforms.validators import DataRequired

from accounts.words import ROLE_WORDS
from core.forms import AddressField, ButtonField, DayField, PickField, TextField


class AskForm(FlaskForm):  # type: ignore[misc]
    """Which address the link goes to."""

    email = AddressField(
        "Email address",
        [DataRequired("Enter your email address.")],
        description="The address that the programme support team knows you by. We will send a link to it.",
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )
    next = HiddenField()
    send = ButtonField("Send me a link")


class MembershipForm(FlaskForm):  # type: ignore[misc]
    """A role, and what it is for."""

    role = PickField(
        "Role",
        [DataRequired("Choose a role.")],
        choices=[
            SelectChoice("", "Choose a role"),
            *(SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()),
        ],
        choose="Choose a role.",
    )
    authority = TextField(
        "Authority",
        description="Its three-character code, such as 330. Leave it empty for a role in the programme as a whole.",
    )
    person_ref = TextField(
        "Person in the leadership register",
        description="For a leader only: the reference beside their name under Our leaders, People on record.",
    )
    save = ButtonField("Add this role")


class AccountForm(MembershipForm):
    """Somebody new with their first role."""

    name = TextField("Full name", [DataRequired("Enter their full name.")])
    email = AddressField("Email address", [DataRequired("Enter their email address.")])
    save = ButtonField("Add this account")


class LeavingForm(FlaskForm):  # type: ignore[misc]
    """The last day in a role."""

    leaves_on = DayField("Last day", description="Leave it empty if they stay after all.", subject="The last day")
    save = ButtonField("Save")
