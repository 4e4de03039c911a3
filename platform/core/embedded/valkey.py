"""A real Valkey (the Redis protocol) for the demonstration and the tests, on a port of its own, here only."""

import secrets
import socket
from collections.abc import Callable
from pathlib import Path

from core.embedded.account import hand_over, server_account
from core.embedded.binaries import find_valkey
from core.embedded.children import Child, start_child, wait_ready
from core.embedded.errors import EmbeddedError
from core.embedded.ports import LOOPBACK, free_port
from core.embedded.records import SUFFIX, end, read

START_ATTEMPTS = 5
START_SECONDS = 30.0
DATABASES = 64  # so that parallel tests can have one each


class EmbeddedValkey:
    """One Valkey server and its folder.

    `durable=True` keeps what is queued in an append-only file; queued work is never evicted in either case.
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
        self._settings = self.folder / f"{data_dir.name}.conf"

    def start(self) -> None:
        """End what a crashed run left, start, and return when commands are taken."""
        program = find_valkey(self._copies)
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir.chmod(0o700)
        hand_over(self.data_dir)
        for last in (n == START_ATTEMPTS for n in range(1, START_ATTEMPTS + 1)):
            self._write_settings(self._choose_port(), secrets.token_urlsafe(24))
            try:
                self._start_once(program)
            except EmbeddedError as error:
                if last or "already in use" not in str(error):
                    raise
            else:
                return

    def stop(self) -> None:
        """Stop the server, whichever process started it; on return it is gone."""
        if self._child is not None:
            self._child.stop()
            self._child = None
        left = read(self._record)
        if left:
            end(left)
            self._record.unlink(missing_ok=True)

    @property
    def running(self) -> bool:
        """Whether the server runs and takes commands, whichever process started it."""
        record = read(self._record)
        return record is not None and record.alive and self._answers()

    @property
    def port(self) -> int:
        """The port of the running server, whichever process started it."""
        record = read(self._record)
        if record is None or not record.alive:
            raise EmbeddedError(f"Valkey is not running on {self.data_dir}: start it first.")
        return int(self._setting("port"))

    def url(self, database: int = 0) -> str:
        """The address of one of its numbered databases."""
        return f"redis://:{self._setting('requirepass')}@{LOOPBACK}:{self.port}/{database}"

    @property
    def _record(self) -> Path:
        return self.folder / f"{self.data_dir.name}{SUFFIX}"

    def _setting(self, name: str) -> str:
        lines = (line.split(maxsplit=1) for line in self._settings.read_text(encoding="utf-8").splitlines())
        return next(value for key, value in lines if key == name)

    def _write_settings(self, port: int, password: str) -> None:
        """The settings lie in a file that others cannot read, since a command line shows to everybody."""
        settings = {
            "bind": LOOPBACK,
            "port": str(port),
            "requirepass": password,
            "dir": f'"{self.data_dir}"',
            "databases": str(DATABASES),
            "maxmemory-policy": "noeviction",
            "save": '""',
            "appendonly": "yes" if self._durable else "no",
            "appendfsync": "everysec",
        }
        self._settings.unlink(missing_ok=True)
        self._settings.touch(mode=0o600)
        self._settings.write_text("".join(f"{key} {value}\n" for key, value in settings.items()), encoding="utf-8")
        hand_over(self._settings)

    def _start_once(self, program: Path) -> None:
        self._child = start_child(
            self.folder,
            self.data_dir.name,
            [program, self._settings],
            cwd=self.folder,
            account=server_account(),
        )
        wait_ready(self._child, self._answers, START_SECONDS)

    def _answers(self) -> bool:
        address = (LOOPBACK, int(self._setting("port")))
        try:
            with socket.create_connection(address, timeout=1.0) as line:
                line.sendall(f"AUTH {self._setting('requirepass')}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:  # noqa: PLR2004  (one line for each command)
                    part = line.recv(200)
                    if not part:
                        return False
                    answer += part
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"
