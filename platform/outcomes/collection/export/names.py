"""What a file of figures is called, inside and outside. Pure."""

from datetime import date

from outcomes.collection.export.span import EVERY_QUARTER, Span

PROGRAMME = "programme"
ALL_AUTHORITIES = "all authorities"


def title_of(authority: str | None) -> str:
    """The title of a workbook: of one authority, or of the programme when there is none."""
    return f"{authority}: approved figures" if authority is not None else f"Approved figures of {ALL_AUTHORITIES}"


def file_name(code: str | None, as_at: date, kind: str, span: Span = EVERY_QUARTER) -> str:
    """The name under which a browser keeps it: whose figures, of which quarters, as known on which day."""
    return f"figures-{code or PROGRAMME}{span.in_name}-{as_at}.{kind}".lower()
