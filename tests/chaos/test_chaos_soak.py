"""Faults of every kind in a row: no job is lost, none is done twice, and poison is failed (reliability 4, F42).

A seed names a script of faults. Workers, pool children and web processes are killed, Valkey is killed and emptied,
database connections are cut; meanwhile web processes ask for jobs. When the faults end, everything that was committed
is done within a minute, exactly once.
"""

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
import redis
from fixtures.databases import Clone
from fixtures.product import environment_of
from fixtures.run import PROJECT

from core.embedded import EmbeddedValkey, local_folder
from core.embedded.binaries import find_valkey
from core.embedded.children import Child, start_child
from core.jobs.registry import MAX_ATTEMPTS
from core.jobs.sweep import WORKER_LOST

pytestmark = pytest.mark.chaos

HERE = Path(__file__).parent
SEED = 20_261_121
FAULTS = 9
PAUSE_SECONDS = (1.2, 2.6)
SETTLED_WITHIN_SECONDS = 75.0
POISON, SLOW = 2, 1


@dataclass
class Field:
    """Everything that is at work, and how each of it is broken."""

    folder: Path
    clone: Clone
    valkey: EmbeddedValkey
    environment: dict[str, str]
    running: dict[str, Child] = field(default_factory=dict)
    starts: int = 0

    def start(self, name: str, *command: str) -> None:
        """Start one of them; the log of each start has a name of its own, for whoever has to find out why."""
        self.starts += 1
        environment = {**os.environ, **self.environment, "PYTHONPATH": str(HERE)}
        self.running[name] = start_child(
            self.folder, f"{name}-{self.starts}", [sys.executable, *command], environment=environment, cwd=PROJECT
        )

    def start_worker(self, number: int) -> None:
        words = ["-m", "celery", "-A", "chaos_worker", "worker", "--concurrency=2", f"--hostname=chaos{number}@%h"]
        self.start(f"worker{number}", *words)

    def start_beat(self) -> None:
        self.start("beat", "-m", "celery", "-A", "chaos_worker", "beat", "--pidfile=", "-s", str(self.folder / "beat"))

    def start_web(self) -> None:
        self.start("web", str(HERE / "chaos_web.py"), f"web{self.starts}")

    def kill(self, name: str) -> None:
        """Kill it with all its children at once, as a machine that stops does."""
        child = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.stop()

    # The faults, by the names of the specification's table.

    def kill_worker_tree(self, chance: random.Random) -> None:
        """F1 to F3."""
        number = chance.choice([1, 2])
        self.kill(f"worker{number}")
        self.start_worker(number)

    def kill_worker_parent(self, chance: random.Random) -> None:
        """F4."""
        number = chance.choice([1, 2])
        process = self.running[f"worker{number}"].process
        children = children_of(process.pid)
        process.kill()
        process.wait()
        for child in children:
            kill_one(child)
        self.kill(f"worker{number}")
        self.start_worker(number)

    def kill_pool_child(self, chance: random.Random) -> None:
        """F5 to F7: what the out-of-memory killer does."""
        children = [child for number in (1, 2) for child in children_of(self.running[f"worker{number}"].process.pid)]
        if children:
            kill_one(chance.choice(children))

    def stop_worker_shortly(self, chance: random.Random) -> None:
        """F17 and F18: asked to stop, then killed before it has."""
        number = chance.choice([1, 2])
        self.running[f"worker{number}"].ask()
        time.sleep(0.2)
        self.kill(f"worker{number}")
        self.start_worker(number)

    def kill_web(self, _chance: random.Random) -> None:
        """F32: between a commit and whatever would follow it."""
        self.kill("web")
        self.start_web()

    def kill_valkey(self, _chance: random.Random) -> None:
        """F24 and F28."""
        child = self.valkey._child
        assert child is not None
        child.process.kill()
        child.process.wait()
        time.sleep(0.3)
        # As a supervisor would: with the same settings, and so at the same address.
        self.valkey._start_once(find_valkey(self.valkey._copies))

    def empty_valkey(self, _chance: random.Random) -> None:
        """No setting of Celery survives this one; the rows do."""
        with redis.Redis.from_url(self.valkey.url()) as client:
            client.flushall()

    def cut_connections(self, _chance: random.Random) -> None:
        """F43, as seen by the product: every connection to the database ends at once."""
        self.behind("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid()")  # fmt: skip

    def behind(self, statement: str) -> list[tuple]:
        with psycopg.connect(self.clone.owner_url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


def kill_one(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def children_of(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


@pytest.fixture
def chaos(clone: Clone, run_folder: Path, tmp_path: Path) -> Iterator[Field]:
    valkey = EmbeddedValkey(run_folder / "chaos-valkey", durable=True, copies=local_folder(PROJECT) / "programs")
    valkey.start()
    environment = {
        **environment_of(clone, valkey.url(), tmp_path / "mail"),
        "THROUGHLINE_CHAOS_LOG": str(tmp_path / "work.log"),
    }
    made = Field(tmp_path, clone, valkey, environment)
    made.behind(
        "CREATE TABLE chaos_result (subject text NOT NULL); CREATE TABLE chaos_failure (subject text, reason text);"
        "GRANT SELECT, INSERT ON chaos_result, chaos_failure TO throughline_worker"
    )
    try:
        yield made
    finally:
        for name in list(made.running):
            made.kill(name)
        valkey.stop()


def wait_until(question: Callable[[], bool], seconds: float, otherwise: Callable[[], str]) -> float:
    begun = time.monotonic()
    while not question():
        assert time.monotonic() - begun < seconds, otherwise()
        time.sleep(0.1)
    return time.monotonic() - begun


def test_no_job_is_lost_and_none_is_done_twice(chaos: Field) -> None:
    chance = random.Random(SEED)
    _ask_for_poison(chaos)
    chaos.start_worker(1)
    chaos.start_worker(2)
    chaos.start_beat()
    chaos.start_web()
    wait_until(lambda: _done(chaos) >= 5, 60, lambda: f"nothing begins: {_logs(chaos)}")

    script = _script(chance)
    for fault in script:
        getattr(chaos, fault)(chance)
        time.sleep(chance.uniform(*PAUSE_SECONDS))

    chaos.kill("web")
    settled = wait_until(lambda: _open(chaos) == 0, SETTLED_WITHIN_SECONDS, lambda: f"{_states(chaos)} {_logs(chaos)}")

    asked = {subject for (subject,) in chaos.behind("SELECT subject FROM job WHERE kind = 'chaos.work'")}
    results = Counter(subject for (subject,) in chaos.behind("SELECT subject FROM chaos_result"))
    printed = _printed(chaos)
    failed = dict(chaos.behind("SELECT subject, error FROM job WHERE status = 'failed'"))
    told = Counter(subject for (subject,) in chaos.behind("SELECT subject FROM chaos_failure"))
    starts = _starts(chaos)
    summary = (
        f"{len(asked)} jobs, {starts['chaos.work']} starts, settled {settled:.0f} s after the last fault: {script}"
    )
    print(summary)
    assert len(asked) > 60, summary
    assert printed
    assert printed <= asked, "a commit that was told to somebody is there"
    assert set(results) == asked, f"lost: {sorted(asked - set(results))[:5]}"
    assert set(results.values()) == {1}, f"done twice: {[name for name, times in results.items() if times > 1]}"
    _poison_is_failed(failed, told, chaos)


def _script(chance: random.Random) -> list[str]:
    """Every kind of fault once, in an order that the seed decides, and one more."""
    kinds = [
        "kill_worker_tree",
        "kill_worker_parent",
        "kill_pool_child",
        "stop_worker_shortly",
        "kill_web",
        "kill_valkey",
        "empty_valkey",
        "cut_connections",
    ]
    chance.shuffle(kinds)
    return [*kinds, *(chance.choice(kinds) for _ in range(FAULTS - len(kinds)))]


def _ask_for_poison(chaos: Field) -> None:
    for kind, count in (("poison", POISON), ("slow", SLOW)):
        for number in range(count):
            chaos.behind(
                "INSERT INTO job (kind, key, subject, status, attempts) VALUES"
                f" ('chaos.{kind}', '{kind}-{number}', '{kind}-{number}', 'queued', 0)"
            )


def _poison_is_failed(failed: dict[str, str], told: Counter[str], chaos: Field) -> None:
    """F8 and F13: at most three attempts, then failed with a reason, said once where the result was expected."""
    wanted = {f"poison-{number}" for number in range(POISON)} | {f"slow-{number}" for number in range(SLOW)}
    assert set(failed) == wanted
    assert set(failed.values()) == {WORKER_LOST}
    assert told == Counter(wanted)
    lines = (chaos.folder / "work.log").read_text(encoding="utf-8").splitlines()
    for subject in wanted:
        starts = [line for line in lines if line.startswith("start ") and f" {subject} " in line]
        assert 1 <= len(starts) <= MAX_ATTEMPTS, starts


def _printed(chaos: Field) -> set[str]:
    """What the web processes said once each transaction had committed; a line cut short by the kill says nothing."""
    lines = [line for path in chaos.folder.glob("web-*.log") for line in path.read_text().splitlines(keepends=True)]
    return {line.split()[1] for line in lines if line.startswith("committed ") and line.endswith("\n")}


def _done(chaos: Field) -> int:
    return int(chaos.behind("SELECT count(*) FROM job WHERE status = 'done'")[0][0])


def _open(chaos: Field) -> int:
    return int(chaos.behind("SELECT count(*) FROM job WHERE status IN ('queued', 'running')")[0][0])


def _states(chaos: Field) -> list[tuple]:
    return chaos.behind("SELECT kind, status, count(*), max(attempts) FROM job GROUP BY 1, 2 ORDER BY 1, 2")


def _starts(chaos: Field) -> Counter[str]:
    lines = (chaos.folder / "work.log").read_text(encoding="utf-8").splitlines()
    return Counter(line.split()[1] for line in lines if line.startswith("start "))


def _logs(chaos: Field) -> str:
    """The ends of the logs, for whoever has to find out why."""
    return "\n".join(f"{path.name}: {path.read_text(errors='replace')[-1500:]}" for path in chaos.folder.glob("*.log"))
