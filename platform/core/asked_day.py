"""The day whose knowledge a page is asked to show (`?as_at=2025-11-28`). Pure."""

from datetime import date


def read_asked_day(text: str, *, on: date, earliest: date) -> tuple[date, str | None]:
    """The day, and what was wrong with the text if today is shown in its stead.

    A page says so beside its figures. What is downloaded has no such place and refuses instead.

    Args:
        text: what the address says; empty for today.
        on: today.
        earliest: the first day on which anything can have been known.
    """
    if not text:
        return on, None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return on, "The day must be written like 2025-11-28. Today is shown instead."
    if day > on:
        return on, "The day must not be in the future. Today is shown instead."
    if day < earliest:
        return on, f"The day must be {earliest.year} or later. Today is shown instead."
    return day, None
