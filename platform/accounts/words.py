"""Roles in words."""

from collections.abc import Iterable

from accounts.overview import HeldRole
from charts.words import day_in_words
from core.access import Role

ROLE_WORDS = {
    Role.SUPPORT: "Programme support team",
    Role.LEAD: "Authority lead",
    Role.SIGNATORY: "Signs returns off",
    Role.RISK_READER: "Reader of risk reports",
    Role.LEADER: "Leader",
    Role.DFE_VIEWER: "DfE viewer",
    Role.COACH: "Coach of leaders",
}


def role_in_words(held: HeldRole) -> str:
    """Such as "Authority lead, Ashmere"."""
    words = ROLE_WORDS[held.role]
    words = f"{words}, {held.authority}" if held.authority else words
    return f"{words}, until {day_in_words(held.leaves_on)}" if held.leaves_on else words


def roles_in_words(held: Iterable[HeldRole]) -> list[str]:
    return [role_in_words(role) for role in held]
