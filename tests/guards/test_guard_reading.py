"""A GET shows and changes nothing: every row of every table is the same after all pages were looked at by everybody."""

from collections.abc import Iterator

import psycopg
import pytest
from markers import fingerprint
from walkers import WALKERS, World, open_world


@pytest.fixture(scope="module")
def world(make_world, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    for clone in make_world():
        with open_world(clone, tmp_path_factory.mktemp("mail")) as made:
            yield made


@pytest.mark.parametrize("walker", list(WALKERS))
def test_looking_changes_nothing(world: World, walker: str) -> None:
    client = world.client(walker)
    before = _rows(world)
    for rule, method in world.walk.routes():
        if method == "GET":
            path = world.walk.address(rule, world.mine)
            assert client.get(path).status_code == client.head(path).status_code
    after = _rows(world)
    assert [table for table in after if after[table] != before[table]] == []


def _rows(world: World) -> dict[str, str]:
    with psycopg.connect(world.clone.owner_url) as connection:
        return fingerprint(connection)
