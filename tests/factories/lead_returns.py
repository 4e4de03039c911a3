"""A council with a collection that is due, as the tests of returns need it."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from factories.authorities import make_council, make_programme
from sqlalchemy.orm import Session

from authorities.programme.adopt import adopt
from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Membership, Role
from core.quarters import Quarter
from outcomes.catalogue.load import load_indicators
from outcomes.collection.due.models import Collection, CollectionItem

QUARTER = Quarter(2026, 2)
ON = date(2026, 11, 10)
AT = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
ASKED = ("REF_RATE", "REREF_PCT", "CIN_RATE", "CLA_RATE")
HEADER = ("indicator_code", "value", "numerator", "denominator", "comment")
# A return without errors: a rate and its counts agree, a percentage is worked out.
GOOD: dict[str, tuple[str, ...]] = {
    "REF_RATE": ("", "650", "50000", ""),
    "REREF_PCT": ("", "130", "650", ""),
    "CIN_RATE": ("", "1700", "50000", ""),
    "CLA_RATE": ("", "350", "50000", ""),
}


@dataclass(frozen=True)
class Due:
    """What `make_due` made."""

    authority: Authority
    other: Authority
    collection: Collection


def make_due(session: Session, asked: tuple[str, ...] = ASKED, *, on: date | None = None) -> Due:
    """Two members of the programme, and a collection of 2026-27 Q2 that is open and due on 27 November 2026.

    With `on` it is the quarter before that day, open for a month and due in ten days.
    """
    load_indicators(session)
    programme = make_programme(session)
    councils = [
        make_council(session, number, name, population_0_17=50000)
        for number, name in enumerate(("Alderwick", "Birchford"), start=1)
    ]
    for council in councils:
        adopt(
            session, by=SYSTEM, on=ON, authority=council, innovation="family_safeguarding", joined_on=date(2020, 4, 1)
        )
    quarter, opens_on, due_on = QUARTER, date(2026, 10, 1), date(2026, 11, 27)
    if on is not None:
        quarter = Quarter.containing(on).plus(-1)
        opens_on, due_on = on - timedelta(days=30), on + timedelta(days=10)
    collection = Collection(programme_id=programme.id, quarter=quarter, opens_on=opens_on, due_on=due_on)
    session.add(collection)
    session.flush()
    session.add_all(CollectionItem(collection_id=collection.id, indicator_code=code, asked=True) for code in asked)
    session.flush()
    return Due(*councils, collection)


def csv_file(rows: dict[str, tuple[str, ...]], **changed: tuple[str, ...] | None) -> bytes:
    """A file with one row for each indicator; `changed` replaces rows, None leaves one out."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for code, cells in {**rows, **changed}.items():
        if cells is not None:
            writer.writerow((code, *cells))
    return text.getvalue().encode()


def lead_of(authority: Authority, account_id: int | None = None) -> Identity:
    return Identity(account_id, "Lena Lead", frozenset({Membership(Role.LEAD, authority.id, authority.code)}))


def signatory_of(authority: Authority, account_id: int | None = None) -> Identity:
    return Identity(account_id, "Dora Director", frozenset({Membership(Role.SIGNATORY, authority.id, authority.code)}))


def supporter(account_id: int | None = None) -> Identity:
    return Identity(account_id, "Sam Support", frozenset({Membership(Role.SUPPORT)}))
