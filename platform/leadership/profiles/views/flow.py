"""The course of answering: start, five questions, a text, check, sent. One address; the form says where one is.

Pure but for rendering: the views give it the rater and the form, and store what it says is to be sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask import render_template

from core.settings import Settings
from leadership.profiles.attributes import WORDS
from leadership.profiles.kinds import SCORES, Attribute, Group
from leadership.profiles.models import LONGEST_COMMENT
from leadership.profiles.rater import Rater
from leadership.profiles.views.forms import CommentForm, ScoreForm
from leadership.profiles.views.sheet import Sheet, carry, read_carried

START, COMMENT, CHECK = "start", "comment", "check"
QUESTIONS = {f"question-{attribute.position}": attribute for attribute in Attribute}
NO_SCORE = "Choose a number from 1 to 5"
TOO_LONG = f"The text must have {LONGEST_COMMENT} characters or fewer"


@dataclass(frozen=True)
class Flow:
    """One rater, and what the browser has sent."""

    rater: Rater
    form: Mapping[str, str]
    settings: Settings
    back: str | None = None

    def answer(self, send: Callable[[Sheet], None]) -> tuple[str, int]:
        """The page that follows; `send` stores a complete sheet when the rater says so."""
        sheet = read_carried(
            self.form.get("sheet", ""), invitation_id=self.rater.invitation_id, secret_keys=self.settings.secret_keys
        )
        step, go = self.form.get("step", START), self.form.get("go", "")
        if step in QUESTIONS:
            return self._question_sent(sheet, QUESTIONS[step], go)
        if step == COMMENT:
            return self._comment_sent(sheet, go)
        if step == CHECK:
            return self._check_sent(sheet, go, send)
        return self._start_sent(sheet, go)

    def start(self, sheet: Sheet | None = None) -> str:
        """Who will see what, before the first question."""
        return self._page("profiles/rate_start.html", sheet or Sheet())

    def _start_sent(self, sheet: Sheet, go: str) -> tuple[str, int]:
        if go != "begin":
            return self.start(sheet), 200
        # Only the line manager can be told apart, and only their page says so above this button.
        told = self.rater.group is Group.LINE_MANAGER
        # Leaders have their written reflection; their own words do not stand among those of others.
        comment = "" if self.rater.group is Group.SELF else sheet.comment
        return self._question(replace(sheet, told=told, comment=comment), Attribute.VALUES_DRIVEN), 200

    def _question_sent(self, sheet: Sheet, attribute: Attribute, go: str) -> tuple[str, int]:
        score = _score(self.form.get("score", ""))
        if score is not None:
            sheet = sheet.with_score(attribute, score)
        if go == "back":
            return self._before(sheet, attribute), 200
        if score is None:
            return self._question(sheet, attribute, NO_SCORE), 422
        return self._next(sheet), 200

    def _comment_sent(self, sheet: Sheet, go: str) -> tuple[str, int]:
        comment = self.form.get("comment", "").replace("\r\n", "\n").strip()
        if len(comment) > LONGEST_COMMENT:
            return self._comment(replace(sheet, comment=comment), TOO_LONG), 422
        if go == "back":
            return self._question(sheet, Attribute.BUY_IN), 200
        return self._next(replace(sheet, comment=comment)), 200

    def _check_sent(self, sheet: Sheet, go: str, send: Callable[[Sheet], None]) -> tuple[str, int]:
        if go in QUESTIONS:
            return self._question(sheet, QUESTIONS[go]), 200
        if go == COMMENT:
            return self._comment(sheet), 200
        if go == "send" and sheet.complete and self._may_send(sheet):
            send(sheet)
            return self._page("profiles/rate_sent.html", sheet), 200
        return self._next(sheet), 200

    def _may_send(self, sheet: Sheet) -> bool:
        return sheet.told or self.rater.group is not Group.LINE_MANAGER

    def _next(self, sheet: Sheet) -> str:
        """The first page that has not been answered; the check when all have."""
        if not self._may_send(sheet):
            return self.start(sheet)
        missing = next((attribute for attribute in Attribute if attribute not in sheet.scores), None)
        if missing is not None:
            return self._question(sheet, missing)
        return self._comment(sheet) if sheet.comment is None else self._page("profiles/rate_check.html", sheet)

    def _before(self, sheet: Sheet, attribute: Attribute) -> str:
        if attribute.position == 1:
            return self.start(sheet)
        return self._question(sheet, list(Attribute)[attribute.position - 2])

    def _question(self, sheet: Sheet, attribute: Attribute, problem: str | None = None) -> str:
        form = ScoreForm(formdata=None)
        if problem is not None:
            form.score.errors = [problem]
        return self._page("profiles/rate_question.html", sheet, attribute=attribute, form=form)

    def _comment(self, sheet: Sheet, problem: str | None = None) -> str:
        form = CommentForm(formdata=None, comment=sheet.comment or "")
        if problem is not None:
            form.comment.errors = [problem]
        return self._page("profiles/rate_comment.html", sheet, form=form)

    def _page(self, template: str, sheet: Sheet, **more: object) -> str:
        # A text that is too long to send is too long to carry; it stands in its box.
        kept = replace(sheet, comment=None) if len(sheet.comment or "") > LONGEST_COMMENT else sheet
        return render_template(
            template,
            rater=self.rater,
            held=self.rater.round,
            own=self.rater.group is Group.SELF,
            sheet=sheet,
            carried=carry(kept, invitation_id=self.rater.invitation_id, secret_keys=self.settings.secret_keys),
            words=WORDS,
            attributes=list(Attribute),
            groups=Group,
            longest=LONGEST_COMMENT,
            fewest=self.settings.fewest_raters,
            back=self.back,
            **more,
        )


def _score(sent: str) -> int | None:
    return int(sent) if sent in {str(score) for score in SCORES} else None
