"""What each kind of record says in a timeline: one line each, with its day. Pure: records in, words out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from authorities.arrangements.models import SharedArrangement
from authorities.inspection.models import SUB_JUDGEMENTS, Inspection, Intervention
from authorities.politics.models import Election, PoliticalControl, Reorganisation
from authorities.programme.models import AdoptionDate, AdoptionPause, ProgrammeMembership
from authorities.programme.standing import COMES_BY_ITSELF
from authorities.recorded import Versioned
from authorities.register.boundaries import Boundary
from authorities.words import (
    CYCLE_WORDS,
    GRADE_WORDS,
    JUDGEMENT_WORDS,
    REORGANISATION_WORDS,
    STAGE_NAMES,
    STEP_WORDS,
    capital,
    day_words,
    grade_words,
    on_day,
)


@dataclass(frozen=True)
class Entry:
    """One dated fact of an authority. `planned` says that the day is expected, not that it happened."""

    day: date
    precision: str
    kind: str
    title: str
    detail: str = ""
    planned: bool = False
    source: str | None = None
    confidence: str | None = None
    known_on: date | None = None

    @property
    def when(self) -> str:
        """The day as exactly as it is known."""
        return day_words(self.day, self.precision)


def describe(version: Versioned, innovation: str = "") -> list[Entry]:
    """The lines of a record: one, but for a pause that has ended or a membership that has, which have two."""
    return _LINES[type(version)](version, innovation)


def describe_boundary(boundary: Boundary) -> Entry:
    """The line of a boundary event: a forecast says as known when."""
    forecast = boundary.forecast
    moved = ", ".join(
        f"{day_words(each.takes_effect_on, each.precision)} (known on {day_words(each.known_on)})"
        for each in boundary.earlier
        if each.takes_effect_on != forecast.takes_effect_on
    )
    ahead = f" Forecast of {day_words(forecast.known_on)}." if boundary.is_ahead else ""
    return Entry(
        forecast.takes_effect_on,
        forecast.precision,
        "boundary",
        "Proposed reorganisation" if boundary.event.status == "proposed" else _boundary_title(boundary),
        f"{boundary.event.description}{ahead}{f' Earlier forecasts: {moved}.' if moved else ''}",
        planned=boundary.is_ahead,
        source=forecast.source,
        confidence=forecast.confidence,
        known_on=forecast.known_on,
    )


def describe_arrangement(arrangement: SharedArrangement) -> list[Entry]:
    """The line of the beginning of a shared arrangement, and of its end where that is known."""
    ends = (
        (arrangement.starts_on, f"{arrangement.name} began", arrangement.effect),
        (arrangement.ends_on, f"{arrangement.name} ended", ""),
    )
    return [
        Entry(day, arrangement.precision, "arrangement", title, detail, source=arrangement.basis)
        for day, title, detail in ends
        if day is not None
    ]


def _boundary_title(boundary: Boundary) -> str:
    if boundary.ends_authority:
        return "Due to be replaced" if boundary.is_ahead else "Replaced"
    return {"successor": "Created"}.get("".join(boundary.sides), "Boundary or code changed")


def _entry(
    version: Versioned,
    day: date,
    kind: str,
    title: str,
    detail: str | None = None,
    *,
    precision: str = "day",
    planned: bool = False,
) -> Entry:
    return Entry(
        day,
        precision,
        kind,
        title,
        detail or "",
        planned,
        version.source,
        version.confidence,
        version.known_on,
    )


def _inspection(version: Inspection, _innovation: str) -> list[Entry]:
    judged = [
        f"{JUDGEMENT_WORDS[name]}: {GRADE_WORDS[getattr(version, name)].lower()}"
        for name in SUB_JUDGEMENTS
        if getattr(version, name)
    ]
    published = f"Published {on_day(version.published_on)}." if version.published_on else ""
    kind = f"{version.kind.capitalize()} inspection. " if version.kind else ""
    detail = f"{kind}{'; '.join(judged)}{'. ' if judged else ''}{published}"
    title = f"Inspected by Ofsted: {grade_words(version.overall).lower()}"
    return [_entry(version, version.inspected_on, "inspection", title, detail)]


def _intervention(version: Intervention, _innovation: str) -> list[Entry]:
    until = f"Until {day_words(version.until)}." if version.until else ""
    title = f"DfE intervention: {STEP_WORDS[version.step].lower()}"
    return [_entry(version, version.started_on, "intervention", title, until, precision=version.precision)]


def _control(version: PoliticalControl, _innovation: str) -> list[Entry]:
    return [_entry(version, version.effective_on, "control", f"Political control: {version.control}", version.detail)]


def _election(version: Election, _innovation: str) -> list[Entry]:
    title = f"Council election: {CYCLE_WORDS[version.cycle]}"
    return [_entry(version, version.polling_on, "election", title, version.detail)]


def _reorganisation(version: Reorganisation, _innovation: str) -> list[Entry]:
    until = f"Until {day_words(version.until)}. " if version.until else ""
    detail = f"{until}{version.detail or ''}".strip()
    return [_entry(version, version.started_on, "reorganisation", REORGANISATION_WORDS[version.kind], detail)]


def _stage(version: AdoptionDate, innovation: str) -> list[Entry]:
    stage = f"{innovation}: {STAGE_NAMES[version.stage].lower()}"
    why = f"{capital(version.reason)}." if version.reason else ""
    if version.actual_on is None:
        day, precision = version.planned_on or version.known_on, version.planned_precision
        # The end of a grant comes by itself; every other stage stays a plan until somebody says that it has begun.
        planned = version.stage not in COMES_BY_ITSELF
        title = f"{stage}, planned" if planned else stage
        return [_entry(version, day, "adoption", title, why, precision=precision, planned=planned)]
    before = f"Planned for {day_words(version.planned_on, version.planned_precision)}." if version.planned_on else ""
    detail = f"{before} {why}".strip()
    return [_entry(version, version.actual_on, "adoption", stage, detail, precision=version.actual_precision)]


def _pause(version: AdoptionPause, innovation: str) -> list[Entry]:
    lines = [
        _entry(
            version,
            version.paused_on,
            "pause",
            f"{innovation} paused",
            f"{version.reason}.",
            precision=version.precision,
        )
    ]
    if version.resumed_on is not None:
        lines.append(_entry(version, version.resumed_on, "pause", f"{innovation} went on again"))
    return lines


def _membership(version: ProgrammeMembership, _innovation: str) -> list[Entry]:
    lines = [
        _entry(version, version.joined_on, "programme", "Joined the programme", precision=version.joined_precision)
    ]
    if version.left_on is not None:
        why = f"{capital(version.reason)}." if version.reason else ""
        lines.append(_entry(version, version.left_on, "programme", "Left the programme", why))
    return lines


_LINES: dict[type[Versioned], Callable[[Any, str], list[Entry]]] = {
    Inspection: _inspection,
    Intervention: _intervention,
    PoliticalControl: _control,
    Election: _election,
    Reorganisation: _reorganisation,
    AdoptionDate: _stage,
    AdoptionPause: _pause,
    ProgrammeMembership: _membership,
}
