"""The sub-judgements of an inspection in one cell: `impact_of_leaders=good;children_in_care=good`."""

from collections.abc import Mapping

from core.csv_cells import CellError

JUDGEMENTS = ("impact_of_leaders", "help_and_protection", "children_in_care", "care_leavers")
GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
REMEDY = (
    f"Write name=grade, separated by semicolons, with a name of {', '.join(JUDGEMENTS)} "
    f"and a grade of {', '.join(GRADES)}"
)


class JudgementsError(CellError):
    """The cell does not list sub-judgements as the format has them."""


def judgements_of(detail: str | None) -> dict[str, str]:
    """The grade of each judgement named in the cell; raises JudgementsError for anything else in it."""
    found: dict[str, str] = {}
    for part in (detail or "").split(";"):
        name, equals, grade = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not equals or name not in JUDGEMENTS or grade not in GRADES or name in found:
            raise JudgementsError(f"{part.strip()!r} is not a sub-judgement", REMEDY)
        found[name] = grade
    return found


def judgements_cell(grades: Mapping[str, str | None]) -> str | None:
    """The cell for these grades, in the order of the format; nothing when there is none."""
    return ";".join(f"{name}={grades[name]}" for name in JUDGEMENTS if grades.get(name)) or None
