"""What the register refuses, each with the sentence that the user will see; `field` is the box to show it at."""

from core.errors import ConflictError, RefusalError


class LeadershipError(RefusalError):
    """A deed that the register cannot take; nothing was stored."""


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
