"""The command as an operator runs it: its words, its exit code and what it leaves in the database."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories.statistics_register import add_register, place
from factories.tidy import looked_after, tidy
from fixtures.databases import Clone
from sqlalchemy import func, select

from outcomes.evidence.statistics.models import PublishedRelease, PublishedValue
from web.commands.import_statistics import command


@pytest.fixture
def run(clone: Clone, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    with clone.session() as session:
        add_register(session)
        session.commit()
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str) -> Result:
        return CliRunner().invoke(command, arguments, standalone_mode=False)

    return run_command


def write(name: str, rows: list[dict[str, str]]) -> None:
    Path(name).write_bytes(tidy(rows))


def test_the_account_is_printed_and_adds_up(run, clone: Clone):
    z = {"population_estimate": "x", "children_count": "z", "rate_per_10000": "z"}
    write(
        "looked_after.csv",
        [
            {**looked_after(), **place("501")},
            {**looked_after(rate="NA"), **place("502")},
            {**looked_after(), **place("512"), **z, "time_period": "2022"},
            {**looked_after(), **place("503"), "la_name": "Elsewhere", "new_la_code": "E1"},
            {**looked_after(count="c"), **place("504")},
        ],
    )
    told = run("looked_after.csv", "--released", "2024-11-14")
    assert told.exception is None
    lines = told.output.splitlines()
    assert lines[0] == "looked_after.csv: stored"
    assert "2024 release, released 14 November 2024; year ending 31 March 2024 to" in lines[1]
    assert lines[2] == "  rows read 5 = 3 stored + 1 ignored + 1 rejected"
    assert lines[3] == "  figures read 9 = 7 ok + 1 c + 1 rejected"
    assert any("1 row ignored: printed for a time when the authority did not exist" in line for line in lines)
    assert any("1 row rejected: code '503'" in line and "(line 5)" in line for line in lines)
    assert any("column rate_per_10000 holds 'NA'" in line and "(line 3)" in line for line in lines)
    assert lines[-1] == "1 file: 1 stored; 8 figures added."
    with clone.session() as session:
        assert session.scalar(select(func.count()).select_from(PublishedValue)) == 8


def test_a_second_run_says_so_and_adds_nothing(run, clone: Clone):
    write("a.csv", [{**looked_after(), **place("501")}])
    run("a.csv")
    told = run("a.csv")
    assert told.exception is None
    assert "a.csv: nothing new: this file is stored already" in told.output
    assert told.output.endswith("1 file: 1 stored already; 0 figures added.\n")
    with clone.session() as session:
        assert session.scalar(select(func.count()).select_from(PublishedRelease)) == 1


def test_refused_files_are_told_and_the_rest_is_stored(run):
    write("good.csv", [{**looked_after(), **place("501")}])
    Path("empty.csv").write_bytes(b"")
    Path("folder").mkdir()
    told = run("empty.csv", "missing.csv", "folder", "good.csv")
    assert told.exit_code == 1
    assert "empty.csv: refused. The file is empty." in told.output
    assert "missing.csv: refused. There is no such file" in told.output
    assert "folder: refused. This is a folder" in told.output
    assert "good.csv: stored" in told.output
    assert "4 files: 3 refused, 1 stored; 3 figures added." in told.output


def test_an_estimate_is_said_and_a_later_date_replaces_it(run, clone: Clone):
    write("a.csv", [{**looked_after(), **place("501")}])
    assert "released 30 November 2024 (estimated; give --released to state it)" in run("a.csv").output
    assert "its estimated date of release is replaced" in run("a.csv", "--released", "2024-11-14").output
    with clone.session() as session:
        assert session.scalars(select(PublishedRelease.released_on)).one().isoformat() == "2024-11-14"


def test_on_a_terminal_the_reasons_stand_in_a_table(run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich then behaves as on a terminal: colours, table and progress bar
    monkeypatch.setenv("COLUMNS", "200")
    rows = [{**looked_after(), **place("501")}, {**looked_after(), **place("999")}]
    write("a[1].csv", rows)
    told = run("a[1].csv")
    assert told.exception is None
    assert "a[1].csv: stored" in told.output
    assert "how many" in told.output
    assert "1 row rejected" in told.output
