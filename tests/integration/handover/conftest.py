"""Posts of the tests of handovers."""

import pytest
from factories.seats import Scene, make_scene
from sqlalchemy.orm import Session


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session)
