"""Quarters that should have a collection and have none: nothing opens by itself, but somebody is told (M1)."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from authorities.programme.members import list_members
from core.quarters import Quarter
from outcomes.collection.due.defaults import default_days
from outcomes.collection.due.find import find_collection
from outcomes.collection.due.open import list_programmes

# The days of a quarter are settled a fortnight before it ends.
BEFORE_THE_END = timedelta(days=14)


def list_missing_quarters(session: Session, on: date) -> list[Quarter]:
    """The quarters for which somebody should open a collection now, the earliest first.

    The quarter that ended last and, from a fortnight before its end, the present one; only while a programme with
    members takes returns.
    """
    present = Quarter.containing(on)
    wanted = [present.plus(-1)]
    if on >= present.ends_on - BEFORE_THE_END:
        wanted.append(present)
    return [quarter for quarter in wanted if _is_missing(session, quarter)]


def _is_missing(session: Session, quarter: Quarter) -> bool:
    if find_collection(session, quarter) is not None or not list_members(session, on=quarter.ends_on):
        return False
    opens_on = default_days(quarter).opens_on
    return any(
        programme.starts_on <= quarter.ends_on
        and (programme.collects_until is None or programme.collects_until >= opens_on)
        for programme in list_programmes(session)
    )
