"""How punctual and how complete a return was is decided when it is submitted, and never rewritten later (W9)."""

from datetime import datetime

from outcomes.collection.due.completeness import Share
from outcomes.collection.due.timeliness import timeliness
from outcomes.collection.due.window import Window
from outcomes.collection.submission.models import Submission


def freeze_timeliness(submission: Submission, *, window: Window, at: datetime) -> None:
    """Write down by which day the return was due and how late it was; a resubmission alters nothing."""
    if submission.first_submitted_at is not None:
        return
    kind, days_late = timeliness(window.due_on, window.extended_to, at)
    submission.first_submitted_at = at
    submission.due_on_then = window.deadline
    submission.timeliness = kind.value
    submission.days_late = days_late


def freeze_completeness(submission: Submission, *, answered: Share) -> None:
    """Write down how many of the figures required now are answered; the next submission says it anew."""
    submission.answered_then, submission.required_then = answered.part, answered.whole
