"""What collections refuse, each with the sentence that the user will see."""

from datetime import date

from charts.words import day_in_words
from core.errors import RefusalError
from core.working_days import is_working_day


class CollectionError(RefusalError):
    """A change that cannot be made; `field` names the box of the form to mend, or None for the whole."""


def require_calendar(day: date, field: str) -> None:
    """Raise CollectionError for a day whose bank holidays are not known: nobody could count the days to it."""
    try:
        is_working_day(day)
    except ValueError as error:
        raise CollectionError(
            f"{day_in_words(day)} is too far ahead: the bank holidays of that year are not known yet. Choose an "
            "earlier day.",
            field=field,
        ) from error


class AlreadyOpenError(CollectionError):
    """The quarter has a collection, or the authority an extension, already."""

    status = 409
