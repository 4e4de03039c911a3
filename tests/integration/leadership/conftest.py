"""Posts and leaders of the tests of the register, and who reads them."""

import pytest
from factories.leaders_on_pages import Leaders, make_leaders
from factories.seats import Scene, make_scene
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy.orm import Session

from core.access import Role


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session)


@pytest.fixture
def leaders(clone: Clone) -> Leaders:
    return make_leaders(clone)


@pytest.fixture
def lead(leaders: Leaders, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


@pytest.fixture
def support(leaders: Leaders, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.SUPPORT)
