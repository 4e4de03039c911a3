import csv
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from simulation_days import END

from simulation.columns import COLUMNS
from simulation.world import simulate_world
from simulation.write import write_world

FORMATS = Path(__file__).parents[3] / "docs" / "formats.md"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_writes_the_same_bytes(world, whole_folder, tmp_path):
    write_world(simulate_world(world.parameters), tmp_path / "again")
    assert contents(tmp_path / "again") == contents(whole_folder)


def test_another_seed_writes_another_world(world, whole_folder, tmp_path):
    other = simulate_world(replace(world.parameters, seed=12, years=2, burn_in_years=1))
    write_world(other, tmp_path / "other")
    assert (tmp_path / "other" / "tenures.csv").read_bytes() != (whole_folder / "tenures.csv").read_bytes()


def test_every_column_stands_in_the_description_of_the_format():
    described = set(re.findall(r"`([a-z0-9_]+)`", FORMATS.read_text(encoding="utf-8")))
    described |= {f"{name}_precision" for name in ("started", "ended", "effective")}
    assert {column for columns in COLUMNS.values() for column in columns} - described == set()
    assert all(f"### {name}" in FORMATS.read_text(encoding="utf-8") for name in COLUMNS)


def test_the_folder_holds_the_files_of_the_format(whole_folder):
    files = {path.name for path in whole_folder.iterdir()}
    assert files == {*COLUMNS, "published", "truth.json"}
    for name, columns in COLUMNS.items():
        with (whole_folder / name).open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == columns


def test_statistics_lie_in_folders_named_after_their_release(whole_folder):
    days = [date.fromisoformat(folder.name) for folder in (whole_folder / "published").iterdir()]
    assert days
    assert max(days) <= END


def test_the_number_of_rows_of_every_file_is_told(world, tmp_path):
    written = write_world(world, tmp_path / "world")
    for name, rows in written.items():
        with (tmp_path / "world" / name).open(encoding="utf-8", newline="") as file:
            assert sum(1 for _ in csv.reader(file)) - 1 == rows, name


def test_the_truth_holds_effects_and_parameters(world, whole_folder):
    truth = json.loads((whole_folder / "truth.json").read_text(encoding="utf-8"))
    assert truth["parameters"]["seed"] == world.parameters.seed
    drawn = {(entry["effect"], entry["applies_to"]): entry["log_ratio"] for entry in truth["log_hazard_ratios"]}
    assert drawn == world.truth.effects.log_ratios
    assert set(truth["frailty"]) == {council.code for council in world.councils}


def test_a_folder_that_holds_something_is_refused(world, tmp_path):
    (tmp_path / "letter.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(FileExistsError, match="is not empty"):
        write_world(world, tmp_path)
    assert contents(tmp_path) == {"letter.txt": b"precious"}


@pytest.mark.parametrize("outside", ["before", "after"])
def test_a_day_outside_the_world_is_refused_with_its_limits(world, tmp_path, outside):
    first, last = world.parameters.begins_on, world.parameters.end
    day = first - timedelta(days=1) if outside == "before" else last + timedelta(days=1)
    with pytest.raises(ValueError, match=f"a day from {first} to {last}, not until {day}"):
        write_world(world, tmp_path / "world", until=day)


def test_the_first_and_the_last_day_can_be_told(world, whole_folder, tmp_path):
    write_world(world, tmp_path / "first", until=world.parameters.begins_on)
    write_world(world, tmp_path / "last", until=world.parameters.end)
    whole = contents(whole_folder)
    last = contents(tmp_path / "last")
    assert {name for name in whole if last[name] != whole[name]} <= {"figures.csv"}
    assert len(contents(tmp_path / "first")["tenures.csv"].splitlines()) > 100


def test_children_are_the_latest_published_estimate(whole_folder):
    with (whole_folder / "authorities.csv").open(encoding="utf-8", newline="") as file:
        own = {row["code"]: row["population_0_17"] for row in csv.DictReader(file)}
    (path,) = (whole_folder / "published" / "2026-06-25").glob("ons_*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        latest = {
            r["old_la_code"]: r["population_estimate"] for r in csv.DictReader(file) if r["time_period"] == "2025"
        }
    assert own == {code: latest[code] for code in own}
