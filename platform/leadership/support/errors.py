"""What the log of support refuses, each with the sentence that the user will see; `field` is the box to show it at."""

from core.errors import ConflictError, RefusalError


class SupportError(RefusalError):
    """An entry that cannot be; nothing was stored."""


class WrittenMeanwhileError(SupportError, ConflictError):
    """Somebody has corrected the entry since it was opened."""

    status = ConflictError.status

    def __init__(self) -> None:
        super().__init__("Somebody has corrected this entry since you opened it. Load the page again.")
