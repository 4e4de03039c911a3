"""No process outlives its owner, however the owner ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.embedded import EmbeddedError, Processes
from core.embedded.children import start_child, wait_ready
from core.embedded.minder import start_minder
from core.embedded.records import Record, end, read, started, wait_until

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
# Says when it is asked to stop, so that the order can be read.
TELLS = """
import signal, sys, time
def stop(*_):
    open(sys.argv[1], "a").write(sys.argv[2] + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("listening", flush=True)
time.sleep(600)
"""
DEAF = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(below.pid, flush=True)
time.sleep(600)
"""
SLOW_TO_STOP = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (time.sleep(1), sys.exit()));"
    " print('listening', flush=True); time.sleep(600)"
)
OWNER = """
import sys, time
from pathlib import Path
from core.embedded import Processes, orderly_end
with orderly_end(), Processes(Path(sys.argv[1])) as processes:
    for name in ("first", "second"):
        processes.start(name, [sys.executable, "-c", "import time; time.sleep(600)"])
    print("started", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "running"


@pytest.fixture
def start_owner(folder: Path) -> Callable[[], "subprocess.Popen[str]"]:
    def start() -> "subprocess.Popen[str]":
        owner = subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE, text=True)
        assert owner.stdout is not None
        assert owner.stdout.readline() == "started\n"
        return owner

    return start


def records_in(folder: Path) -> list[Record]:
    return [record for path in sorted(folder.glob("*.running")) if (record := read(path))]


def says(child_log: Path, words: str) -> bool:
    return words in child_log.read_text(encoding="utf-8")


def test_the_servers_stop_after_all_children_and_no_record_is_left(folder: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"

    with Processes(folder) as processes:
        server = start_child(folder, "server", [sys.executable, "-c", TELLS, told, "server"])
        processes.keep(server)
        wait_ready(server, lambda: says(server.log, "listening"), 20)
        for name in ("first", "second"):
            log = folder / f"{name}.log"
            processes.start(
                name, [sys.executable, "-c", TELLS, told, name], ready=lambda log=log: says(log, "listening")
            )
        numbers = [record.pid for record in records_in(folder)]
        assert len(numbers) == 3
    assert sorted(told.read_text(encoding="utf-8").split()[:-1]) == ["first", "second"]
    assert told.read_text(encoding="utf-8").split()[-1] == "server"
    assert not any(map(started, numbers))
    assert not records_in(folder)


def test_a_child_that_does_not_listen_is_killed_with_its_own_children(folder: Path) -> None:
    log = folder / "deaf.log"
    with Processes(folder) as processes:
        child = processes.start("deaf", [sys.executable, "-c", DEAF], grace=0.2, ready=lambda: says(log, "\n"))
        below = int(log.read_text(encoding="utf-8"))
        assert started(below)
    assert not child.alive
    assert wait_until(lambda: started(below) is None, 5)


@pytest.mark.parametrize("request_to_stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_owner_asked_to_stop_stops_its_children_first(
    start_owner: Callable[[], "subprocess.Popen[str]"], folder: Path, request_to_stop: signal.Signals
) -> None:
    with start_owner() as owner:
        children = records_in(folder)
        assert len(children) == 2
        owner.send_signal(request_to_stop)
        assert owner.wait(20) == 128 + request_to_stop
    assert not any(child.alive for child in children)


def test_an_owner_killed_outright_leaves_nothing_behind(
    start_owner: Callable[[], "subprocess.Popen[str]"], folder: Path
) -> None:
    with start_owner() as owner:
        children = records_in(folder)
        assert all(child.alive for child in children)
        owner.kill()
    assert wait_until(lambda: not any(child.alive for child in children), 20)


def test_a_folder_has_one_minder(folder: Path) -> None:
    with Processes(folder) as processes:
        processes.start("child", SLEEP)
        # The first one may still be starting: of two, one leaves.
        with start_minder(folder) as second, start_minder(folder) as third:
            assert wait_until(lambda: second.poll() == 0 or third.poll() == 0, 20)
            for minder in (second, third):
                minder.kill()
        assert all(record.alive for record in records_in(folder))


def test_the_next_owner_waits_while_the_minder_tidies_up(folder: Path) -> None:
    """The owner was killed outright and its child takes its time: the next start is not refused."""
    script = OWNER.replace("import time; time.sleep(600)", SLOW_TO_STOP)
    with subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "started\n"
        assert wait_until(lambda: says(folder / "second.log", "listening"), 20)
        children = records_in(folder)
        owner.kill()
        owner.wait()
    begun = time.monotonic()
    with Processes(folder):
        assert time.monotonic() - begun > 0.5
        assert not any(child.alive for child in children)


def test_what_a_crash_of_everything_has_left_is_ended_by_the_next_start(folder: Path) -> None:
    folder.mkdir()
    with subprocess.Popen(SLEEP, start_new_session=True) as left:
        record = Record.of(left.pid)
        record.write(folder / "left.running")
        with Processes(folder):
            assert not record.alive
            assert not records_in(folder)


def test_a_second_owner_is_told_who_is_there(start_owner: Callable[[], "subprocess.Popen[str]"], folder: Path) -> None:
    with start_owner() as owner:
        with pytest.raises(EmbeddedError, match=rf"Process {owner.pid} is already at work in .*: stop it first"):
            Processes(folder).__enter__()
        assert all(child.alive for child in records_in(folder))
        owner.terminate()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="other systems do not tell when they were started")
def test_what_a_dead_child_has_left_is_ended_too(folder: Path) -> None:
    log = folder / "short-lived.log"
    command = "import subprocess, sys; print(subprocess.Popen(sys.argv[1:]).pid, flush=True)"
    with Processes(folder) as processes:
        child = processes.start("short-lived", [sys.executable, "-c", command, *SLEEP])
        assert wait_until(lambda: not child.alive, 20)
        left = int(log.read_text(encoding="utf-8"))
        assert started(left)
    assert wait_until(lambda: started(left) is None, 5)


def test_a_number_that_was_used_again_is_left_alone() -> None:
    with subprocess.Popen(SLEEP, start_new_session=True) as stranger:
        end(Record(stranger.pid, "another moment", signal.SIGTERM, 1.0, time.time_ns()))
        assert stranger.poll() is None
        stranger.kill()


def test_a_dead_child_that_nobody_collected_counts_as_gone() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert started(child.pid) is None
    child.wait()


def test_a_child_that_stops_as_it_starts_is_quoted(folder: Path) -> None:
    with Processes(folder) as processes, pytest.raises(EmbeddedError, match=r"stopped as it started.*no such cheese"):
        processes.start(
            "cheese", [sys.executable, "-c", "import sys; sys.exit('no such cheese')"], ready=lambda: False, seconds=20
        )


def test_a_child_that_is_never_ready_is_ended(folder: Path) -> None:
    with Processes(folder) as processes:
        with pytest.raises(EmbeddedError, match="slow was not ready within 0 seconds"):
            processes.start("slow", SLEEP, ready=lambda: False, seconds=0.3)
        assert not records_in(folder)


def test_a_program_that_is_not_there_is_named(folder: Path) -> None:
    with (
        Processes(folder) as processes,
        pytest.raises(EmbeddedError, match="web could not be started from /no/such/program: No such file"),
    ):
        processes.start("web", ["/no/such/program"])


def test_the_owner_sees_which_child_has_fallen(folder: Path) -> None:
    with Processes(folder) as processes:
        processes.start("steady", SLEEP)
        assert processes.fallen() is None
        short = processes.start("short", [sys.executable, "-c", ""])
        assert wait_until(lambda: not short.alive, 20)
        assert processes.fallen() == short
