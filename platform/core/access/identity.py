"""Who is asking, and what their memberships allow."""

from dataclasses import dataclass
from uuid import UUID

from core.access.policy import ALLOWED, Permission, Role
from core.errors import ForbiddenError, NotFoundError
from core.scope import Scope

NOT_YOURS = "There is no such page, or it is not yours to see."


@dataclass(frozen=True)
class Membership:
    """One role, for the programme or for one authority; a leader's names the person they are."""

    role: Role
    authority_id: int | None = None
    authority_code: str | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class Identity:
    """Somebody signed in, or the product itself; domain code receives it as `by`."""

    account_id: int | None
    name: str
    memberships: frozenset[Membership]
    session_id: UUID | None = None

    def scope(self) -> Scope:
        """The authorities this identity may touch: everything for the support team, its own for the rest."""
        led = frozenset(
            held.authority_id
            for held in self.memberships_for(Permission.SUCCESSORS_READ)
            if held.authority_id is not None
        )
        if any(membership.role in {Role.SUPPORT, Role.SYSTEM} for membership in self.memberships):
            moderating = self.may(Permission.PROFILE_COMMENTS_MODERATE)
            return Scope(None, self.account_id, led=led, people=self.person_ids, moderating=moderating)
        return Scope(
            frozenset(held.authority_id for held in self.memberships if held.authority_id is not None),
            self.account_id,
            frozenset(
                held.authority_id
                for held in self.memberships_for(Permission.CONFIDENTIAL_READ)
                if held.authority_id is not None
            ),
            led,
            self.person_ids,
        )

    def memberships_for(self, permission: Permission) -> list[Membership]:
        """The memberships that grant the permission, whichever authority they are for."""
        return [held for held in self.memberships if held.role in ALLOWED[permission]]

    def may(self, permission: Permission, authority_id: int | None = None) -> bool:
        """Whether the permission is held, for this authority if one is named."""
        return any(
            authority_id is None or not held.role.of_one_authority or held.authority_id == authority_id
            for held in self.memberships_for(permission)
        )

    def require(self, permission: Permission, authority_code: str | None = None) -> None:
        """Permission first (403), then scope: another authority's page is as absent as an unknown one (404)."""
        granting = self.memberships_for(permission)
        if not granting:
            raise ForbiddenError("Your role in the programme does not include this page.")
        if authority_code is not None and not any(
            not held.role.of_one_authority or held.authority_code == authority_code for held in granting
        ):
            raise NotFoundError(NOT_YOURS)

    @property
    def person_ids(self) -> frozenset[UUID]:
        """The people of the leadership register whom this identity is."""
        return frozenset(held.person_id for held in self.memberships if held.person_id is not None)

    def has(self, role: Role) -> bool:
        return any(held.role is role for held in self.memberships)


SYSTEM = Identity(None, "Throughline", frozenset({Membership(Role.SYSTEM)}))
