"""What succession planning refuses, each with the sentence that the user will see."""

from core.errors import ConflictError
from leadership.register.errors import LeadershipError


class SuccessionError(LeadershipError):
    """Something about a plan, a successor or an item that cannot be stored; `field` is the box to show it at."""


class ChangedMeanwhileError(SuccessionError, ConflictError):
    """Somebody else has recorded something in between; the database refused to let both stand."""

    status = ConflictError.status
