"""A real PostgreSQL for the demonstration and the tests, on a port of its own and on this machine only."""

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from core.embedded.account import hand_over, server_account
from core.embedded.binaries import PostgresPrograms, find_postgres
from core.embedded.children import Child, start_child, wait_ready
from core.embedded.errors import EmbeddedError
from core.embedded.ports import LOOPBACK, free_port
from core.embedded.records import Record, end, started, wait_until

SUPERUSER = "postgres"
START_ATTEMPTS = 5
START_SECONDS = 60.0  # recovery after a crash is part of it
BUILTIN_LOCALE_SINCE = 17
READY = "ready"

# Together they lose data when the machine stops suddenly, and save a third of the suite's time.
NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",  # it would hold a template just when a test wants to clone it
}


class EmbeddedPostgres:
    """One PostgreSQL server and its data folder.

    Every account of this machine can reach a port of 127.0.0.1, so the superuser has a random password, kept in a
    file beside the data folder. `durable=False` is for tests: a sudden stop may lose what was written.
    """

    def __init__(
        self, data_dir: Path, *, durable: bool, copies: Path | None = None, choose_port: Callable[[], int] = free_port
    ) -> None:
        self.data_dir = data_dir
        self.folder = data_dir.parent
        self._durable = durable
        self._copies = copies or self.folder / "programs"
        self._choose_port = choose_port
        self._child: Child | None = None
        self._secret = self.folder / f"{data_dir.name}.password"

    def start(self) -> None:
        """Make the data folder if there is none, end what a crashed run left, and return when connections are taken."""
        programs = find_postgres(self._copies)
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.data_dir.exists():
            self._initialise(programs)
        self._refuse_other_version(programs.major)
        self._clear_leftovers()
        for last in (n == START_ATTEMPTS for n in range(1, START_ATTEMPTS + 1)):
            try:
                self._start_once(programs)
            except EmbeddedError as error:
                # The port was taken in between, or the last server's shared memory is not yet released.
                if last or not any(word in str(error) for word in ("already in use", "still in use")):
                    raise
            else:
                return

    def stop(self) -> None:
        """Stop the server, whichever process started it; on return it is gone."""
        if self._child is not None:
            self._child.stop()
            self._child = None
        self._clear_leftovers()

    @property
    def running(self) -> bool:
        """Whether the server runs and takes connections, whichever process started it."""
        facts = self._postmaster()
        return READY in facts and facts[0].isdecimal() and _works_in(int(facts[0]), self.data_dir)

    @property
    def port(self) -> int:
        """The port of the running server, whichever process started it."""
        facts = self._postmaster()
        if len(facts) < 8 or facts[7] != READY:  # noqa: PLR2004  (PostgreSQL writes eight lines when it is ready)
            raise EmbeddedError(f"PostgreSQL is not running on {self.data_dir}: start it first.")
        return int(facts[3])

    @property
    def password(self) -> str:
        """The superuser's password; logins that a caller makes may share it, it never leaves this machine."""
        return self._secret.read_text(encoding="utf-8").strip()

    def url(self, database: str = "postgres", role: str = SUPERUSER) -> str:
        """The address of a database for a login that has the server's password."""
        return f"postgresql://{quote(role)}:{quote(self.password)}@{LOOPBACK}:{self.port}/{quote(database)}"

    def _initialise(self, programs: PostgresPrograms) -> None:
        # Made under another name first: a run that is killed in the middle leaves no half-made data folder.
        draft = self.data_dir.with_name(f"{self.data_dir.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        hand_over(draft)
        self._secret.unlink(missing_ok=True)
        self._secret.touch(mode=0o600)
        self._secret.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        hand_over(self._secret)
        told = subprocess.run(
            [
                programs.initdb,
                *("--pgdata", draft, "--username", SUPERUSER, "--pwfile", self._secret),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"),
                *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if _has_builtin_locale(programs) else []),
                *([] if self._durable else ["--no-sync"]),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=_bare_environment(),
            **server_account(),
        )
        if told.returncode:
            raise EmbeddedError(f"PostgreSQL could not make its data folder {draft}: {told.stderr.strip()}")
        draft.rename(self.data_dir)

    def _refuse_other_version(self, major: int) -> None:
        made_by = (self.data_dir / "PG_VERSION").read_text(encoding="utf-8").strip()
        if made_by != str(major):
            raise EmbeddedError(
                f"The data in {self.data_dir} were made by PostgreSQL {made_by} and this is {major}: "
                "start with --fresh to make them anew, or bring the old version back to keep them."
            )

    def _start_once(self, programs: PostgresPrograms) -> None:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self._choose_port()),
            "unix_socket_directories": "",  # its path may be too long for the system, and the port serves us
            "dynamic_shared_memory_type": "mmap",  # containers often have too little of the other kind
            "max_connections": "200",
            "timezone": "UTC",
            **({} if self._durable else NOT_DURABLE),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._child = start_child(
            self.folder,
            self.data_dir.name,
            [programs.postgres, "-D", self.data_dir, *options],
            environment=_bare_environment(),
            cwd=self.folder,
            account=server_account(),
            gentle=signal.SIGINT,  # "fast": open transactions are rolled back, clients are sent away
        )
        wait_ready(self._child, self._is_ready, START_SECONDS)

    def _is_ready(self) -> bool:
        facts = self._postmaster()
        return self._child is not None and facts[:1] == [str(self._child.process.pid)] and READY in facts

    def _postmaster(self) -> list[str]:
        """The lines of the file in which the server tells its number, port and state; empty if there is none."""
        try:
            text = (self.data_dir / "postmaster.pid").read_text(encoding="utf-8")
        except OSError:
            return []
        return [line.strip() for line in text.splitlines()]

    def _clear_leftovers(self) -> None:
        """End a server that still works on the data folder, and remove the file of one that no longer does.

        PostgreSQL refuses to start while the number in its file belongs to any process of the account, even if that
        is another program by now.
        """
        facts = self._postmaster()
        if not facts or not facts[0].isdecimal():
            return
        number = int(facts[0])
        if _works_in(number, self.data_dir):
            end(Record.of(number, gentle=signal.SIGINT))
            wait_until(lambda: started(number) is None, 1.0)
        (self.data_dir / "postmaster.pid").unlink(missing_ok=True)


def _has_builtin_locale(programs: PostgresPrograms) -> bool:
    """Letters beyond ASCII sort and fold alike on every machine with the built-in locale."""
    return programs.major >= BUILTIN_LOCALE_SINCE


def _works_in(pid: int, folder: Path) -> bool:
    """Whether that process is a server of the folder: PostgreSQL makes its data folder its working folder."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:
        told = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout
        return str(folder) in told


def _bare_environment() -> dict[str, str]:
    """No PGPORT, PGDATA or locale of the user's own may change how the server starts."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
