"""What development refuses, each with the sentence that the user will see; `field` is the box to show it at."""

from core.errors import DomainError


class DevelopmentError(DomainError):
    """A deed that cannot be done; nothing was stored."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field
