"""What a handover refuses, each with the sentence that the user will see; `field` is the box to show it at."""

from core.errors import ConflictError, RefusalError


class HandoverError(RefusalError):
    """A deed that the pack cannot take; nothing was stored."""


class ClosedError(HandoverError, ConflictError):
    """The pack is closed."""

    status = ConflictError.status


class WrittenMeanwhileError(HandoverError, ConflictError):
    """Somebody else has written the part since its page was loaded."""

    status = ConflictError.status


class NobodyYetError(HandoverError):
    """Nobody has taken the post over who could confirm."""
