"""Who belongs to the senior team and is asked each month: a list that the lead keeps, of addresses alone.

No audit event anywhere in this folder: the support team reads the audit, and is not to know that there is a pulse
(design 5.5). Who did what and when stands in the rows themselves.
"""

import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.errors import NotFoundError
from leadership.profiles.invite import LONGEST_ADDRESS, PLAIN
from leadership.profiles.link import plain_address
from leadership.pulse.errors import PulseError
from leadership.pulse.kinds import MOST_MEMBERS
from leadership.pulse.models import PulseMember

NOT_YOURS = "There is no such page, or it is not yours to see."
APART = re.compile(r"[\s,;]+")
MARKING = b"pulse.member:"
MARK_BYTES = 10
"""Of the sixteen of a member's number; the rest is random, since one address may come, go and come again."""


def list_members(session: Session, *, authority_id: int) -> list[PulseMember]:
    """Who is asked at present, by address."""
    return list(
        session.scalars(
            select(PulseMember)
            .where(PulseMember.authority_id == authority_id, PulseMember.removed_at.is_(None))
            .order_by(PulseMember.email)
        )
    )


def count_members(session: Session, *, authority_id: int) -> int:
    return session.scalars(
        select(func.count())
        .select_from(PulseMember)
        .where(PulseMember.authority_id == authority_id, PulseMember.removed_at.is_(None))
    ).one()


def add_members(
    session: Session, *, by: Identity, authority: Authority, typed: str, secret_keys: Sequence[str], at: datetime
) -> int:
    """Add everybody at these addresses, or nobody; returns how many were new. Who is on the list already stays.

    A member's number carries a mark of their address, made with the product's key: whoever is taken off and put back
    is known to be the same, although the address was forgotten (decision 69).

    Raises PulseError when an address cannot be one, or the list would grow too long; the field is `addresses`.
    """
    # By the address without what follows a plus sign: name+second@ is the same person as name@, and counts once.
    wanted: dict[str, str] = {}
    for each in filter(None, APART.split(typed)):
        wanted.setdefault(plain_address(_normal(each)), _normal(each))
    if not wanted:
        raise PulseError("Enter at least one email address.", field="addresses")
    # Of two who add at once the second finds what the first has stored: nobody is on the list twice.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"pulse_members:{authority.id}"))))
    held = {plain_address(member.email) for member in list_members(session, authority_id=authority.id) if member.email}
    new = [email for plain, email in wanted.items() if plain not in held]
    if len(held) + len(new) > MOST_MEMBERS:
        raise PulseError(f"A team can have {MOST_MEMBERS} members at most.", field="addresses")
    known = frozenset(
        mark_of(number)
        for number in session.scalars(select(PulseMember.id).where(PulseMember.authority_id == authority.id))
    )
    session.add_all(
        PulseMember(
            id=_number(authority.id, email, secret_keys, known),
            authority_id=authority.id,
            email=email,
            added_at=at,
            added_by_id=by.account_id,
        )
        for email in new
    )
    return len(new)


def mark_of(member_id: UUID) -> bytes:
    """What tells a person of the list again; the address cannot be had back from it."""
    return member_id.bytes[:MARK_BYTES]


def _number(authority_id: int, email: str, secret_keys: Sequence[str], known: frozenset[bytes]) -> UUID:
    """A number with the mark that this address had before, whichever key it was made with, or a new one."""
    what = MARKING + f"{authority_id}:{plain_address(email)}".encode()
    marks = [hmac.digest(key.encode(), what, "sha256")[:MARK_BYTES] for key in secret_keys]
    mark = next((each for each in marks if each in known), marks[0])
    return UUID(bytes=mark + token_bytes(16 - MARK_BYTES))


def remove_member(session: Session, *, by: Identity, authority: Authority, member_id: UUID, at: datetime) -> None:
    """Take somebody off the list and forget their address; a month that is running keeps theirs until it closes.

    Raises NotFoundError when the list has no such member.
    """
    found = session.scalar(
        select(PulseMember).where(
            PulseMember.authority_id == authority.id, PulseMember.id == member_id, PulseMember.removed_at.is_(None)
        )
    )
    if found is None:
        raise NotFoundError(NOT_YOURS)
    found.email, found.removed_at, found.removed_by_id = None, at, by.account_id


def _normal(typed: str) -> str:
    address: str = typed.strip().lower()
    if (
        len(address) > LONGEST_ADDRESS
        or PLAIN.fullmatch(address) is None
        or ".." in address
        or "." not in address.rpartition("@")[2]
    ):
        raise PulseError(f"“{typed.strip()[:80]}” is not an email address like name@example.org.", field="addresses")
    return address
