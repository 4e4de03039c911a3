"""What the product knows of an authority that a new holder needs: read on the day, never copied into the pack.

Each part of the pack gets its tables (risk-and-analysis 9). Whoever may open the pack of a post may read them; the
chance of a change goes to those alone who hold the risk permission, promised support to the support team.
"""

from datetime import date

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from leadership.handover.find import Handover
from leadership.handover.parts import Part
from leadership.register.history import list_histories
from leadership.register.seats import seat_on
from reports.handover.known_people import access_of, calendar_of, contacts_of, politics_of, posts_of
from reports.handover.known_work import (
    fidelity_of,
    innovation_of,
    inspections_of,
    outcomes_of,
    readiness_of,
    returns_of,
    risk_of,
    support_of,
)
from reports.handover.table import Known


def known_of(session: Session, *, by: Identity, authority: Authority, handover: Handover, on: date) -> list[Known]:
    """Every table, in the order of the parts."""
    seats = [
        seat_on(history, on)
        for history in list_histories(session, by=by, authority_id=authority.id, on=on, open_only=True)
    ]
    found = [
        innovation_of(session, authority, on),
        *fidelity_of(session, authority, on),
        outcomes_of(session, authority, on),
        inspections_of(session, authority, on),
        returns_of(session, authority, on),
        *risk_of(session, by, authority, handover, on),
        *readiness_of(session, by, handover, on),
        *support_of(session, by, authority),
        posts_of(seats),
        contacts_of(session, authority, on),
        access_of(authority, on),
        politics_of(session, authority, seats, on),
        calendar_of(session, authority, seats, on),
    ]
    order = list(Part)
    return sorted(found, key=lambda known: order.index(known.part))
