"""What a recruitment pack refuses, each with the sentence that the user will see."""

from core.errors import ConflictError
from leadership.register.errors import LeadershipError


class RecruitmentError(LeadershipError):
    """A deed that the pack cannot take; nothing was stored."""


class RecruitmentClosedError(RecruitmentError, ConflictError):
    """The pack is closed, or the post no longer exists."""

    status = ConflictError.status


class TickedMeanwhileError(RecruitmentError, ConflictError):
    """Somebody else has recorded the same place since its page was loaded."""

    status = ConflictError.status
