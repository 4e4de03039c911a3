"""Recording who takes on an innovation, when its stages begin, that it pauses, goes on, or leaves the programme."""

from dataclasses import asdict
from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.editing.answer import Question, answer
from authorities.editing.blueprint import authority_record
from authorities.editing.forms import (
    AdoptionForm,
    AdoptionWordsForm,
    LeaveForm,
    PauseForm,
    ResumeForm,
    StageForm,
    day_of,
    words_of,
)
from authorities.editing.programmes import ask_programme, programme_of
from authorities.editing.spans import store_pause
from authorities.programme.adopt import adopt, get_adoption
from authorities.programme.describe import AdoptionWords, describe_adoption
from authorities.programme.membership import leave_programme
from authorities.programme.models import STAGES, AdoptionDate
from authorities.programme.open import get_innovation, list_innovations
from authorities.programme.pause import resume_adoption
from authorities.programme.stages import StageDates, date_stage, find_stage, require_in_order
from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from authorities.timeline.chains import chains_of
from authorities.words import STAGE_NAMES
from core.access import Permission, current_identity, requires
from core.clock import today
from core.errors import NotFoundError
from core.transaction import reading

ADDRESS = "/authorities/<code>/record/adoptions"


@authority_record.route(f"{ADDRESS}/new", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def new_adoption(code: str) -> ResponseReturnValue:
    """Record that the authority takes on an innovation."""
    form = AdoptionForm()
    ask_programme(form)
    with reading(current_identity().scope()) as session:
        form.innovation.choices = {each.code: each.name for each in list_innovations(session)}

    def store(session: Session, authority: Authority) -> str:
        adopt(
            session,
            by=current_identity(),
            on=today(),
            authority=authority,
            innovation=form.innovation.data,
            programme=programme_of(session, form),
            joined_on=form.joined_on.data,
            joined_precision=form.joined_precision.data,
            wave=form.wave.data or None,
            local_name=form.local_name.data or None,
            note=(form.note.data or "").strip() or None,
            **form.told(),
        )
        return "The adoption has been recorded. Its stages can be dated now."

    return answer(code, form, store, lambda _session, _authority: Question("Record: adoption of an innovation"))


@authority_record.route(f"{ADDRESS}/<innovation>", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def describe(code: str, innovation: str) -> ResponseReturnValue:
    """Change what is said of an adoption beside its dates."""
    with reading(current_identity().scope()) as session:
        words = AdoptionWords.of(get_adoption(session, authority_by_code(session, code), innovation))
        choices = {each.code: each.name for each in list_innovations(session)}
    form = AdoptionWordsForm(data={name: value or "" for name, value in asdict(words).items()})
    form.innovation.choices = choices

    def store(session: Session, authority: Authority) -> str:
        said = {name: words_of(form[name]) or None for name in ("wave", "local_name", "note", "source", "confidence")}
        describe_adoption(
            session,
            by=current_identity(),
            authority=authority,
            adoption=get_adoption(session, authority, innovation),
            words=AdoptionWords(form.innovation.data, **said),
        )
        return "What is said of the adoption has been changed. What was said before stays in the history."

    return answer(code, form, store, _ask_about(innovation, "what is said of it"))


@authority_record.route(f"{ADDRESS}/<innovation>/stages/<stage>", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def date_adoption_stage(code: str, innovation: str, stage: str) -> ResponseReturnValue:
    """Date a stage, planned and actual; empty boxes for both withdraw what was recorded."""
    if stage not in STAGES:
        raise NotFoundError("There is no such page, or it is not yours to see.")
    form = StageForm(data=_stage_on_record(code, innovation, stage))

    def store(session: Session, authority: Authority) -> str:
        dates = StageDates(
            form.planned_on.data,
            form.actual_on.data,
            form.planned_precision.data,
            form.actual_precision.data,
            form.reason.data or None,
        )
        told: dict[str, Any] = {"by": current_identity(), "on": today(), **form.told()}
        adoption = get_adoption(session, authority, innovation)
        require_in_order(session, adoption, stage, dates)
        date_stage(session, adoption=adoption, stage=stage, dates=dates, restate=True, **told)
        return f"{STAGE_NAMES[stage]} has been dated. Earlier dates stay in the history."

    def ask(session: Session, authority: Authority) -> Question:
        adoption = get_adoption(session, authority, innovation)
        name = get_innovation(session, innovation).name
        versions = session.scalars(
            select(AdoptionDate).where(
                AdoptionDate.authority_id == authority.id,
                AdoptionDate.adoption_id == adoption.id,
                AdoptionDate.stage == stage,
            )
        )
        earlier = [version for chain in chains_of(versions).values() for version in chain]
        return Question(f"{name}: {STAGE_NAMES[stage].lower()}", versions=earlier, innovation=name)

    return answer(code, form, store, ask)


@authority_record.route(f"{ADDRESS}/<innovation>/pause", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def pause(code: str, innovation: str) -> ResponseReturnValue:
    """Record that an adoption stands still."""
    form = PauseForm()

    def store(session: Session, authority: Authority) -> str:
        adoption = get_adoption(session, authority, innovation)
        told: dict[str, Any] = {"by": current_identity(), "on": today(), **form.told()}
        store_pause(session, form, authority=authority, adoption=adoption, **told)
        return "The pause has been recorded. Say here when it goes on again."

    return answer(code, form, store, _ask_about(innovation, "pause"))


@authority_record.route(f"{ADDRESS}/<innovation>/resume", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def resume(code: str, innovation: str) -> ResponseReturnValue:
    """Record that a paused adoption goes on."""
    form = ResumeForm()

    def store(session: Session, authority: Authority) -> str:
        resume_adoption(
            session,
            by=current_identity(),
            on=today(),
            adoption=get_adoption(session, authority, innovation),
            resumed_on=day_of(form.resumed_on),
            known_on=form.known_on.data,
        )
        return "The adoption goes on again."

    return answer(code, form, store, _ask_about(innovation, "going on again"))


@authority_record.route("/authorities/<code>/record/leave", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def leave(code: str) -> ResponseReturnValue:
    """Record that the authority leaves the programme."""
    form = LeaveForm()
    ask_programme(form)

    def store(session: Session, authority: Authority) -> str:
        leave_programme(
            session,
            by=current_identity(),
            on=today(),
            authority=authority,
            programme=programme_of(session, form),
            left_on=day_of(form.left_on),
            reason=words_of(form.reason),
            known_on=form.known_on.data,
        )
        return "That it leaves has been recorded. From that day no returns are expected of it."

    return answer(code, form, store, lambda _session, _authority: Question("Record: leaving the programme"))


def _ask_about(innovation: str, what: str) -> Any:
    def ask(session: Session, authority: Authority) -> Question:
        get_adoption(session, authority, innovation)
        return Question(f"{get_innovation(session, innovation).name}: {what}")

    return ask


def _stage_on_record(code: str, innovation: str, stage: str) -> dict[str, Any]:
    """What is known of a stage today, as the form shows it."""
    with reading(current_identity().scope()) as session:
        adoption = get_adoption(session, authority_by_code(session, code), innovation)
        found = find_stage(session, adoption, stage)
        if found is None:
            return {}
        names = ("planned_on", "planned_precision", "actual_on", "actual_precision", "source", "confidence")
        return {name: getattr(found, name) or (None if name.endswith("_on") else "") for name in names}
