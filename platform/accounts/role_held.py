"""What a role is held for: the programme, an authority, or, for a leader, an authority and the person they are."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.errors import AccountError
from accounts.known_people import get_person_id
from authorities.register.models import Authority
from core.access import Role


@dataclass(frozen=True)
class RoleHeld:
    """A role of one account; the authority and the person only where the role asks for them (migration 0003)."""

    role: Role
    authority_id: int | None = None
    person_id: UUID | None = None


def read_role(session: Session, *, role: str, authority_code: str, person_ref: str) -> RoleHeld:
    """The role as it was typed; raises AccountError naming what is missing, unknown or too much."""
    known = {one.value: one for one in Role if one is not Role.SYSTEM}
    chosen = known.get(role)
    if chosen is None:
        raise AccountError(f"Choose one of the roles {', '.join(known)}.", "role")
    if chosen is not Role.LEADER and person_ref.strip():
        raise AccountError("Only a leader's role names a person: leave this empty.", "person_ref")
    return RoleHeld(
        chosen,
        _authority_id(session, chosen, authority_code.strip().upper()),
        get_person_id(session, person_ref) if chosen is Role.LEADER else None,
    )


def _authority_id(session: Session, role: Role, code: str) -> int | None:
    if not role.of_one_authority:
        if code:
            raise AccountError(
                "This role is held for the programme as a whole: leave the authority empty.", "authority"
            )
        return None
    found = session.scalar(select(Authority.id).where(Authority.code == code))
    if found is None:
        raise AccountError("Enter the code of an authority of the register, such as 330.", "authority")
    return found
