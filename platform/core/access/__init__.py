"""Who may do what: roles, permissions, one table, one mark on every view."""

from core.access.identity import SYSTEM, Identity, Membership
from core.access.marks import PUBLIC, SignInRequiredError, current_identity, mark_of, public, requires
from core.access.policy import ALLOWED, Permission, Role

__all__ = [
    "ALLOWED",
    "PUBLIC",
    "SYSTEM",
    "Identity",
    "Membership",
    "Permission",
    "Role",
    "SignInRequiredError",
    "current_identity",
    "mark_of",
    "public",
    "requires",
]
