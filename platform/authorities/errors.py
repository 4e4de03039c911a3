"""What the register refuses, each with the sentence that the user will see."""

from core.errors import RefusalError


class RegisterError(RefusalError):
    """A change that the register refuses; `field` names what to mend on the form, or None for the whole."""


class UnknownAuthorityError(RegisterError):
    """A code or name that the register does not hold: an error, never a new authority (features, A1)."""


class PairMismatchError(RegisterError):
    """Code and name are both known and mean different authorities."""


class AmbiguousNameError(RegisterError):
    """A name that two authorities had, such as Dorset before and since 2019."""


class NotInExistenceError(RegisterError):
    """A period before an authority's first day or after its last (features, A2)."""
