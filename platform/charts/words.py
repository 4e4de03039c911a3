"""Dates and chances in the words the programme uses, for labels and the tables under the pictures."""

from datetime import date

UNDER = 0.05
OVER = 0.95
SPOKEN = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def day_in_words(day: date) -> str:
    """A day as people write it: 28 November 2026."""
    return f"{day.day} {day:%B %Y}"


def month_in_words(day: date) -> str:
    """The month of a day: November 2026."""
    return f"{day:%B %Y}"


def short_day(day: date) -> str:
    """A day where room is short: 28 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def chance_in_words(chance: float) -> str:
    """A chance (0 to 1) as a whole percentage; the ends are not printed more exactly than they are known.

    Wording of the risk specification, section 8: "under 5%" below 0.05, "over 95%" above 0.95.

    Raises:
        ValueError: when the chance lies outside 0 to 1.
    """
    if not 0 <= chance <= 1:
        msg = f"A chance lies between 0 and 1, not {chance}"
        raise ValueError(msg)
    if chance < UNDER:
        return "under 5%"
    if chance > OVER:
        return "over 95%"
    return f"{chance:.0%}"


def number_in_words(number: int) -> str:
    """A small number as it is spoken: "three"; one above ten in figures."""
    return SPOKEN[number] if 0 <= number < len(SPOKEN) else str(number)


def count_in_words(count: int, one: str, many: str) -> str:
    """A number with its noun: "1 post", "3 posts"."""
    return f"{count} {one if count == 1 else many}"


def join_in_words(parts: list[str]) -> str:
    """A list as it is spoken: "a, b and c"; empty for no parts."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
