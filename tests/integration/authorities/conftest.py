import pytest
from factories.register import fill_register
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient

from core.access import Role


@pytest.fixture
def register(clone: Clone) -> Clone:
    with clone.session() as session:
        fill_register(session)
    return clone


@pytest.fixture
def support(register: Clone, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.SUPPORT)


@pytest.fixture
def lead(register: Clone, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")
