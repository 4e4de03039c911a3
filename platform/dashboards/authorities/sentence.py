"""The first sentence of an authority's page: what it takes part in, how it was judged, what comes next. Pure."""

from collections.abc import Sequence
from datetime import date

from authorities.inspection.models import Inspection
from authorities.programme.listing import AdoptionRecord
from authorities.programme.standing import stage_on
from authorities.register.boundaries import Boundary
from authorities.register.models import Authority
from authorities.timeline.entries import Entry
from authorities.words import day_words, grade_words, on_day
from charts.words import join_in_words

STAGE_CLAUSES = {"unknown": "its stages are not on record"}


def summary_sentence(
    authority: Authority,
    *,
    on: date,
    adoptions: Sequence[AdoptionRecord],
    innovations: dict[str, str],
    innovator_of: Sequence[str],
    inspections: Sequence[Inspection],
    ahead: Sequence[Entry],
    boundaries: Sequence[Boundary],
) -> str:
    """What should be known of an authority at once, in one sentence of at most four clauses."""
    if authority.valid_to is not None and authority.valid_to < on:
        return f"{authority.name} no longer exists: its last day was {day_words(authority.valid_to)}."
    clauses = [_takes_part(record, innovations, on) for record in adoptions]
    if innovator_of:
        clauses.append(f"{join_in_words(list(innovator_of))} comes from here")
    if not clauses:
        clauses = ["does not take part in the programme"]
    if inspections:
        clauses.append(_judged(max(inspections, key=lambda inspection: inspection.inspected_on)))
    election = next((entry for entry in ahead if entry.kind == "election"), None)
    if election is not None:
        clauses.append(f"the next election is on {election.when}")
    replaced = next((each for each in boundaries if each.ends_authority and each.event.status == "planned"), None)
    if replaced is not None:
        day = on_day(replaced.forecast.takes_effect_on, replaced.forecast.precision)
        clauses.append(f"the authority is due to be replaced {day}")
    words = "; ".join(clauses)
    return f"{words[0].upper()}{words[1:]}."


def _takes_part(record: AdoptionRecord, innovations: dict[str, str], on: date) -> str:
    membership = record.membership
    stage = stage_on(
        on,
        record.stages,
        record.pauses,
        joined_on=membership.joined_on if membership else None,
        left_on=membership.left_on if membership else None,
    )
    name = innovations[record.adoption.innovation_code]
    live = record.stages.get("go_live")
    if live is None or live.actual_on is None or live.actual_on > on:
        return f"{name}: {STAGE_CLAUSES.get(stage.code, stage.words.lower())}"
    before = "" if stage.code == "go_live" else f"{stage.words.lower()}, "
    return f"{name}: {before}live since {day_words(live.actual_on, live.actual_precision)}"


def _judged(inspection: Inspection) -> str:
    when = f"{inspection.inspected_on:%B %Y}"
    if inspection.overall is None:
        leaders = grade_words(inspection.impact_of_leaders).lower()
        return f"inspected in {when} without an overall grade, impact of leaders {leaders}"
    return f"judged {grade_words(inspection.overall).lower()} in {when}"
