"""`throughline import world`: leadership and figures of a simulated world, told early and told whole."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories.imported_folders import counts, run
from fixtures.databases import Clone
from sqlalchemy import select

from core.csv_problems import FilesRefusedError
from leadership.risk.inputs import read_inputs
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import list_figures, list_quarters
from simulation.parameters import WorldParameters
from simulation.world import simulate_world
from simulation.write import write_world
from web.commands.export_leadership import command as export_leadership
from web.commands.import_world import command as import_world

WORLD = WorldParameters(authorities=12, years=3, adopters=3, seed=5, end=date(2024, 5, 31), figure_quarters=3)
TOLD_UNTIL = date(2023, 6, 30)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small world, told whole (`whole`) and until a day (`early`)."""
    place, world = tmp_path_factory.mktemp("worlds"), simulate_world(WORLD)
    write_world(world, place / "whole")
    write_world(world, place / "early", until=TOLD_UNTIL)
    return place


def test_a_world_told_early_grows_into_the_whole_one(operator: CliRunner, clone: Clone, worlds: Path, tmp_path: Path):
    """The same references mean the same things: what was held back is added, and nothing contradicts."""
    early = run(operator, import_world, worlds / "early")
    assert early.exception is None, early.exception
    whole = run(operator, import_world, worlds / "whole")
    assert whole.exception is None, whole.exception
    stored = counts(clone)
    again = run(operator, import_world, worlds / "whole")
    assert again.exception is None
    assert counts(clone) == stored
    run(operator, export_leadership, tmp_path / "grown")
    with clone.session() as session:
        seats, facts = read_inputs(session, WORLD.end)
        assert len(seats) == stored["post"]
        assert sum(len(seat.tenures) for seat in seats) == stored["tenure"]
        assert len(facts) == WORLD.authorities
    tenures = (tmp_path / "grown" / "tenures.csv").read_text().count("\n")
    assert tenures == (worlds / "whole" / "tenures.csv").read_text().count("\n")


def test_a_world_brings_its_quarterly_figures(operator: CliRunner, clone: Clone, worlds: Path):
    result = run(operator, import_world, worlds / "whole")
    assert result.exception is None, result.exception
    lines = (worlds / "whole" / "figures.csv").read_text().splitlines()[1:]
    with clone.session() as session:
        observations = list(session.scalars(select(Observation)))
        assert len(observations) == len(lines)
        first = min(observations, key=lambda each: each.source_line)
        assert first.source_file == "figures.csv"
        assert lines[0].split(",")[2] == first.indicator_code
        ids = {each.authority_id for each in observations}
        quarters = list_quarters(session, authority_ids=ids)
        assert len(quarters) == WORLD.figure_quarters
        series = list_figures(session, authority_ids=ids, indicator_code=first.indicator_code)
        assert [each.quarter for each in series[first.authority_id]] == quarters
        as_at = first.known_on
        known = list_figures(session, authority_ids=ids, indicator_code=first.indicator_code, as_at=as_at)
        assert [each.quarter for each in known[first.authority_id]] == [first.quarter]


def test_a_world_with_anything_wrong_stores_nothing(operator: CliRunner, clone: Clone, worlds: Path, tmp_path: Path):
    broken = shutil.copytree(worlds / "whole", tmp_path / "broken")
    figures, neighbours = broken / "figures.csv", broken / "neighbours.csv"
    head, *rows = figures.read_text().splitlines()
    cells = rows[0].split(",")
    wrong = [[cells[0], "2025 Q1", *cells[2:]], [*cells[:2], "NO_SUCH", *cells[3:]], ["Z999", *cells[1:]]]
    wrong += [
        [cells[0], "2001-02 Q1", cells[2], "1", "", "", "c"],
        [cells[0], "2001-02 Q2", cells[2], "", "", "", "ok"],
    ]
    figures.write_text("\n".join([head, *(",".join(row) for row in wrong)]) + "\n")
    model = neighbours.read_text().splitlines()
    model[1] = model[1].replace(",1,", ",3,")
    neighbours.write_text("\n".join(model) + "\n")
    before = counts(clone)
    result = run(operator, import_world, broken)
    assert isinstance(result.exception, FilesRefusedError)
    found = {(problem.file, problem.line, problem.column) for problem in result.exception.problems.in_order()}
    assert found >= {
        ("figures.csv", 2, "quarter"),
        ("figures.csv", 3, "indicator_code"),
        ("figures.csv", 4, "authority_code"),
        ("figures.csv", 5, "value"),
        ("figures.csv", 6, "value"),
    }
    assert any(file == "neighbours.csv" for file, _, _ in found)
    assert counts(clone) == before
