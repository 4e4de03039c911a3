"""The one place that reads the clock; domain code is given its dates."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in London, where deadlines fall."""
    return datetime.now(LONDON).date()
