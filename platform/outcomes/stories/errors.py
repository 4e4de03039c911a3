"""What stories refuse, each with the sentence that the user will see; `field` is the box to show it at."""

from core.errors import ConflictError, ForbiddenError, RefusalError
from outcomes.stories.states import Deed, State

CANNOT = {
    Deed.WRITTEN: "It cannot be written",
    Deed.CHANGED: "It cannot be changed",
    Deed.SENT: "It cannot be sent for review",
    Deed.SENT_BACK: "It cannot be sent back",
    Deed.RELEASED: "It cannot be released",
    Deed.WITHDRAWN: "It cannot be withdrawn",
}


class StoryError(RefusalError):
    """A deed that a story cannot take; nothing was stored."""


class WrongStateError(StoryError, ConflictError):
    """The deed is not allowed from the state that holds now."""

    status = ConflictError.status

    def __init__(self, deed: Deed, state: State) -> None:
        super().__init__(f"{CANNOT[deed]}: this story is now “{state.words}”. Go back to its page and look.")


class OwnStoryError(StoryError, ForbiddenError):
    """Whoever wrote a story does not review it: a second person of the authority does (design 5.5)."""

    status = ForbiddenError.status

    def __init__(self) -> None:
        super().__init__("A story is reviewed by somebody of the authority who did not write it.")


class NotForYouError(StoryError, ForbiddenError):
    """The role does not include the deed."""

    status = ForbiddenError.status

    def __init__(self) -> None:
        super().__init__("Your role in the programme does not include this.")


class UnansweredError(StoryError):
    """Something looks as if it could identify a child, and nobody has said why it does not."""
