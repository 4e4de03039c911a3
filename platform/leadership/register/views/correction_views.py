"""Forms: something was recorded wrongly."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.clock import today
from leadership.register.corrections import TenureFacts, correct_event, correct_tenure
from leadership.register.days import Day
from leadership.register.kinds import EndReason, EventKind, TenureStatus
from leadership.register.views.answer import Page, Subject, answer, looking
from leadership.register.views.blueprint import leaders
from leadership.register.views.forms import (
    CorrectEventForm,
    CorrectTenureForm,
    as_answer,
    known_day,
    on_form,
    yes_no,
)
from leadership.register.views.words import last_day

ADDRESS = "/authorities/<code>/posts/<uuid:post_id>"
STAYS = "What was recorded before stays in the history, and pages that look back show it."


@leaders.route(f"{ADDRESS}/tenures/<uuid:tenure_id>/correct", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def correct(code: str, post_id: UUID, tenure_id: UUID) -> ResponseReturnValue:
    """Correct what is on record of somebody's time in post."""
    form = CorrectTenureForm(data=_tenure_on_record(code, post_id, tenure_id))

    def store(subject: Subject) -> str:
        tenure = subject.tenure(tenure_id)
        correct_tenure(
            subject.session,
            by=subject.by,
            post=subject.post,
            tenure=tenure,
            facts=_facts(form, TenureFacts.of(tenure)),
            told=form.told(today()),
            on=today(),
        )
        return f"The record is corrected. {STAYS}"

    def ask(subject: Subject) -> Page:
        return Page("Correct the record", f"{subject.name(subject.tenure(tenure_id))} in this post. {STAYS}")

    return answer(code, post_id, form, store, ask)


@leaders.route(f"{ADDRESS}/events/<uuid:event_id>/correct", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def correct_entry(code: str, post_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Correct an entry of the log: the day of an announced departure, its source, its confidence, its secrecy."""
    with looking(code, post_id) as subject:
        event = subject.event(event_id)
        announced = event.kind == EventKind.DEPARTURE_ANNOUNCED
        data = {
            "effective_on": event.effective_on,
            "precision": event.effective_precision,
            "confidential_until": event.confidential_until,
            "source": event.source or "",
            "confidence": event.confidence or "",
        }
    form = CorrectEventForm(data=data)
    if not announced:
        # Their days stand in the time in post, and nobody but a departure is kept secret.
        del form.effective_on, form.precision, form.confidential_until

    def store(subject: Subject) -> str:
        before = subject.event(event_id)
        told = form.told(today())
        correct_event(
            subject.session,
            by=subject.by,
            post=subject.post,
            event=before,
            effective=known_day(form.effective_on, form.precision)
            if announced
            else Day.known_to(before.effective_precision, before.effective_on),
            source=told.source,
            confidence=told.confidence,
            confidential_until=form.confidential_until.data if announced else before.confidential_until,
            told=told,
            on=today(),
        )
        return f"The entry is corrected. {STAYS}"

    def ask(subject: Subject) -> Page:
        words = EventKind(subject.event(event_id).kind).words
        where = "" if announced else " Its day is corrected with the time in post."
        return Page("Correct an entry", f"The entry: {words}.{where} {STAYS}")

    return answer(code, post_id, form, store, ask)


def _tenure_on_record(code: str, post_id: UUID, tenure_id: UUID) -> dict[str, object]:
    with looking(code, post_id) as subject:
        facts = TenureFacts.of(subject.tenure(tenure_id))
    started, ended = on_form(facts.started), on_form(last_day(facts.ended) if facts.ended else None)
    return {
        "status": facts.status.value,
        "started_on": started["on"],
        "started_precision": started["precision"],
        "last_day": ended["on"],
        "ended_precision": ended["precision"],
        "end_reason": facts.end_reason.value if facts.end_reason else "",
        "contract_ends_on": facts.contract_ends_on,
        "internal": as_answer(facts.internal),
    }


def _facts(form: CorrectTenureForm, before: TenureFacts) -> TenureFacts:
    started = known_day(form.started_on, form.started_precision)
    ended = known_day(form.last_day, form.ended_precision).after if form.last_day.data else None
    reason = EndReason(form.end_reason.data) if form.end_reason.data else None
    if form.never.data:
        ended, reason = started, EndReason.OTHER
    elif ended is not None and reason is None and before.end_reason in {EndReason.CONFIRMED, EndReason.POST_CLOSED}:
        # These two follow from deeds of their own and are not offered; they stay as they are.
        reason = before.end_reason
    return TenureFacts(
        TenureStatus(form.status.data),
        started,
        ended,
        reason,
        form.contract_ends_on.data,
        yes_no(form.internal.data),
    )
