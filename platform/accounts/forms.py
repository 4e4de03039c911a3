"""The forms of signing in and of managing accounts. What they mean is judged by the verbs, not here."""

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextInput
from wtforms import EmailField, HiddenField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired

from accounts.words import ROLE_WORDS


class AskForm(FlaskForm):  # type: ignore[misc]
    """Which address the link goes to."""

    email = EmailField(
        "Email address",
        [InputRequired("Enter your email address.")],
        widget=GovTextInput(),
        description="The address that the programme support team knows you by. We will send a link to it.",
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )
    next = HiddenField()
    send = SubmitField("Send me a link", widget=GovSubmitInput())


class MembershipForm(FlaskForm):  # type: ignore[misc]
    """A role, and what it is for."""

    role = SelectField(
        "Role",
        widget=GovSelect(),
        choices=[("", "Choose a role"), *((role.value, words) for role, words in ROLE_WORDS.items())],
        validators=[InputRequired("Choose a role.")],
    )
    authority = StringField(
        "Authority",
        widget=GovTextInput(),
        description="Its three-character code, such as 330. Leave it empty for a role in the programme as a whole.",
    )
    person_ref = StringField(
        "Person in the leadership register",
        widget=GovTextInput(),
        description="For a leader only: the reference that stands on the page of the post they hold.",
    )
    save = SubmitField("Add this role", widget=GovSubmitInput())


class AccountForm(MembershipForm):
    """Somebody new with their first role."""

    name = StringField("Full name", [InputRequired("Enter their full name.")], widget=GovTextInput())
    email = EmailField("Email address", [InputRequired("Enter their email address.")], widget=GovTextInput())
    save = SubmitField("Add this account", widget=GovSubmitInput())
