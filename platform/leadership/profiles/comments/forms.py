"""The forms with which comments are read. What may be released is judged by `judge.py`, not here."""

from collections.abc import Mapping

from flask_wtf import FlaskForm

from core.forms import ButtonField, ChoiceField, ParagraphField, blame
from leadership.profiles.comments.judge import SUMMARY, Problems, fate_box, text_box
from leadership.profiles.comments.kinds import FATES, LONGEST_SUMMARY, Decision, Fate, Manner

NOT_ASKED, STEP_BACK = "not_asked", "step_back"


class BeginForm(FlaskForm):  # type: ignore[misc]
    """Whoever was asked to rate, or has rated, must not see what others wrote of the same leader."""

    asked = ChoiceField(
        "Were you asked to rate in this round, or did you?",
        choices={
            NOT_ASKED: "No. Show me the comments",
            STEP_BACK: "Yes, or I would rather leave them to somebody else. I step back",
        },
        choose="Choose whether you were asked to rate in this round",
    )
    go_on = ButtonField("Continue")


class DecideForm(FlaskForm):  # type: ignore[misc]
    """A fate for each comment; made for a round by `decide_form`."""

    release = ButtonField("Release and destroy what was written")

    def decisions(self, places: Mapping[int, str]) -> dict[int, Decision]:
        """What was chosen; nothing for a comment without a choice."""
        return {place: Decision(self._fate(place), self._text(text_box(place))) for place in places}

    def summary_text(self) -> str:
        return self._text(SUMMARY)

    def show(self, problems: Problems) -> None:
        """Put each problem at its box."""
        for name, sentence in problems.items():
            blame(self[name], sentence)

    def _fate(self, place: int) -> Fate | None:
        chosen = self[fate_box(place)].data
        return Fate(chosen) if chosen in set(Fate) else None

    def _text(self, name: str) -> str:
        written = self[name].data if name in self else None
        return (written or "").replace("\r\n", "\n").strip()


def decide_form(manner: Manner, places: Mapping[int, str]) -> DecideForm:
    """The form for these comments: choices for each, a box for a shortened one, or one box for the summary."""
    boxes: dict[str, object] = {}
    for place in places:
        boxes[fate_box(place)] = ChoiceField(
            f"What becomes of comment {place}?", choices={fate.value: fate.words for fate in FATES[manner]}
        )
        if manner is Manner.ONE_BY_ONE:
            boxes[text_box(place)] = ParagraphField(f"Comment {place}, shortened", render_kw={"rows": 3})
    if manner is Manner.SUMMARY:
        boxes[SUMMARY] = ParagraphField(
            "Your summary",
            description=f"What comes up, in your own words: no phrase as somebody wrote it. Up to {LONGEST_SUMMARY} "
            "characters. Leave it empty if you leave every comment out.",
        )
    made: DecideForm = type("DecideFormOfRound", (DecideForm,), boxes)()
    return made
