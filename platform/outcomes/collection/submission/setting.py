"""Switching the director's sign-off on or off: whoever submits may ask for a second pair of eyes, not do without."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Permission, Role
from core.audit import record
from core.errors import ForbiddenError
from outcomes.collection.due.models import Collection, ReturnSetting
from outcomes.collection.submission.ask_director import ask_director
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.states import OPEN

NOT_BY_LEADS = (
    "Whoever submits returns can switch the sign-off on, but not off. Ask a signatory of your authority who does not "
    "submit its returns, or the programme support team."
)


class KeptOnError(ForbiddenError):
    """A lead would switch off the signature that their own return needs (403)."""


def may_switch_off(by: Identity, authority: Authority) -> bool:
    """Whether this person may do without signatures: the support team, or a signatory who is not a lead as well."""
    leads = any(held.role is Role.LEAD and held.authority_id == authority.id for held in by.memberships)
    return by.may(Permission.SIGN_OFF_END, authority.id) and not leads


def set_sign_off(
    session: Session, *, by: Identity, authority: Authority, wanted: bool, at: datetime, on: date
) -> ReturnSetting:
    """Switch the authority's sign-off on or off; it counts for every return that is not submitted yet.

    Switched on, the director is asked at once about each return to which nothing else is left to do.

    Raises:
        KeptOnError: whoever submits would switch it off (403).
    """
    # Made first, so that of two who switch it at once for the first time the second waits instead of failing.
    made = session.scalar(
        insert(ReturnSetting)
        .values(authority_id=authority.id, sign_off=False, changed_at=at, changed_by_id=by.account_id)
        .on_conflict_do_nothing(index_elements=["authority_id"])
        .returning(ReturnSetting.authority_id)
    )
    setting = session.get_one(ReturnSetting, authority.id, with_for_update=True, populate_existing=True)
    before = None if made is not None else setting.sign_off
    if before == wanted:
        return setting
    if before and not wanted and not may_switch_off(by, authority):
        raise KeptOnError(NOT_BY_LEADS)
    setting.sign_off = wanted
    setting.changed_at = at
    setting.changed_by_id = by.account_id
    record(
        session,
        by=by,
        deed="return_setting.changed",
        subject=f"authority:{authority.code}",
        authority_id=authority.id,
        before=None if before is None else {"sign_off": before},
        after={"sign_off": wanted},
    )
    if wanted:
        _ask_about_open_returns(session, authority, on)
    return setting


def find_setting(session: Session, authority: Authority) -> ReturnSetting | None:
    """How the authority has it, with who changed it last and when; None while nobody has."""
    return session.get(ReturnSetting, authority.id)


def _ask_about_open_returns(session: Session, authority: Authority, on: date) -> None:
    session.flush()
    for collection in session.scalars(
        select(Collection)
        .join(Submission, Submission.collection_id == Collection.id)
        .where(Submission.authority_id == authority.id, Submission.state.in_([state.value for state in OPEN]))
        .order_by(Collection.id)
    ):
        ask_director(session, authority, collection, on)
