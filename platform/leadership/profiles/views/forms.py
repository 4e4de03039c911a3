"""The forms about rounds. What a day or an address means is judged by the verbs, not here."""

import re

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from charts.words import number_in_words
from core.forms import ButtonField, ChoiceField, DayField, DayRequired, ParagraphField, PickField
from leadership.profiles.attributes import OPEN_QUESTIONS
from leadership.profiles.kinds import INVITED, SCORES, Group, RoundKind

KINDS = {
    RoundKind.ALL_ROUND.value: "360: your own view beside that of those whom you invite",
    RoundKind.SELF_REFLECTION.value: "Self-reflection: your own view alone",
}
KINDS_OF_OTHERS = {
    RoundKind.ALL_ROUND.value: "360: the leader's own view beside that of those whom they invite",
    RoundKind.SELF_REFLECTION.value: "Self-reflection: the leader's own view alone",
}
GROUP_NAMES = {
    Group.LINE_MANAGER: "Line manager",
    Group.PEERS: "Peers",
    Group.DIRECT_REPORTS: "Direct reports",
    Group.PARTNERS: "Partners",
}
APART = re.compile(r"[\s,;]+")


class OpenForm(FlaskForm):  # type: ignore[misc]
    leader = PickField("Whose round is it?", choose="Choose whose round it is.")
    kind = ChoiceField("What kind of round?", choices=KINDS, choose="Choose what kind of round it is.")
    closes_on = DayField(
        "Last day for answers",
        [DayRequired("Enter the last day for answers.")],
        description="Two to four weeks from now suits most people. On the day after it the round closes by itself.",
    )
    save = ButtonField("Open the round")


class InviteForm(FlaskForm):  # type: ignore[misc]
    group = ChoiceField(
        "Which group do they belong to?",
        choices={group.value: GROUP_NAMES[group] for group in INVITED},
        choose="Choose the group that they belong to.",
    )
    addresses = ParagraphField(
        "Email addresses",
        [InputRequired("Enter at least one email address.")],
    )
    save = ButtonField("Invite them")

    def advise(self, fewest: int) -> None:
        """Say how many answers a group needs, so that more are invited."""
        self.addresses.description = (
            f"One on each line, and one for each person: everybody counts once. Peers, direct reports and partners are "
            f"shown from {number_in_words(fewest)} answers on, so invite {number_in_words(fewest + 2)} or more of each."
        )

    def wanted(self) -> list[str]:
        """The addresses, however they were put apart."""
        return [each for each in APART.split(self.addresses.data or "") if each]


class PlainForm(FlaskForm):  # type: ignore[misc]
    """A button and its protection against forged requests."""

    save = ButtonField("Close the round now")


class ScoreForm(FlaskForm):  # type: ignore[misc]
    """One question; its page draws it, with what a score sounds like beside each button."""

    score = ChoiceField("Your answer", choices={str(score): str(score) for score in SCORES})


class CommentForm(FlaskForm):  # type: ignore[misc]
    comment = ParagraphField("In your own words (optional)")


class ReflectionForm(FlaskForm):  # type: ignore[misc]
    """A box for every open question."""

    save = ButtonField("Keep what I have written")

    def boxes(self) -> dict[str, ParagraphField]:
        return {key: self[key] for key, _ in OPEN_QUESTIONS}


for _key, _question in OPEN_QUESTIONS:
    setattr(ReflectionForm, _key, ParagraphField(_question))
