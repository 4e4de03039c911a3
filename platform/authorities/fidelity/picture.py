"""The picture of a fidelity profile, with its table and file."""

from datetime import date

from authorities.fidelity.profile import FidelityProfile
from charts.chart import Chart
from charts.fidelity import AssessedQuarter, fidelity_chart
from charts.words import count_in_words, day_in_words
from core.quarters import Quarter

# Stages where room is short; the page beside the picture writes them in full.
SHORT = {"not_joined": "Not joined", "unknown": "No record", "funding_ends": "Unfunded", "left": "Left"}


def profile_chart(profile: FidelityProfile, on: date) -> Chart:
    """Elements by quarters beside the stage; only words of the authority itself stand behind it."""
    authority = profile.record.authority
    return fidelity_chart(
        elements=[name for name, _ in profile.rows],
        quarters=[_quarter(profile, quarter) for quarter in profile.quarters],
        title=_title(profile),
        caption=f"{authority.name}, self-assessed. As known on {day_in_words(on)}.",
        filename=f"fidelity-{authority.code}-{profile.record.adoption.innovation_code}".lower().replace("_", "-"),
    )


def _title(profile: FidelityProfile) -> str:
    assessed = count_in_words(len(profile.assessed), "quarter", "quarters")
    if profile.latest is None:
        return f"{profile.innovation_name}: not assessed in two years"
    return f"{profile.innovation_name}, element by element: {assessed} assessed in two years"


def _quarter(profile: FidelityProfile, quarter: Quarter) -> AssessedQuarter:
    stage = profile.stages[quarter]
    assessed = profile.assessed.get(quarter)
    return AssessedQuarter(
        label=str(quarter),
        stage=SHORT.get(stage.code, stage.words),
        states=[assessed.state(element) if assessed is not None else None for _, element in profile.rows],
    )
