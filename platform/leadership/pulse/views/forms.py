"""The forms of the team health check. What a day or an address means is judged by the verbs, not here."""

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from core.forms import ButtonField, ChoiceField, DayField, DayRequired, ParagraphField
from leadership.pulse.kinds import SCALE, Question

ANSWERS = {str(score): f"{score}. {words}" for score, words in SCALE.items()}


class OpenForm(FlaskForm):  # type: ignore[misc]
    closes_on = DayField(
        "Last day for answers",
        [DayRequired("Enter the last day for answers.")],
        description="A week from now suits most teams. On the day after it the check closes by itself.",
    )
    save = ButtonField("Ask the team")


class MembersForm(FlaskForm):  # type: ignore[misc]
    addresses = ParagraphField(
        "Email addresses to add",
        [InputRequired("Enter at least one email address.")],
        description="One on each line. The senior team alone, yourself included if you belong to it.",
    )
    save = ButtonField("Add them to the list")


class CloseForm(FlaskForm):  # type: ignore[misc]
    save = ButtonField("Close it now")


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """Five questions, each from 1 to 5."""

    save = ButtonField("Send your answers")

    def scores(self) -> dict[Question, int]:
        return {question: int(self[question.value].data) for question in Question}


for _question in Question:
    setattr(
        AnswerForm,
        _question.value,
        ChoiceField(
            _question.asked, choices=ANSWERS, choose=f"Choose a number from 1 to 5 for “{_question.theme.lower()}”."
        ),
    )
