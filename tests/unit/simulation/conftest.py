from pathlib import Path

import pytest
from simulation_days import END, UNTIL

from simulation.activity.simulate import Activity, simulate_activity
from simulation.parameters import WorldParameters
from simulation.world import World, simulate_world
from simulation.write import write_world


@pytest.fixture(scope="session")
def world() -> World:
    """Forty councils over eight years: large enough for shares, small enough for every test."""
    return simulate_world(WorldParameters(seed=11, end=END, authorities=40, adopters=8, years=8, burn_in_years=4))


@pytest.fixture(scope="session")
def activity(world: World) -> Activity:
    return simulate_activity(world)


@pytest.fixture(scope="session")
def whole_folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world as known on its last day."""
    folder = tmp_path_factory.mktemp("worlds") / "whole"
    write_world(world, folder)
    return folder


@pytest.fixture(scope="session")
def early_folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same world as known more than two years before its last day."""
    folder = tmp_path_factory.mktemp("worlds") / "early"
    write_world(world, folder, until=UNTIL)
    return folder
