"""The register's codes in the words of the screens."""

from datetime import date

GRADE_WORDS = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
}
JUDGEMENT_WORDS = {
    "overall": "Overall effectiveness",
    "impact_of_leaders": "Impact of leaders",
    "help_and_protection": "Help and protection",
    "children_in_care": "Children in care",
    "care_leavers": "Care leavers",
}
STEP_WORDS = {
    "improvement_notice": "Improvement notice",
    "statutory_direction": "Statutory direction",
    "commissioner": "Commissioner appointed",
    "alternative_delivery": "Alternative delivery model, such as a trust",
}
CYCLE_WORDS = {"all_out": "the whole council", "thirds": "a third of the council", "halves": "half of the council"}
REORGANISATION_WORDS = {"council": "Reorganisation of the council", "directorate": "Reorganisation of the directorate"}
STAGE_NAMES = {
    "set_up": "Set-up",
    "go_live": "Go-live",
    "embedding": "Embedding",
    "funding_ends": "End of funding",
    "sustain": "Sustaining",
}
CONTACT_WORDS = {"lead": "Lead", "deputy": "Deputy", "signatory": "Signatory"}
CONFIDENCE_WORDS = {"high": "High", "medium": "Medium", "low": "Low"}
PRECISION_WORDS = {"day": "To the day", "month": "To the month", "year": "To the year"}
KIND_WORDS = {
    "london_borough": "London borough",
    "metropolitan": "Metropolitan district",
    "unitary": "Unitary authority",
    "county": "County council",
    "other": "Council of its own kind",
}


def day_words(day: date, precision: str = "day") -> str:
    """A day as exactly as it is known: '4 March 2024', 'March 2024' or '2024'."""
    if precision == "year":
        return str(day.year)
    return f"{day:%B %Y}" if precision == "month" else f"{day.day} {day:%B %Y}"


def on_day(day: date, precision: str = "day") -> str:
    """The same inside a sentence: 'on 4 March 2024', 'in March 2024', 'in 2024'."""
    return f"{'on' if precision == 'day' else 'in'} {day_words(day, precision)}"


def grade_words(grade: str | None) -> str:
    """A grade, or that none was given."""
    return GRADE_WORDS[grade] if grade else "No overall grade"


def capital(words: str) -> str:
    """The words as the beginning of a sentence; names within keep their capitals."""
    return words[:1].upper() + words[1:]
