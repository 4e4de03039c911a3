"""The first steps of the demonstration, on servers of the test's own."""

import io
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from core.database import make_engine
from core.embedded import EmbeddedError, Processes
from core.process import Process
from web.demonstration.database import LOGIN, drop_database, is_migrated, make_database, make_login, migrate
from web.demonstration.environment import USUAL_PORT, choose_port, variables
from web.demonstration.place import Place, place_of
from web.demonstration.servers import Servers, start_servers
from web.demonstration.steps import Steps


@pytest.fixture(scope="module")
def place(run_folder: Path) -> Place:
    folder = run_folder / "demonstration"
    folder.mkdir()
    return Place(folder, run_folder / "programs", "throughline_demonstration", real=False)


@pytest.fixture(scope="module")
def servers(place: Place) -> Iterator[Servers]:
    with Processes(place.folder) as processes:
        yield start_servers(place, processes)


def test_the_database_is_made_once_and_migrated(place: Place, servers: Servers) -> None:
    for _ in range(2):
        make_database(servers.postgres, place.database)
    assert not is_migrated(servers.postgres, place.database)
    migrate(servers.postgres.url(place.database))
    assert is_migrated(servers.postgres, place.database)
    for _ in range(2):
        make_login(servers.postgres)
    engine = make_engine(servers.postgres.url(place.database, LOGIN), Process.WEB)
    with engine.connect() as connection:
        role, powerful = connection.exec_driver_sql(
            "SELECT current_user, rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = session_user"
        ).one()
    engine.dispose()
    assert (role, powerful) == ("throughline_web", False)


def test_a_migration_that_fails_is_a_sentence(place: Place, servers: Servers) -> None:
    make_database(servers.postgres, "broken")
    migrate(servers.postgres.url("broken"), revision="0001")
    with psycopg.connect(servers.postgres.url("broken"), autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'never'")
    with pytest.raises(EmbeddedError, match=r"could not be brought up to date \(.*never.*\): keep its data"):
        migrate(servers.postgres.url("broken"))
    drop_database(servers.postgres, "broken")
    with psycopg.connect(servers.postgres.url()) as connection:
        assert connection.execute("SELECT FROM pg_database WHERE datname = 'broken'").fetchone() is None


def test_the_key_and_the_environment_stay_over_a_restart(place: Place, servers: Servers) -> None:
    first, second = (variables(place, servers, 8123) for _ in range(2))
    assert first == second
    assert len(first["SECRET_KEYS"]) >= 32
    assert first["PUBLIC_URL"] == "http://127.0.0.1:8123"
    assert first["THROUGHLINE_ENV"] == "demonstration"
    assert (place.folder / "secret-key").stat().st_mode & 0o077 == 0


def test_starting_afresh_throws_all_away_but_the_lock(tmp_path: Path) -> None:
    place = Place(tmp_path, tmp_path / "programs", "any", real=False)
    with Processes(tmp_path):
        place.secret_key()
        place.world.mkdir()
        (place.world / "posts.csv").touch()
        place.clear()
        assert {path.name for path in tmp_path.iterdir()} <= {"owner.lock", "minder.lock"}


def test_invented_and_real_data_never_share_a_folder_or_a_database(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHLINE_LOCAL", str(run_folder / "local"))
    invented, real = place_of(real=False), place_of(real=True)
    assert invented.folder != real.folder
    assert invented.database != real.database


def test_a_port_that_was_asked_for_and_is_taken_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(EmbeddedError, match=f"Port {taken} is taken by another program: stop that one, or choose"):
            choose_port(taken)
    assert choose_port(taken) == taken


def test_a_usual_port_that_is_taken_is_passed_over() -> None:
    first = choose_port(None)
    assert first >= USUAL_PORT
    with socket.create_server(("127.0.0.1", first)):
        assert choose_port(None) != first


def test_progress_is_plain_lines_where_there_is_no_terminal() -> None:
    written = io.StringIO()
    steps = Steps(Console(file=written, width=40))
    with steps.step("Loading the world"):
        steps.detail("posts.csv [1,530 rows], a line longer than the console is wide")
    lines = written.getvalue().splitlines()
    assert lines[:2] == [
        "Loading the world ...",
        "    posts.csv [1,530 rows], a line longer than the console is wide",
    ]
    assert lines[2].startswith("  done: Loading the world (")
