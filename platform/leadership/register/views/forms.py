"""The forms about posts. What a day or a status means is judged by the verbs and the database, not here."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, Length

from core.forms import (
    ButtonField,
    ChoiceField,
    DayField,
    DayRequired,
    PickField,
    TextField,
    TickField,
    TicksField,
)
from leadership.register.days import Day
from leadership.register.errors import DatesError
from leadership.register.kinds import REASONS_TO_CHOOSE, Confidence, TenureStatus
from leadership.register.told import Told

LONGEST_NAME = 200
CONFIDENCES = {"": "Not said", "high": "High", "medium": "Medium", "low": "Low"}
PRECISIONS = {"day": "To the day", "month": "To the month", "year": "To the year"}
REASONS = {reason.value: reason.words.capitalize() for reason in REASONS_TO_CHOOSE}
STATUSES = {
    TenureStatus.PERMANENT.value: "Permanent",
    TenureStatus.FIXED_TERM.value: "Fixed term",
    TenureStatus.INTERIM.value: "Interim: brought in until the post is filled",
    TenureStatus.ACTING.value: "Acting: from within, until the post is filled or the holder is back",
}
SUBSTANTIVE = {code: STATUSES[code] for code in (TenureStatus.PERMANENT.value, TenureStatus.FIXED_TERM.value)}
SOMEBODY_NEW = "new"


def needed(field: DayField) -> date:
    """The day in a field that must have one; raises DatesError where the form let an empty one through."""
    if field.data is None:
        raise DatesError(f"Enter {field.subject.lower()}.", field=field.name)
    return field.data


def known_day(field: DayField, precision: ChoiceField) -> Day:
    """The day of a field, as exactly as the choice beside it says."""
    return Day.known_to(precision.data, needed(field))


def _precision(of: str) -> ChoiceField:
    return ChoiceField(f"How exactly is {of} known?", choices=PRECISIONS, default="day")


class ToldForm(FlaskForm):  # type: ignore[misc]
    """What every recording says of itself: since when it could be known, where from, how surely."""

    known_on = DayField(
        "When could this first be known?",
        description="The day of the announcement, today at the latest. Leave it empty if it became known today.",
        subject="The day it could be known",
    )
    source = TextField(
        "Where is it known from?",
        [Length(max=LONGEST_NAME)],
        description="Such as a letter, committee papers or the council website.",
    )
    confidence = ChoiceField("How sure is it?", choices=CONFIDENCES, default="")

    def told(self, on: date) -> Told:
        """The same as the verbs take it; an empty day stands for today."""
        return Told(
            self.known_on.data or on,
            self.source.data or None,
            Confidence(self.confidence.data) if self.confidence.data else None,
        )


class OpenPostForm(ToldForm):
    role = PickField("Role", choose="Choose the role.")
    title = TextField(
        "Title of the post",
        [InputRequired("Enter the title of the post, as it stands on the door."), Length(max=LONGEST_NAME)],
        description="As it stands on the door, such as Assistant Director, Early Help.",
    )
    opened_on = DayField("First day the post exists", [DayRequired("Enter the first day the post exists.")])
    job_share = TickField("It is a job share: several people may hold it at once")
    save = ButtonField("Open the post")


class ClosePostForm(ToldForm):
    closed_on = DayField(
        "First day on which the post no longer exists",
        [DayRequired("Enter the first day on which the post no longer exists.")],
        description="Whoever holds the post on that day leaves it with the closing.",
    )
    save = ButtonField("Close the post")


class AnnounceForm(ToldForm):
    last_day = DayField(
        "Expected last day in post", [DayRequired("Enter the expected last day.")], subject="The expected last day"
    )
    precision = _precision("that day")
    confidential_until = DayField(
        "Confidential until",
        description="Leave it empty if it is public. Until that day only you and those entitled see it, and no report "
        "or prediction uses it.",
        subject="The day until which it is confidential",
    )
    save = ButtonField("Announce the departure")


class WithdrawForm(ToldForm):
    save = ButtonField("Withdraw the announcement")


class DepartureForm(ToldForm):
    last_day = DayField(
        "Last day in post", [DayRequired("Enter the last day in post.")], subject="The last day in post"
    )
    precision = _precision("that day")
    reason = ChoiceField(
        "Why did they leave?",
        choices=REASONS,
        choose="Choose why they left; not known is an answer.",
        description="Illness and dismissal are not recorded: choose another reason.",
    )
    save = ButtonField("Record the departure")


class AppointForm(ToldForm):
    person = PickField("Who is appointed?", choose="Choose who is appointed.")
    new_name = TextField(
        "Name of somebody new",
        [Length(max=LONGEST_NAME)],
        description="Only if you chose somebody new above.",
    )
    status = ChoiceField("How do they hold the post?", choices=STATUSES, choose="Choose how they hold the post.")
    started_on = DayField(
        "First day in post",
        [DayRequired("Enter the first day in post.")],
        description="It may lie ahead.",
        subject="The first day in post",
    )
    precision = _precision("that day")
    contract_ends_on = DayField(
        "Last day of the contract",
        description="Of a fixed term or an interim contract, if it is known.",
        subject="The last day of the contract",
    )
    internal = ChoiceField(
        "Were they appointed from within the authority?",
        choices={"": "Not known", "yes": "Yes", "no": "No"},
        default="",
    )
    stands_in = TickField("They stand in while the holder keeps the post")
    leaves = TicksField(
        "Posts that they give up for this one",
        description="Each gets its own entry: the departure is recorded, or announced if the first day lies ahead.",
    )
    save = ButtonField("Record the appointment")


class PastHolderForm(ToldForm):
    person = PickField("Who held the post?", choose="Choose who held the post.")
    new_name = TextField(
        "Name of somebody new",
        [Length(max=LONGEST_NAME)],
        description="Only if you chose somebody new above.",
    )
    status = ChoiceField("How did they hold the post?", choices=STATUSES, choose="Choose how they held the post.")
    started_on = DayField(
        "First day in post", [DayRequired("Enter the first day in post.")], subject="The first day in post"
    )
    started_precision = _precision("the first day")
    last_day = DayField(
        "Last day in post", [DayRequired("Enter the last day in post.")], subject="The last day in post"
    )
    ended_precision = _precision("the last day")
    reason = ChoiceField(
        "Why did they leave?",
        choices=REASONS,
        choose="Choose why they left; not known is an answer.",
        description="Illness and dismissal are not recorded: choose another reason.",
    )
    internal = ChoiceField(
        "Were they appointed from within the authority?",
        choices={"": "Not known", "yes": "Yes", "no": "No"},
        default="",
    )
    save = ButtonField("Record the time in post")


class ConfirmForm(ToldForm):
    status = ChoiceField("How do they hold the post from now on?", choices=SUBSTANTIVE, default="permanent")
    started_on = DayField(
        "Confirmed from", [DayRequired("Enter the day of the confirmation.")], subject="The day of the confirmation"
    )
    contract_ends_on = DayField(
        "Last day of the contract", description="Of a fixed term.", subject="The last day of the contract"
    )
    save = ButtonField("Confirm in the post")


class CorrectTenureForm(ToldForm):
    status = ChoiceField("How do they hold the post?", choices=STATUSES, choose="Choose how they hold the post.")
    started_on = DayField("First day in post", [DayRequired("Enter the first day in post.")])
    started_precision = _precision("the first day")
    last_day = DayField("Last day in post", description="Leave it empty if they are still there.")
    ended_precision = _precision("the last day")
    end_reason = PickField("Why did they leave?", choices={"": "They have not left, or nothing is said", **REASONS})
    contract_ends_on = DayField("Last day of the contract")
    internal = ChoiceField(
        "Were they appointed from within the authority?",
        choices={"": "Not known", "yes": "Yes", "no": "No"},
        default="",
    )
    never = TickField("It never came about: they did not take up the post")
    save = ButtonField("Correct the record")


class CorrectEventForm(ToldForm):
    effective_on = DayField("Day", [DayRequired("Enter the day.")])
    precision = _precision("that day")
    confidential_until = DayField("Confidential until", description="Leave it empty if it is public.")
    save = ButtonField("Correct the record")


class SamePersonForm(ToldForm):
    same_as = ChoiceField("Which record stands for the person?", choose="Choose the record that stands for the person.")
    save = ButtonField("Join the two records")


class CorrectNameForm(FlaskForm):  # type: ignore[misc]
    name = TextField("Right name", [InputRequired("Enter the name."), Length(max=LONGEST_NAME)])
    known_on = DayField(
        "When could the right name first be known?",
        description="Pages of earlier days go on showing the old one. Leave it empty if it became known today.",
        subject="The day it could be known",
    )
    save = ButtonField("Correct the name")


def yes_no(value: str | None) -> bool | None:
    """The answer to a question that may be left open."""
    return {"yes": True, "no": False}.get(value or "")


def as_answer(value: bool | None) -> str:
    """The reverse of `yes_no`."""
    return "" if value is None else "yes" if value else "no"


def on_form(day: Day | None) -> dict[str, Any]:
    """A day and its precision as a form is filled in with them."""
    return {"on": day.on if day else None, "precision": day.precision.value if day else "day"}
