"""What the register refuses, each with the sentence that the user will see; `field` is the box to show it at."""

from core.errors import ConflictError, DomainError


class LeadershipError(DomainError):
    """A deed that the register cannot take; nothing was stored."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class DatesError(LeadershipError):
    """Days that contradict each other or the calendar."""


class PostHeldError(LeadershipError):
    """Somebody holds the post, and it is not on record that they leave."""


class PostNotOpenError(LeadershipError):
    """The post does not exist on that day."""


class AlreadyRecordedError(LeadershipError):
    """What was to be recorded is on record already."""


class NothingToChangeError(LeadershipError):
    """There is nothing that the deed could change."""


class RecordedMeanwhileError(LeadershipError, ConflictError):
    """Somebody else has recorded something in between; the database refused to let both stand."""

    status = ConflictError.status
