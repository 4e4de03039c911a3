"""What a cell can be beside its text, as only a workbook tells it. Pure."""

from enum import StrEnum


class Mark(StrEnum):
    """What a reader saw in a cell beside its text."""

    ERROR = "error"  # a spreadsheet error such as #REF!
    FORMULA = "formula"  # a formula whose result was not stored, or that reaches outside the file
    BOOLEAN = "boolean"
    DAY = "day"  # a real date cell; the text is YYYY-MM-DD
    PERCENT = "percent"  # formatted as a percentage: the text is the number shown, 62.5 for 0.625
    STRUCK = "struck"  # struck through
    HIDDEN = "hidden"  # stands in a hidden row or column
