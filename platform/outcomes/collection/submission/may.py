"""What somebody may do with a return now (F6): one answer for pages, API and verbs.

Permission, state, window and sign-off together. The verbs ask again when the deed is done: a page may be old.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Permission
from outcomes.collection.due.models import Collection, ReturnSetting
from outcomes.collection.due.window import Lock, Window
from outcomes.collection.due.windows import window_of
from outcomes.collection.submission.find import find_submission, list_events, state_of
from outcomes.collection.submission.models import Explanation, Submission, SubmissionEvent
from outcomes.collection.submission.states import Deed, next_state

# Whose deeds make a version what it is.
MAKING = frozenset({Deed.CONFIRM.event, Deed.SUBMIT.event})


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
    # Who gave the explanations of the current version, and when the last of them was given.
    explained_by: frozenset[int] = frozenset()
    explained_at: datetime | None = None

    @property
    def signed_off(self) -> bool:
        """Whether the director has signed exactly what would be submitted, the words of its explanations too."""
        last = self.events[-1] if self.events else None
        if last is None or last.kind != Deed.SIGN_OFF.event:
            return False
        return self.explained_at is None or self.explained_at <= last.at

    @property
    def makers(self) -> frozenset[int]:
        """The accounts that stored, explained or submitted the version: none of them signs or approves it (F7)."""
        version = 0 if self.submission is None else self.submission.version
        return self.explained_by.union(
            event.by_id
            for event in self.events
            if event.version == version and event.kind in MAKING and event.by_id is not None
        )


def standing_of(session: Session, authority: Authority, collection: Collection, on: date) -> Standing:
    """Read how a return stands on a day."""
    submission = find_submission(session, authority, collection)
    window = window_of(session, authority, collection)
    events = tuple(list_events(session, authority, submission))
    return Standing(
        submission,
        window,
        window.lock_on(on, state_of(submission)),
        events,
        needs_sign_off(session, authority),
        *_explained(session, submission),
    )


def _explained(session: Session, submission: Submission | None) -> tuple[frozenset[int], datetime | None]:
    """Who explained the current version, its carried explanations too, and when last."""
    if submission is None or submission.version == 0:
        return frozenset(), None
    given = session.execute(
        select(Explanation.given_by_id, Explanation.given_at).where(
            Explanation.authority_id == submission.authority_id,
            Explanation.submission_id == submission.id,
            Explanation.version == submission.version,
        )
    ).all()
    people = frozenset(row.given_by_id for row in given if row.given_by_id is not None)
    return people, max((row.given_at for row in given), default=None)


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
        and not is_maker(identity, standing.makers)
        and allowed(Permission.RETURN_SIGN_OFF, Deed.SIGN_OFF),
        submit=unlocked
        and has_figures
        and (standing.signed_off or not standing.needs_sign_off)
        and allowed(Permission.RETURN_WRITE, Deed.SUBMIT),
        send_back=allowed(Permission.RETURN_REVIEW, Deed.SEND_BACK),
        approve=allowed(Permission.RETURN_REVIEW, Deed.APPROVE) and not is_maker(identity, standing.makers),
        reopen=allowed(Permission.RETURN_REVIEW, Deed.REOPEN),
    )


def is_maker(identity: Identity, makers: frozenset[int]) -> bool:
    """Whether this person made the version; the product itself, which has no account, is nobody's colleague."""
    return identity.account_id is not None and identity.account_id in makers
