"""The forms about succession. What may stand together is judged by the verbs and the database."""

from decimal import Decimal

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, Length

from core.forms import (
    ButtonField,
    ChoiceField,
    DayField,
    ParagraphField,
    PickField,
    TextField,
    TickField,
    TicksField,
    WholeNumberField,
)
from leadership.succession.kinds import STATEMENT_WORDS, Item, Level, Ready

LONGEST = 300
LONGEST_REASON = 500
NOBODY = ""
SOMEBODY_NEW = "new"
LEVELS = {level.value: level.words for level in Level}
READY = {ready.value: ready.words for ready in Ready}
VALUES = {"1": "In place", "0.5": "Partly in place", "0": "Not in place"}
QUARTERS = {"1": "All four", "0.75": "Three", "0.5": "Two", "0.25": "One", "0": "None of them"}
NARROW = {"params": {"classes": "govuk-input--width-3"}}  # a box as wide as what is asked for
EVIDENCE = "Such as a link to minutes or to a document, or where it is kept. No names of children or families."


def text_of(field: TextField | ParagraphField) -> str:
    """What stands in a box, without spaces at its ends; empty for nothing."""
    return (field.data or "").strip()


def _owner() -> TextField:
    return TextField(
        "Who answers for this?",
        [InputRequired("Enter who answers for this, by name or role."), Length(max=LONGEST)],
        description="A name or a role, such as Head of Organisational Development.",
    )


class LossForm(FlaskForm):  # type: ignore[misc]
    level = ChoiceField("How large?", choices=LEVELS, choose="Choose how large it is.")
    reason = TextField("Why?", [InputRequired("Enter the reason."), Length(max=LONGEST_REASON)])
    owner = _owner()
    judged_on = DayField("When was this judged?", description="Leave it empty for today.", subject="The day")
    save = ButtonField("Save the judgement")


class PlanForm(FlaskForm):  # type: ignore[misc]
    written = ChoiceField(
        "Is there a written succession plan for this post?",
        choices={"yes": "Yes", "no": "No"},
        choose="Choose whether there is a written plan.",
    )
    approved_on = DayField("When was it approved?", description="Leave it empty if it is not approved yet.")
    approved_by = TextField(
        "Who approved it?", [Length(max=LONGEST)], description="By role, such as the chief executive."
    )
    reviewed_on = DayField("When was it last reviewed?")
    review_due_on = DayField("When is the next review?")
    evidence = TextField("Where is it kept?", [Length(max=LONGEST)], description=EVIDENCE)
    owner = _owner()
    save = ButtonField("Save the plan")


class SuccessorForm(FlaskForm):  # type: ignore[misc]
    person = PickField("Who could follow?", choose="Choose who could follow.")
    name = TextField(
        "Name of somebody who is not in the list", [Length(max=200)], description="Only if you chose so above."
    )
    ready = ChoiceField("When could they take the post over?", choices=READY, choose="Choose when.")
    place = WholeNumberField(
        "Place in the order", description="1 is first. Leave it empty for the end of the list.", render_kw=NARROW
    )
    note = TextField(
        "What would help them to get ready?",
        [Length(max=LONGEST_REASON)],
        description="Optional. Only those who lead the authority see it.",
    )
    save = ButtonField("Put on the list")


class StandingForm(FlaskForm):  # type: ignore[misc]
    ready = ChoiceField("When could they take the post over?", choices=READY, choose="Choose when.")
    place = WholeNumberField(
        "Place in the order", [InputRequired("Enter the place in the order, such as 1.")], render_kw=NARROW
    )
    note = TextField("What would help them to get ready?", [Length(max=LONGEST_REASON)])
    save = ButtonField("Save")


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    sure = TickField(
        "Delete the name and the note", [InputRequired("Tick the box to say that the name and the note are deleted.")]
    )
    save = ButtonField("Take off the list")


class ItemForm(FlaskForm):  # type: ignore[misc]
    value = ChoiceField("How far is it in place?", choices=VALUES, choose="Choose how far it is in place.")
    evidence = TextField("Where is the evidence?", [Length(max=LONGEST)], description=EVIDENCE)
    owner = _owner()
    assessed_on = DayField("When was this looked at?", description="Leave it empty for today.", subject="The day")
    save = ButtonField("Save the item")

    def ask_about(self, item: Item) -> None:
        """Recruitment counts four places, every other item is in place, partly or not."""
        if item is Item.RECRUITMENT:
            self.value.label.text = "In how many of the four do the five attributes stand?"
            self.value.choices = QUARTERS

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.value.data)


class EngagementForm(FlaskForm):  # type: ignore[misc]
    holds = TicksField(
        "Which of these hold today?",
        choices={statement.value: words for statement, words in STATEMENT_WORDS.items()},
        description="Tick those for which there is evidence; name it below.",
    )
    lead_member_evidence = TextField("Evidence: meetings with the lead member", [Length(max=LONGEST)])
    leaders_evidence = TextField("Evidence: sessions with leader and chief executive", [Length(max=LONGEST)])
    opposition_evidence = TextField("Evidence: briefing of the opposition", [Length(max=LONGEST)])
    visits_evidence = TextField("Evidence: visits or shadowing by councillors", [Length(max=LONGEST)])
    board_evidence = TextField("Evidence: other departments on the board", [Length(max=LONGEST)])
    coalition = TickField(
        "A coalition or an agreement of support is signed",
        description="It counts only where no party has a majority.",
    )
    coalition_evidence = TextField("Evidence: the agreement", [Length(max=LONGEST)])
    owner = _owner()
    stated_on = DayField("Of which day is this?", description="Leave it empty for today.", subject="The day")
    save = ButtonField("Save the statement")


class ConsistencyForm(FlaskForm):  # type: ignore[misc]
    high = ChoiceField(
        "How consistent is performance?",
        choices={"high": "High: alike from one look to the next, and good", "low": "Low: it moves, or is below good"},
        choose="Choose how consistent it is.",
    )
    reason = ParagraphField(
        "Why?",
        [InputRequired("Enter the reason."), Length(max=LONGEST_REASON)],
        description="What the call rests on, such as a monitoring visit or a peer review.",
    )
    owner = _owner()
    save = ButtonField("Save the call")


class ThresholdForm(FlaskForm):  # type: ignore[misc]
    chance = WholeNumberField(
        "Tell us when the chance of a change within 12 months reaches (per cent)",
        [InputRequired("Enter a percentage from 1 to 100, such as 50.")],
        render_kw=NARROW,
    )
    save = ButtonField("Save the threshold")
