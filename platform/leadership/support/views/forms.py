"""The form of an entry. What it can say is judged by the verbs, not here."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired

from core.forms import ButtonField, ChoiceField, DayField, DayRequired, ParagraphField, PickField, TextField, TickField
from leadership.register.models import Post
from leadership.register.views.forms import needed
from leadership.support.kinds import CHOICES, Kind
from leadership.support.models import SupportEntry
from leadership.support.record import Said


class EntryForm(FlaskForm):  # type: ignore[misc]
    kind = ChoiceField("What was it?", choices=CHOICES, choose="Choose what it was.")
    given_on = DayField("On which day?", [DayRequired("Enter the day.")])
    post = PickField("For which post?", choose="Choose a post of this authority, or the authority as a whole.")
    with_whom = TextField("With whom? (optional)", description="Names of people at the authority, or their posts.")
    agreed = ParagraphField("What was done or agreed?", [InputRequired("Enter what was done or agreed.")])
    due_on = DayField("By when? (optional)", subject="The day by when")
    done_on = DayField("Done on (optional)", subject="The day it was done")
    save = ButtonField("Save the entry")

    def offer(self, posts: list[Post]) -> None:
        self.post.choices = {"": "The authority as a whole", **{str(post.id): post.title for post in posts}}

    def said(self) -> Said:
        return Said(
            Kind(self.kind.data),
            needed(self.given_on),
            self.with_whom.data or "",
            self.agreed.data or "",
            UUID(self.post.data) if self.post.data else None,
            self.due_on.data,
            self.done_on.data,
            self.withdrawn.data if "withdrawn" in self else False,
        )


class CorrectForm(EntryForm):
    version = HiddenField()
    withdrawn = TickField("Take this entry back: it was recorded by mistake")

    def saw(self, newest: SupportEntry) -> bool:
        """Whether the writer saw the newest version."""
        return self.version.data == str(newest.version)
