"""What fidelity refuses, each with the sentence that the user will see."""

from authorities.errors import RegisterError
from core.errors import ConflictError


class FidelityError(RegisterError):
    """Something about an assessment, a review or a figure that cannot be taken; nothing was stored."""


class AssessedMeanwhileError(FidelityError, ConflictError):
    """Somebody else has recorded a newer version since the page was loaded."""

    status = ConflictError.status


class SecondPersonError(FidelityError):
    """Whoever assessed does not review it too."""
