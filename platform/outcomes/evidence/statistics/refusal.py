"""The one error of reading: a whole file that cannot be taken, with the reason and the remedy."""

from core.errors import DomainError


class FileRefusedError(DomainError):
    """Nothing of the file is stored; the sentence says what was found and what to do."""
