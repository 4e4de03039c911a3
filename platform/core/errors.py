"""The family of errors whose sentence the user will see."""


class DomainError(Exception):
    """Something the user asked for cannot be done; the message says why and what to do, in plain English."""

    status = 422

    @property
    def sentence(self) -> str:
        """The sentence for the page, as it was written where the error was raised."""
        return str(self)


class RefusalError(DomainError):
    """A deed that cannot be done as it was asked for; nothing was stored.

    `field` names the box of the form to show the sentence at, or is None for the whole form.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NotFoundError(DomainError):
    """There is no such record, or it is not in the reader's scope: the answer is the same for both."""

    status = 404


class ForbiddenError(DomainError):
    """The reader is known and lacks the permission, whichever record was asked for."""

    status = 403


class ConflictError(DomainError):
    """The record has changed since the page was drawn, or a rule of the database refuses the change."""

    status = 409
