"""Which collections there are. They belong to the programme: everybody signed in may know when what is due."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from core.quarters import Quarter
from outcomes.collection.due.models import Collection


def find_collection(session: Session, quarter: Quarter) -> Collection | None:
    """The collection of a quarter, or None when nothing is asked for it."""
    return session.scalar(select(Collection).where(Collection.quarter == quarter))


def get_collection(session: Session, quarter: Quarter) -> Collection:
    """The collection of a quarter; NotFoundError when nothing is asked for it."""
    collection = find_collection(session, quarter)
    if collection is None:
        raise NotFoundError(f"Nothing is collected for {quarter}.")
    return collection


def list_collections(session: Session) -> list[Collection]:
    """Every collection, the newest quarter first."""
    return list(session.scalars(select(Collection).order_by(Collection.quarter.desc())))


def find_current(session: Session, on: date) -> Collection | None:
    """The collection that is worked on: the newest that has opened; else the first that will open."""
    collections = list_collections(session)
    opened = [collection for collection in collections if collection.opens_on <= on]
    return opened[0] if opened else collections[-1] if collections else None
