"""The servers of the demonstration and the tests survive crashes, strangers and each other."""

import itertools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from core.embedded import EmbeddedError, EmbeddedPostgres, EmbeddedValkey, free_port
from core.embedded.account import hand_over
from core.embedded.records import end_all, read, started, wait_until

Make = Callable[..., EmbeddedPostgres | EmbeddedValkey]
SERVERS = pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedValkey])


@pytest.fixture
def place(run_folder: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder that the servers' account can enter, unlike pytest's own; whatever runs there ends with the test."""
    folder = run_folder / f"servers-{os.getpid()}-{abs(hash(request.node.nodeid))}"
    folder.mkdir()
    yield folder
    end_all(folder)


def write(server: EmbeddedPostgres | EmbeddedValkey, value: str) -> None:
    if isinstance(server, EmbeddedPostgres):
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (value text)")
            connection.execute("INSERT INTO kept VALUES (%s)", [value])
    else:
        with redis.Redis.from_url(server.url()) as client:
            client.rpush("kept", value)
            client.execute_command("WAITAOF", 1, 0, 5000)


def kept(server: EmbeddedPostgres | EmbeddedValkey) -> list[str]:
    if isinstance(server, EmbeddedPostgres):
        with psycopg.connect(server.url()) as connection:
            return [str(value) for (value,) in connection.execute("SELECT value FROM kept ORDER BY value")]
    with redis.Redis.from_url(server.url(), decode_responses=True) as client:
        return sorted(client.lrange("kept", 0, -1))


def pid_of(place: Path) -> int:
    record = read(place / "data.running")
    assert record is not None
    return record.pid


@SERVERS
def test_data_outlive_an_orderly_stop(place: Path, kind: Make) -> None:
    server = kind(place / "data", durable=True)
    server.start()
    write(server, "before")
    server.stop()
    assert not server.running
    server.start()
    assert kept(server) == ["before"]
    server.stop()


@SERVERS
def test_data_outlive_a_server_killed_outright(place: Path, kind: Make) -> None:
    first = kind(place / "data", durable=True)
    first.start()
    write(first, "before")
    os.kill(pid_of(place), signal.SIGKILL)
    assert wait_until(lambda: started(pid_of(place)) is None, 10)
    again = kind(place / "data", durable=True)
    again.start()
    assert kept(again) == ["before"]
    first.stop()
    again.stop()


@SERVERS
def test_a_server_left_running_by_a_crashed_run_is_replaced(place: Path, kind: Make) -> None:
    left = kind(place / "data", durable=True)
    left.start()
    write(left, "before")
    old = pid_of(place)
    again = kind(place / "data", durable=True)
    again.start()
    assert started(old) is None
    assert kept(again) == ["before"]
    left.stop()
    again.stop()
    assert not again.running


@SERVERS
def test_stop_is_certain_from_another_process(place: Path, kind: Make) -> None:
    server = kind(place / "data", durable=False)
    server.start()
    old = pid_of(place)
    kind(place / "data", durable=False).stop()
    assert started(old) is None
    server.stop()


@SERVERS
def test_two_projects_run_side_by_side(place: Path, kind: Make) -> None:
    servers = [kind(place / name / "data", durable=False) for name in ("one", "two")]
    for server in servers:
        server.start()
    assert len({server.port for server in servers}) == 2
    for server in servers:
        server.stop()


@SERVERS
def test_a_port_lost_to_somebody_else_is_chosen_again(place: Path, kind: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        ports = itertools.chain([taken], iter(free_port, None))
        server = kind(place / "data", durable=False, choose_port=lambda: next(ports))
        server.start()
        assert server.port != taken
        server.stop()


@SERVERS
def test_only_this_machine_can_reach_it(place: Path, kind: Make) -> None:
    server = kind(place / "data", durable=False)
    server.start()
    listening = Path("/proc/net/tcp").read_text(encoding="utf-8") if Path("/proc/net/tcp").exists() else ""
    addresses = {line.split()[1] for line in listening.splitlines()[1:] if line.split()[3] == "0A"}
    assert f"0100007F:{server.port:04X}" in addresses
    assert f"00000000:{server.port:04X}" not in addresses
    server.stop()


def test_postgres_asks_for_its_password(place: Path) -> None:
    server = EmbeddedPostgres(place / "data", durable=False)
    server.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host="127.0.0.1", port=server.port, user="postgres", password="guess", dbname="postgres")
    assert (place / "data.password").stat().st_mode & 0o077 == 0
    server.stop()


def test_valkey_asks_for_its_password(place: Path) -> None:
    server = EmbeddedValkey(place / "data", durable=False)
    server.start()
    with redis.Redis(port=server.port, retry=None) as client, pytest.raises(redis.AuthenticationError):
        client.ping()
    assert (place / "data.conf").stat().st_mode & 0o077 == 0
    server.stop()


def test_postgres_without_its_record_is_found_by_its_own_file(place: Path) -> None:
    left = EmbeddedPostgres(place / "data", durable=True)
    left.start()
    old = pid_of(place)
    (place / "data.running").unlink()
    EmbeddedPostgres(place / "data", durable=True).stop()
    assert started(old) is None
    left.stop()


def test_postgres_ignores_a_file_that_names_a_stranger(place: Path) -> None:
    """The number in a stale postmaster.pid may belong to another program of the same account by now."""
    server = EmbeddedPostgres(place / "data", durable=True)
    server.start()
    server.stop()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as stranger:
        stale = place / "data" / "postmaster.pid"
        stale.write_text(f"{stranger.pid}\n{place / 'data'}\n1\n5432\n\n127.0.0.1\n1 1\nready\n", encoding="utf-8")
        hand_over(stale)
        assert not server.running
        server.start()
        assert stranger.poll() is None
        stranger.kill()
    server.stop()


def test_postgres_starts_over_what_a_killed_first_start_left(place: Path) -> None:
    half_made = place / "data.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18", encoding="utf-8")
    server = EmbeddedPostgres(place / "data", durable=False)
    server.start()
    assert not half_made.exists()
    server.stop()


def test_postgres_of_another_version_is_refused_in_a_sentence(place: Path) -> None:
    server = EmbeddedPostgres(place / "data", durable=False)
    server.start()
    server.stop()
    (place / "data" / "PG_VERSION").write_text("9\n", encoding="utf-8")
    with pytest.raises(EmbeddedError, match=r"made by PostgreSQL 9 and this is \d+: start with --fresh"):
        server.start()


def test_a_server_that_is_not_running_has_no_address(place: Path) -> None:
    with pytest.raises(EmbeddedError, match=r"PostgreSQL is not running on .*: start it first"):
        _ = EmbeddedPostgres(place / "data", durable=False).port
    with pytest.raises(EmbeddedError, match=r"Valkey is not running on .*: start it first"):
        _ = EmbeddedValkey(place / "data", durable=False).port
