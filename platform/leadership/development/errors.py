"""What development refuses, each with the sentence that the user will see; `field` is the box to show it at."""

from core.errors import RefusalError


class DevelopmentError(RefusalError):
    """A deed that cannot be done; nothing was stored."""
