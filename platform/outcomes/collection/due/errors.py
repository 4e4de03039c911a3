"""What collections refuse, each with the sentence that the user will see."""

from core.errors import DomainError


class CollectionError(DomainError):
    """A change that cannot be made; `field` names the box of the form to mend, or None for the whole."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class AlreadyOpenError(CollectionError):
    """The quarter has a collection, or the authority an extension, already."""

    status = 409
