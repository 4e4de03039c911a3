"""What a team pulse refuses, each with the sentence that the user will see; `field` is the box to show it at."""

from core.errors import NotFoundError, RefusalError

LINK_NOT_OPEN = (
    "This link does not open a team health check at present. Its last day may have passed. If you were answering just "
    "now, these last answers were not stored; what you had sent before still counts."
)


class PulseError(RefusalError):
    """A deed that cannot be done now; nothing was stored."""


class PulseLinkNotOpenError(NotFoundError):
    """No open health check belongs to this link: unknown, another's, too late. All read alike."""

    def __init__(self) -> None:
        super().__init__(LINK_NOT_OPEN)
