"""What rounds refuse, each with the sentence that the user will see; `field` is the box to show it at."""

from datetime import date

from core.errors import ConflictError, NotFoundError, RefusalError
from leadership.register.days import in_words

LINK_NOT_OPEN = (
    "This link does not open a round at present. Its round may have closed, or the invitation may have been taken "
    "back. If you were answering just now, these last answers were not stored; what you had sent before still counts."
)


class ProfileError(RefusalError):
    """A deed that a round cannot take; nothing was stored."""


class RoundOpenError(ProfileError, ConflictError):
    """The leader has a round that is open: one at a time."""

    status = ConflictError.status

    def __init__(self) -> None:
        super().__init__("A round of this leader is open already. The next can be opened when it has closed.")


class RoundTooSoonError(ProfileError, ConflictError):
    """Others rated the leader lately: the difference of two rounds would tell of whoever was exchanged."""

    status = ConflictError.status

    def __init__(self, first: date) -> None:
        super().__init__(
            f"A 360 round can be opened from {in_words(first)}, half a year after the last one. Sooner, mostly the "
            "same people would answer the same again, and the difference would show what one of them gave. A "
            "self-reflection can be opened at any time.",
            field="kind",
        )


class RoundClosedError(ProfileError, ConflictError):
    """The round is closed, and stays so (risk-and-analysis 14.2, rule 1)."""

    status = ConflictError.status

    def __init__(self) -> None:
        super().__init__("This round is closed. A closed round is never opened again; open a new one instead.")


class AlreadyInvitedError(ProfileError):
    """Somebody would be asked twice in one round, or a second line manager."""


class LinkNotOpenError(NotFoundError):
    """No open invitation belongs to this link: unknown, another's, withdrawn, answered too late. All read alike."""

    def __init__(self) -> None:
        super().__init__(LINK_NOT_OPEN)
