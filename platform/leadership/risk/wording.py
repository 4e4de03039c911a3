"""Risks in words: whole percentages and plain fractions, never more exact than the figure is."""

from leadership.risk.model import Risk

FLOOR, CEILING = 0.05, 0.95
FRACTIONS = (
    (1, 20),
    (1, 15),
    (1, 12),
    (1, 10),
    (1, 8),
    (1, 7),
    (1, 6),
    (1, 5),
    (1, 4),
    (3, 10),
    (1, 3),
    (2, 5),
    (1, 2),
    (3, 5),
    (2, 3),
    (7, 10),
    (3, 4),
    (4, 5),
    (9, 10),
    (19, 20),
)
UNIT_TEXT = (
    "The unit is the post, not the person: the figure is the chance that the post changes hands, for whatever reason. "
    "It is no judgement of anybody's work and must not be used for a decision about a person."
)


def percentage(risk: float) -> str:
    """A whole percentage; "under 5%" and "over 95%" beyond those.

    >>> percentage(0.172)
    '17%'
    """
    if risk < FLOOR:
        return "under 5%"
    if risk > CEILING:
        return "over 95%"
    return f"{round(risk * 100)}%"


def fraction(risk: float) -> str:
    """The nearest fraction that people say, such as "1 in 3"; "under 5%" and "over 95%" beyond the ends.

    >>> fraction(0.31)
    '3 in 10'
    """
    if risk < FLOOR:
        return "under 5%"
    if risk > CEILING:
        return "over 95%"
    part, whole = min(FRACTIONS, key=lambda item: abs(item[0] / item[1] - risk))
    return f"{part} in {whole}"


def risk_words(risk: Risk) -> str:
    """The risk with its 80% interval: "about 1 in 3 (plausibly 1 in 4 to 2 in 5)".

    Where both limits come out as the same words, they are said once; beyond 5% and 95% there is no "about".
    """
    centre, low, high = fraction(risk.estimate), fraction(risk.low), fraction(risk.high)
    about = "about " if FLOOR <= risk.estimate <= CEILING else ""
    if low == high:
        return f"{about}{centre}" if low == centre else f"{about}{centre} (plausibly {low})"
    return f"{about}{centre} (plausibly {low} to {high})"


def percentage_words(risk: Risk) -> str:
    """The risk with its 80% interval in whole percentages: "31% (25% to 40%)"."""
    low, high = percentage(risk.low), percentage(risk.high)
    return percentage(risk.estimate) if low == high else f"{percentage(risk.estimate)} ({low} to {high})"
