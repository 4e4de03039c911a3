"""The judgements of an inspection as one cell of a file: `impact_of_leaders=good;care_leavers=outstanding`."""

from dataclasses import dataclass

from authorities.errors import RegisterError
from authorities.inspection.models import GRADES, JUDGEMENTS, SUB_JUDGEMENTS, Inspection

KINDS = ("standard", "short")
ILACS = "ILACS"
NAMES = (*SUB_JUDGEMENTS, "kind", "framework")


@dataclass(frozen=True)
class Judgements:
    """What was judged; None where nothing was, as care leavers before 2023 and the overall grade since April 2026."""

    overall: str | None = None
    impact_of_leaders: str | None = None
    help_and_protection: str | None = None
    children_in_care: str | None = None
    care_leavers: str | None = None

    def __post_init__(self) -> None:
        for name in JUDGEMENTS:
            grade = getattr(self, name)
            if grade is not None and grade not in GRADES:
                raise RegisterError(f"'{grade}' is not a grade: write one of {', '.join(GRADES)}.", field=name)


@dataclass(frozen=True)
class Detail:
    """The cell, read: judgements but the overall one, and how the inspection was made where that is told."""

    judgements: Judgements
    kind: str | None = None
    framework: str = ILACS


def read_detail(cell: str | None, overall: str | None = None) -> Detail:
    """Read the cell; raise RegisterError naming the part that cannot be read."""
    told: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in (cell or "").split(";"))):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if not sign or name not in NAMES or not value:
            raise RegisterError(
                f"'{part}' cannot be read: write judgements as name=grade with ; between them, "
                f"where the name is one of {', '.join(NAMES)}.",
                field="detail",
            )
        told[name] = value
    kind = told.pop("kind", None)
    if kind is not None and kind not in KINDS:
        raise RegisterError(f"'{kind}' is not a kind of inspection: write standard or short.", field="detail")
    framework = told.pop("framework", ILACS)
    return Detail(Judgements(overall=overall, **told), kind, framework)


def write_detail(inspection: Inspection) -> str | None:
    """The cell of an inspection on record; reading it again gives the same."""
    told = [(name, getattr(inspection, name)) for name in SUB_JUDGEMENTS]
    told += [("kind", inspection.kind), ("framework", inspection.framework if inspection.framework != ILACS else None)]
    return ";".join(f"{name}={value}" for name, value in told if value) or None
