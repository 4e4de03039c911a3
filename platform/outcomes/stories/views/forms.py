"""The forms of stories. What a text can be is judged by the verbs, not here."""

from datetime import date, datetime

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired

from core.forms import ButtonField, ParagraphField, PickField, TextField
from core.quarters import Quarter
from outcomes.catalogue.indicators import Kind, list_indicators
from outcomes.stories.models import LONGEST_BODY
from outcomes.stories.write import Text

QUARTERS_BACK = 12


class StoryForm(FlaskForm):  # type: ignore[misc]
    title = TextField("Title", [InputRequired("Enter a title.")], description="What changed, in one line.")
    body = ParagraphField(
        "The story",
        [InputRequired("Enter the story.")],
        description=f"Up to {LONGEST_BODY:,} characters. Say what changed for a family and what helped, without names, "
        "dates of birth, addresses or numbers. Change ages and places if they could show who it is.",
    )
    indicator = PickField("Which indicator does it belong to?", choose="Choose an indicator of the list.")
    quarter = PickField("Which quarter does it belong to?", choose="Choose a quarter of the list.")
    save = ButtonField("Save and check")

    def offer(self, on: date, held: str | None = None) -> None:
        """Fill the two lists; the quarter that a story names already stays among them."""
        self.indicator.choices = {
            "": "None",
            **{each.code: each.name for each in list_indicators() if each.kind is Kind.INDICATOR},
        }
        newest = Quarter.containing(on)
        quarters = [str(newest.plus(-back)) for back in range(QUARTERS_BACK)]
        if held and held not in quarters:
            quarters.append(held)
        self.quarter.choices = {"": "None", **{each: each for each in quarters}}

    def text(self) -> Text:
        return Text(
            self.title.data or "",
            self.body.data or "",
            self.indicator.data or None,
            Quarter.parse(self.quarter.data) if self.quarter.data else None,
        )


class ButtonForm(FlaskForm):  # type: ignore[misc]
    """A button and its protection against forged requests."""


class SendBackForm(FlaskForm):  # type: ignore[misc]
    reason = ParagraphField("What is to be looked at again?", [InputRequired("Say what is to be looked at again.")])
    send_back = ButtonField("Send back")


class ReleaseForm(FlaskForm):  # type: ignore[misc]
    seen = HiddenField()
    release = ButtonField("Release the story")

    def seen_at(self) -> datetime | None:
        """When the text was written that the reviewer has read; None for a form that does not say."""
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None
