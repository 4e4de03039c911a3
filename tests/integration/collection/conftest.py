"""A return that is due this month, and its lead on the pages."""

import pytest
from factories.lead_returns import make_due
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient

from core.access import Role
from core.clock import today
from core.quarters import Quarter


@pytest.fixture
def due(clone: Clone) -> Clone:
    with clone.session() as session:
        make_due(session, on=today())
        session.commit()
    return clone


@pytest.fixture
def lead(due: Clone, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


@pytest.fixture
def base() -> str:
    """The address of that return."""
    quarter = Quarter.containing(today()).plus(-1)
    return f"/authorities/Z001/returns/{str(quarter).replace(' ', '-').lower()}"
