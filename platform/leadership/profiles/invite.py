"""People are invited to rate a leader, or an invitation is taken back."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from core.errors import NotFoundError
from core.outbox import send_after_commit
from leadership.profiles.errors import AlreadyInvitedError, ProfileError, RoundClosedError
from leadership.profiles.find import NOT_YOURS, is_running, list_invitations
from leadership.profiles.kinds import INVITED, Group, RoundKind
from leadership.profiles.link import hash_of, marks_of, plain_address, seal
from leadership.profiles.models import ProfileRound, RaterInvitation
from leadership.profiles.open_round import add_rater
from leadership.profiles.own_address import read_own_address

TEND = "profiles.tend_round"
MOST_INVITED = 60
LONGEST_ADDRESS = 254
PLAIN = re.compile(r"[^@\s\x00-\x1f\x7f<>,;:\"()\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
ONCE = {"uq_rater_invitation_once", "uq_rater_invitation_line_manager"}


def invite(
    session: Session,
    *,
    by: Identity,
    held: ProfileRound,
    group: Group,
    addresses: Sequence[str],
    secret_keys: Sequence[str],
    on: date,
    at: datetime,
) -> int:
    """Invite everybody at these addresses as members of one group, or nobody; returns how many.

    A worker writes the letters. The caller holds the round's row, so that it cannot close meanwhile.

    Raises:
        RoundClosedError: the round is closed or its last day has passed.
        ProfileError: an address cannot be one, or too many are invited; it says which.
        AlreadyInvitedError: somebody would be asked twice, or there would be a second line manager.
    """
    if not is_running(held, on):
        raise RoundClosedError
    if held.kind != RoundKind.ALL_ROUND or group not in INVITED:
        raise ProfileError("Nobody is invited to a self-reflection. Open a 360 round instead.")
    wanted = [_normal(address) for address in addresses]
    _need_others(wanted, read_own_address(session, by))
    _need_new(wanted, group, list_invitations(session, by=by, round_id=held.id))
    for email in wanted:
        number = uuid4()
        sealed = seal(number, secret_keys)
        try:
            add_rater(
                session,
                by=by,
                held=held,
                group=group,
                invitation_id=number,
                at=at,
                email=email,
                secret_hash=hash_of(sealed),
                address_mark=_mark(session, held.id, email, secret_keys),
            )
        except IntegrityError as error:
            if getattr(getattr(error.orig, "diag", None), "constraint_name", None) in ONCE:
                raise AlreadyInvitedError(
                    "Somebody on this list was invited a moment ago. Load the page again.", field="addresses"
                ) from error
            raise
    record(
        session,
        by=by,
        deed="rater.invited",
        subject=f"profile_round:{held.id}",
        authority_id=held.authority_id,
        after={"group": group.value, "invited": len(wanted)},
    )
    send_after_commit(session, TEND, str(held.id))
    return len(wanted)


def withdraw_invitation(
    session: Session, *, by: Identity, held: ProfileRound, invitation_id: UUID, at: datetime
) -> None:
    """Take an invitation back: its link opens nothing from now on, and the address is forgotten.

    Answers that have been given stay, or taking back would show by what disappears whether somebody had answered.

    Raises:
        NotFoundError: the round has no such invitation, or it was taken back.
        RoundClosedError: the round is closed.
    """
    if held.closed_at is not None:
        raise RoundClosedError
    found = session.scalars(
        select(RaterInvitation.id).where(
            RaterInvitation.id == invitation_id,
            RaterInvitation.round_id == held.id,
            RaterInvitation.email.is_not(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(NOT_YOURS)
    session.execute(
        update(RaterInvitation)
        .where(RaterInvitation.id == found)
        .values(email=None, secret_hash=None, withdrawn_at=at, withdrawn_by_id=by.account_id)
        .execution_options(synchronize_session=False)
    )
    record(
        session,
        by=by,
        deed="rater.withdrawn",
        subject=f"profile_round:{held.id}",
        authority_id=held.authority_id,
    )
    send_after_commit(session, TEND, str(held.id))


def _normal(typed: str) -> str:
    address = typed.strip().lower()
    if len(address) > LONGEST_ADDRESS or PLAIN.fullmatch(address) is None or ".." in address or "." not in address:
        raise ProfileError(f"“{typed.strip()[:80]}” is not an email address like name@example.org.", field="addresses")
    return address


def _mark(session: Session, round_id: UUID, email: str, secret_keys: Sequence[str]) -> str:
    """The mark under which this address was invited to the round before, or a new one."""
    marks = marks_of(round_id, email, secret_keys)
    query = select(RaterInvitation.address_mark).where(
        RaterInvitation.round_id == round_id, RaterInvitation.address_mark.in_(marks)
    )
    return next(iter(session.scalars(query)), None) or marks[0]


def _need_others(wanted: list[str], own: str | None) -> None:
    """A leader among their own raters would know all but the others' ratings: of three, only two would be hidden."""
    mine = next((email for email in wanted if own and plain_address(email) == plain_address(own)), None)
    if mine is not None:
        raise ProfileError(
            f"{mine} is your own address. You answer the same questions on this page, and are no rater of yourself.",
            field="addresses",
        )


def _need_new(wanted: list[str], group: Group, invited: list[RaterInvitation]) -> None:
    if not wanted:
        raise ProfileError("Enter at least one email address.", field="addresses")
    if len(wanted) + len(invited) > MOST_INVITED:
        raise ProfileError(f"A round can have {MOST_INVITED} invitations at most.", field="addresses")
    held = {plain_address(row.email) for row in invited if row.email}
    plain = [plain_address(email) for email in wanted]
    twice = next(
        (email for place, email in enumerate(wanted) if plain[place] in held or plain[place] in plain[:place]), None
    )
    if twice is not None:
        raise AlreadyInvitedError(
            f"{twice} would be invited twice. Everybody is asked once in a round, in one group.", field="addresses"
        )
    managers = [row for row in invited if row.rater_group == Group.LINE_MANAGER]
    if group is Group.LINE_MANAGER and len(managers) + len(wanted) > 1:
        raise AlreadyInvitedError(
            "A round has one line manager. Take back that invitation first, or choose another group.", field="group"
        )
