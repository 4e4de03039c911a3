"""Loads everything that ships with the product about real authorities. Loading it again changes nothing."""

from datetime import date

from sqlalchemy.orm import Session

from authorities.reference.authorities import load_authorities, load_boundaries
from authorities.reference.facts import load_arrangements, load_elections, load_inspections, load_interventions
from authorities.reference.neighbours import load_neighbours
from authorities.reference.programme import load_programme
from authorities.reference.tables import Account
from core.access import Identity
from core.audit import record
from core.deployment import Purpose, settle_purpose


def load_reference(session: Session, *, by: Identity, on: date) -> list[Account]:
    """Load the register of real authorities.

    Args:
        session: over every authority.
        by: who loads it.
        on: the day of loading; a shipped fact that could be known only later is refused.

    Returns:
        For each table, what became of its rows.

    Raises:
        ConflictError: the database holds invented councils.
    """
    settle_purpose(session, Purpose.REAL)
    authorities, accounts = load_authorities(session, by)
    accounts += load_boundaries(session, authorities)
    accounts.append(load_neighbours(session, by))
    accounts += load_programme(session, by, on, authorities)
    accounts.append(load_inspections(session, by, on, authorities))
    accounts.append(load_interventions(session, by, on, authorities))
    accounts.append(load_elections(session, by, on, authorities))
    accounts.append(load_arrangements(session, authorities))
    changes = {account.table: dict(+account.became) for account in accounts if account.has_changed}
    if changes:
        record(session, by=by, deed="reference.loaded", subject="reference", authority_id=None, after=changes)
    return accounts
