"""What somebody may do with a return now (F6): one answer for pages, API and verbs.

Permission, state, window and sign-off together. The verbs ask again when the deed is done: a page may be old.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Permission
from outcomes.collection.due.models import Collection, ReturnSetting
from outcomes.collection.due.window import Lock, Window
from outcomes.collection.due.windows import window_of
from outcomes.collection.submission.find import find_submission, list_events, state_of
from outcomes.collection.submission.models import Submission, SubmissionEvent
from outcomes.collection.submission.states import Deed, next_state


@dataclass(frozen=True)
class May:
    """Each deed, allowed or not, for one person at one moment."""

    confirm: bool
    sign_off: bool
    submit: bool
    send_back: bool
    approve: bool
    reopen: bool


@dataclass(frozen=True)
class Standing:
    """What a return's page and the verbs need to know of it beside its figures."""

    submission: Submission | None
    window: Window
    lock: Lock | None
    events: tuple[SubmissionEvent, ...]
    needs_sign_off: bool

    @property
    def signed_off(self) -> bool:
        """Whether the director has signed exactly what would be submitted: nothing happened since but the signature."""
        return bool(self.events) and self.events[-1].kind == Deed.SIGN_OFF.event

    @property
    def submitted_by(self) -> int | None:
        """The account that submitted last; approver and submitter are never the same person (F7)."""
        return next((event.by_id for event in reversed(self.events) if event.kind == Deed.SUBMIT.event), None)


def standing_of(session: Session, authority: Authority, collection: Collection, on: date) -> Standing:
    """Read how a return stands on a day."""
    submission = find_submission(session, authority, collection)
    window = window_of(session, authority, collection)
    return Standing(
        submission,
        window,
        window.lock_on(on, state_of(submission)),
        tuple(list_events(session, authority, submission)),
        needs_sign_off(session, authority),
    )


def needs_sign_off(session: Session, authority: Authority) -> bool:
    """Whether the authority has switched on that its director signs each return off."""
    return bool(session.scalar(select(ReturnSetting.sign_off).where(ReturnSetting.authority_id == authority.id)))


def may(identity: Identity, authority: Authority, standing: Standing) -> May:
    """What this person may do with this return now."""
    state = state_of(standing.submission)
    has_figures = standing.submission is not None and standing.submission.version > 0
    unlocked = standing.lock is None

    def allowed(permission: Permission, deed: Deed) -> bool:
        return identity.may(permission, authority.id) and next_state(state, deed) is not None

    return May(
        confirm=unlocked and allowed(Permission.RETURN_WRITE, Deed.CONFIRM),
        sign_off=unlocked
        and has_figures
        and standing.needs_sign_off
        and not standing.signed_off
        and allowed(Permission.RETURN_SIGN_OFF, Deed.SIGN_OFF),
        submit=unlocked
        and has_figures
        and (standing.signed_off or not standing.needs_sign_off)
        and allowed(Permission.RETURN_WRITE, Deed.SUBMIT),
        send_back=allowed(Permission.RETURN_REVIEW, Deed.SEND_BACK),
        approve=allowed(Permission.RETURN_REVIEW, Deed.APPROVE) and not is_submitter(identity, standing.submitted_by),
        reopen=allowed(Permission.RETURN_REVIEW, Deed.REOPEN),
    )


def is_submitter(identity: Identity, submitted_by: int | None) -> bool:
    """Whether this is the person who submitted; the product itself, which has no account, is nobody's colleague."""
    return submitted_by is not None and identity.account_id == submitted_by
