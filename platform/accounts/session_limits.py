"""How long a session lasts (reliability 3, "Flask"): 12 hours at most, and 30 or 60 minutes without a request."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.access import Role

ABSOLUTE = timedelta(hours=12)
IDLE_SUPPORT = timedelta(minutes=30)
IDLE = timedelta(minutes=60)

WRITE_LAST_SEEN_AFTER = timedelta(minutes=1)
"""The moment a session was last seen is written at most this often: the one write that a GET may cause."""


def idle_limit(roles: Iterable[Role]) -> timedelta:
    """Support accounts see every authority, so a screen left open must close sooner."""
    return IDLE_SUPPORT if Role.SUPPORT in roles else IDLE


def has_run_out(*, created_at: datetime, last_seen_at: datetime, roles: Iterable[Role], at: datetime) -> bool:
    """Whether either limit has been reached."""
    return at - created_at >= ABSOLUTE or at - last_seen_at >= idle_limit(roles)
