"""One row of the template: what is asked, what is stored, and the last figure for comparison. Pure."""

from dataclasses import dataclass

# In the order of the file, and the widths of a workbook's columns; the last three are for reading only (D4).
WIDTHS = {
    "authority_code": 15,
    "quarter": 12,
    "indicator_code": 20,
    "value": 11,
    "numerator": 12,
    "denominator": 13,
    "comment": 40,
    "follow_up": 11,
    "indicator": 52,
    "unit": 24,
    "last_quarter": 40,
}
COLUMNS = tuple(WIDTHS)
NUMBERS = ("value", "numerator", "denominator")
TO_FILL_IN = (*NUMBERS, "comment", "follow_up")


@dataclass(frozen=True)
class TemplateRow:
    """Every field as the text of its cell: a number plainly, such as 1250.5; a figure without one as its symbol."""

    authority_code: str
    quarter: str
    indicator_code: str
    indicator: str
    unit: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    last_quarter: str = ""
    comment: str = ""
    follow_up: str = ""

    def cells(self) -> dict[str, str]:
        """The cells by column, in the order of the file."""
        return {column: getattr(self, column) for column in COLUMNS}
