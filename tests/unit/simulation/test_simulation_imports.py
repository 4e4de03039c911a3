"""The product's own readers find nothing wrong with a world: the contract of docs/formats.md, from both sides."""

import csv
from datetime import date
from pathlib import Path

import pytest
from simulation_days import END, UNTIL

from core.csv_problems import Problems
from leadership.register.files.folder import Register, read_folder
from leadership.register.files.plan import plan_import
from outcomes.evidence.statistics.geography import Gazetteer, KnownAuthority
from outcomes.evidence.statistics.read import read_statistics
from simulation.roles import Role


@pytest.fixture(params=["whole", "early"])
def told(request, whole_folder, early_folder) -> tuple[Path, date]:
    return (whole_folder, END) if request.param == "whole" else (early_folder, UNTIL)


def test_the_leadership_folder_is_read_without_a_problem(told):
    folder, today = told
    problems = Problems()
    files = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    register = Register(tuple(role.value for role in Role), {}, {}, {}, {}, {}, {}, {}, frozenset(), {})
    read = read_folder(files, problems)
    plan_import(read, register, today, problems)
    assert list(problems.found) == []
    assert dict(read)["tenures"] > 100


def test_published_statistics_are_read_without_a_rejected_row(told):
    folder, today = told
    with (folder / "authorities.csv").open(encoding="utf-8", newline="") as file:
        councils = [
            KnownAuthority(row["code"], frozenset({row["gss_code"]}), frozenset({row["name"]}))
            for row in csv.DictReader(file)
        ]
    gazetteer = Gazetteer(councils, invented=True)
    paths = sorted((folder / "published").rglob("*.csv"))
    assert len(paths) == 12
    for path in paths:
        released = date.fromisoformat(path.parent.name)
        reading = read_statistics(
            path.read_bytes(), file_name=path.name, gazetteer=gazetteer, on=today, released=released
        )
        assert reading.reconciliation.rows_rejected == ()
        assert reading.reconciliation.rows_ignored == ()
