"""The sub-judgements of an inspection in one cell: `impact_of_leaders=good;children_in_care=good`.

The cell may also say how the inspection was made: `kind=short`, and a `framework` other than the usual one.
"""

from core.csv_cells import CellError

JUDGEMENTS = ("impact_of_leaders", "help_and_protection", "children_in_care", "care_leavers")
KINDS = ("standard", "short")
USUAL_FRAMEWORK = "ILACS"
GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
REMEDY = (
    f"Write name=grade, separated by semicolons, with a name of {', '.join(JUDGEMENTS)} "
    f"and a grade of {', '.join(GRADES)}"
)

WORDS = {**dict.fromkeys(JUDGEMENTS, GRADES), "kind": KINDS}


class JudgementsError(CellError):
    """The cell does not list sub-judgements as the format has them."""


def in_order(detail: str | None) -> str | None:
    """The cell in the one order in which the register writes it; raises JudgementsError for anything else in it."""
    found: dict[str, str] = {}
    for part in (detail or "").split(";"):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if value not in WORDS.get(name, (value or None,)) or name not in (*WORDS, "framework") or name in found:
            raise JudgementsError(f"{part.strip()!r} is not a sub-judgement", REMEDY)
        found[name] = value
    if found.get("framework") == USUAL_FRAMEWORK:
        del found["framework"]
    return ";".join(f"{name}={found[name]}" for name in (*WORDS, "framework") if name in found) or None
