"""The forms of development. What may be shared, and until when, is judged by the verbs, not here."""

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from core.forms import (
    AddressField,
    ButtonField,
    ChoiceField,
    DayField,
    DayRequired,
    ParagraphField,
    PickField,
    TextField,
    TickField,
    TicksField,
)
from leadership.development.behaviours import CONTEXTS, Context
from leadership.development.find import Wanted
from leadership.development.models import DevelopmentEntry
from leadership.development.write import Written
from leadership.handover.parts import Behaviour
from leadership.profiles.attributes import WORDS
from leadership.profiles.kinds import Attribute

ANY = {"": "Any"}


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A look back. Names of children and families do not belong in it."""

    title = TextField("What is it about?", [InputRequired("Say in a few words what it is about.")])
    context = ChoiceField(
        "In which context?",
        choices={each.value: f"{words.name}: {words.description}" for each, words in CONTEXTS.items()},
        choose="Choose the context.",
    )
    body = ParagraphField(
        "What happened?", description="Only you read this. Leave out names of children and families all the same."
    )
    behaviours = TicksField("Which behaviours did you choose?", choices={each.value: each.words for each in Behaviour})
    reason = ParagraphField("Why these?")
    save = ButtonField("Keep it")

    def written(self) -> Written:
        return Written(
            title=self.title.data or "",
            body=(self.body.data or "").strip(),
            reason=(self.reason.data or "").strip(),
            context=Context(self.context.data),
            behaviours=[Behaviour(each) for each in self.behaviours.data or ()],
        )

    def fill(self, entry: DevelopmentEntry) -> None:
        """Put in what is on record."""
        for name in ("title", "context", "body", "behaviours", "reason"):
            self[name].data = getattr(entry, name)


class ActionForm(NoteForm):
    """Something to do, and by when."""

    due_on = DayField("By when? (optional)", subject="The day")

    def written(self) -> Written:
        note = super().written()
        return Written(
            title=note.title,
            body=note.body,
            reason=note.reason,
            context=note.context,
            behaviours=note.behaviours,
            due_on=self.due_on.data,
        )

    def fill(self, entry: DevelopmentEntry) -> None:
        super().fill(entry)
        self.due_on.data = entry.due_on


ACTION_LABELS = {
    "body": "What do you want to do?",
    "behaviours": "Which behaviours do you choose for it?",
}


class FilterForm(FlaskForm):  # type: ignore[misc]
    """Which entries to show; it changes nothing, so it is sent in the address."""

    class Meta:
        """Not protected: a filter changes nothing."""

        csrf = False

    context = PickField("Context", choices={**ANY, **{each.value: each.words for each in Context}}, default="")
    behaviour = PickField("Behaviour", choices={**ANY, **{each.value: each.words for each in Behaviour}}, default="")
    attribute = PickField(
        "Attribute that it may carry",
        choices={**ANY, **{each.value: words.name for each, words in WORDS.items()}},
        default="",
    )
    show = ButtonField("Show")

    def wanted(self) -> Wanted:
        """What is asked for; a value that is none of the choices asks for nothing."""
        context, behaviour, attribute = self.context.data, self.behaviour.data, self.attribute.data
        return Wanted(
            Context(context) if context in set(Context) else None,
            Behaviour(behaviour) if behaviour in set(Behaviour) else None,
            Attribute(attribute) if attribute in set(Attribute) else None,
        )


class ShareForm(FlaskForm):  # type: ignore[misc]
    coach_email = AddressField(
        "Your coach's email address",
        [InputRequired("Enter your coach's email address.")],
        description="The address with which your coach signs in here.",
    )
    rounds = TicksField("Rounds of your profile")
    entries = TicksField("Notes and actions")
    ends_on = DayField(
        "Last day on which your coach may read it",
        [DayRequired("Enter the last day.")],
        subject="The last day",
        description="Within a year from today. You can take it back on any day before.",
    )
    save = ButtonField("Share it")


class DeleteForm(FlaskForm):  # type: ignore[misc]
    """Nothing brings an entry back, so one slip of a finger must not delete it."""

    sure = TickField("I know that nobody can bring it back", [InputRequired("Tick the box to delete it for good.")])
    save = ButtonField("Delete it")
