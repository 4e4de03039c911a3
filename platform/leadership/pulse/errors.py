"""What a team pulse refuses, each with the sentence that the user will see; `field` is the box to show it at."""

from core.errors import DomainError, NotFoundError

LINK_NOT_OPEN = (
    "This link does not open a team health check at present. Its last day may have passed. If you were answering just "
    "now, these last answers were not stored; what you had sent before still counts."
)


class PulseError(DomainError):
    """A deed that cannot be done now; nothing was stored."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class PulseLinkNotOpenError(NotFoundError):
    """No open health check belongs to this link: unknown, another's, too late. All read alike."""

    def __init__(self) -> None:
        super().__init__(LINK_NOT_OPEN)
