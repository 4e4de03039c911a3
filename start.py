#!/usr/bin/env python3
"""The one way in: `python3 start.py demo`, `test`, `check` or `run`. Needs Python 3.11 and a package registry.

First stage, standard library only: make `.venv`, install from the hashed lock, go on inside it.
Second stage: run what was asked for. What fails says in one sentence what and what to do.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Annotations are never evaluated here, so that an older Python comes as far as the sentence that refuses it.
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

    Command = Sequence[str | Path]

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCAL = ROOT / ".local"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "throughline.json"
OLDEST = (3, 11)
LOCK_OF = {"demo": "demo", "run": "demo", "test": "dev", "check": "dev"}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PACKAGES = ("chromium", "fonts-liberation")
PYTEST_GRACE = 60.0  # seconds in which pytest may tidy up after it has been asked to stop


class CannotGoOnError(Exception):
    """Something that can be foreseen stands in the way; the message is the sentence for the user."""


def say(words: str) -> None:
    print(f"Throughline: {words}", flush=True)


# --- first stage: from a bare machine to an installed project ---------------------------------------------------------


def require_python() -> None:
    """Go on under a Python that is new enough, if this one is not and the machine has one."""
    if os.name != "posix":
        raise CannotGoOnError("This runs on Linux and macOS; on Windows start it inside the Linux subsystem (WSL).")
    if sys.version_info >= OLDEST:
        return
    newer = next(filter(None, (shutil.which(f"python3.{minor}") for minor in (11, 12, 13))), None)
    if newer:
        os.execv(newer, [newer, *sys.argv])
    told = ".".join(map(str, sys.version_info[:2]))
    raise CannotGoOnError(f"This is Python {told} and 3.11 or newer is needed: install python3.11, then start again.")


def caches_that_work(environment: dict[str, str]) -> dict[str, str]:
    """The environment for what we start: caches stay where they always are, unless the home cannot be written."""
    home = Path(environment.get("HOME") or "/nonexistent")
    wanted = Path(environment.get("XDG_CACHE_HOME") or home / ".cache")
    nearest = next(folder for folder in (wanted, *wanted.parents) if folder.exists())
    result = dict(environment)
    if not os.access(nearest, os.W_OK) or nearest == Path("/"):
        own = LOCAL / "cache"
        result.update(XDG_CACHE_HOME=str(own), PIP_CACHE_DIR=str(own / "pip"), UV_CACHE_DIR=str(own / "uv"))
    if not home.is_dir():
        result["HOME"] = str(LOCAL / "home")
        (LOCAL / "home").mkdir(parents=True, exist_ok=True)
    return result


@contextmanager
def one_installer() -> Iterator[None]:
    """Two starts at once must not install into each other's way."""
    import fcntl  # noqa: PLC0415  (not on every system; require_python has spoken by now)

    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "install.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("waiting for another start.py that is installing")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fingerprint(lock: str) -> dict[str, str]:
    """What the installed state depends on; a second start compares it and goes straight on."""
    digest = hashlib.sha256()
    for path in (ROOT / "requirements" / f"{lock}.txt", ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return {"lock": lock, "hash": digest.hexdigest(), "root": str(ROOT)}


def stamped() -> dict[str, str]:
    try:
        held = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def installed(lock: str) -> bool:
    """Whether `.venv` holds this lock, or the one of the tests, which holds everything of the demonstration too."""
    return PYTHON.exists() and stamped() in [fingerprint(name) for name in {lock, "dev"}]


def runs(command: Command) -> bool:
    try:
        return not subprocess.run(command, capture_output=True, check=False).returncode
    except OSError:
        return False


def make_venv() -> None:
    """Make `.venv`, or make it anew if it was moved here from elsewhere or its Python is gone."""
    if runs([PYTHON, "-m", "pip", "--version"]) and stamped().get("root", str(ROOT)) == str(ROOT):
        return
    if importlib.util.find_spec("ensurepip") is None:
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise CannotGoOnError(
            f"This Python cannot make virtual environments: run 'apt-get install {name}' as administrator "
            "(or install your system's package for Python's venv), then start again."
        )
    say(f"making .venv with Python {sys.version.split()[0]}")
    run_or_fail([sys.executable, "-m", "venv", "--clear", VENV], "The virtual environment could not be made")


def install(lock: str) -> None:
    """Install the lock with uv, or with pip if uv does not manage; then the project itself, in place."""
    STAMP.unlink(missing_ok=True)
    requirements: list[str | Path] = ["--require-hashes", "-r", ROOT / "requirements" / f"{lock}.txt"]
    project: list[str | Path] = ["--no-deps", "--no-build-isolation", "-e", ROOT]
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    started = time.monotonic()
    try:
        say("installing uv, the quick installer")
        run_or_fail([*pip, "-q", "--require-hashes", "-r", ROOT / "requirements" / "uv.txt"], "pip could not fetch uv")
        uv: list[str | Path] = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON]
        say(f"installing the packages of requirements/{lock}.txt with uv")
        run_or_fail([*uv, *requirements], "uv could not install the packages", uv_settings(), show=True)
        run_or_fail([*uv, *project], "uv could not install the project", uv_settings())
    except CannotGoOnError as why:
        say(f"{why} Going on with pip, which takes longer.")
        remedy = "The packages could not be installed; check that the package registry can be reached, then start again"
        run_or_fail([*pip, "--progress-bar", "off", *requirements], remedy, show=True)
        run_or_fail([*pip, "-q", *project], "The project could not be installed in place")
    STAMP.write_text(json.dumps(fingerprint(lock)), encoding="utf-8")
    say(f"installed in {time.monotonic() - started:.0f} seconds")


def uv_settings() -> dict[str, str]:
    """Settings of pip that uv does not read: where the packages come from and which certificates count."""
    told = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False).stdout
    found: dict[str, str] = {}
    for line in told.splitlines():
        name, _, value = line.partition("=")
        found[name.strip(":").split(".")[-1]] = value.strip("'\"")
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "cert": "SSL_CERT_FILE"}
    settings = {ours: found[theirs] for theirs, ours in names.items() if found.get(theirs)}
    # pip takes the best of all places; uv would only look into the first that knows the name.
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **settings, **os.environ}


def run_or_fail(command: Command, what: str, environment: dict[str, str] | None = None, *, show: bool = False) -> None:
    """Run the command; if it fails, raise the sentence with the last line of what it said."""
    told = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
    )
    last = ""
    with told:
        try:
            for line in told.stdout or ():
                last = line.strip() or last
                if show and line.strip() and not line.startswith(" +"):  # uv's list of all it has installed
                    print(f"  {line.rstrip()}", flush=True)
        except KeyboardInterrupt:
            told.terminate()
            raise
    if told.returncode:
        raise CannotGoOnError(f"{what} ({last or f'it ended with {told.returncode}'}).")


def go_inside(arguments: Sequence[str]) -> None:
    """Go on with the Python of `.venv`: same process, same terminal, same signals."""
    if Path(sys.prefix).resolve() != VENV.resolve():
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "start.py"), *arguments])


# --- second stage: inside .venv ---------------------------------------------------------------------------------------


def check() -> list[str]:
    """Lint, format, types and the import law; returns the names of those that failed."""
    checks: dict[str, Command] = {
        "lint": [PYTHON, "-m", "ruff", "check", "."],
        "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "import law": [PYTHON, VENV / "bin" / "lint-imports"],
        "types": [PYTHON, "-m", "mypy"],
    }
    return [name for name, command in checks.items() if run_step(name, command)]


def test(pytest_arguments: Sequence[str]) -> list[str]:
    """Everything: the checks, then every test; returns the names of the parts that failed."""
    provide_chromium()
    failed = check()
    chosen = any(argument.startswith(("-n", "--numprocesses", "--pdb", "-p")) for argument in pytest_arguments)
    workers = [] if chosen else ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
    if run_step("tests", [PYTHON, "-m", "pytest", *workers, *pytest_arguments]):
        failed.append("tests")
    return failed


def run_step(name: str, command: Command) -> int:
    """Run one part with its output as it comes; when we are asked to stop, it is stopped first and tidies up."""
    from core.embedded.records import Record, end  # noqa: PLC0415  (installed by now)

    say(f"{name}: {' '.join(Path(part).name if part == PYTHON else str(part) for part in command)}")
    part = subprocess.Popen([str(word) for word in command], cwd=ROOT, start_new_session=True)
    record = Record.of(part.pid, gentle=signal.SIGINT, grace=PYTEST_GRACE)
    try:
        return part.wait()
    finally:
        end(record)
        part.wait()


def provide_chromium() -> None:
    """The browser tests need Chromium: root on a Debian-like system gets it, others are told how."""
    if any(map(shutil.which, CHROMIUM)):
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *CHROMIUM_PACKAGES]
    if os.geteuid() or not shutil.which("apt-get"):
        say(f"the browser tests need Chromium and will be left out; to have them, run: sudo {' '.join(command)}")
        return
    say("installing Chromium for the browser tests (once, about 350 MB)")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run_or_fail(["apt-get", "update"], "the lists of packages could not be fetched", quiet)
        run_or_fail(command, "Chromium could not be installed", quiet, show=True)
    except CannotGoOnError as why:
        say(f"{why} The browser tests will be left out.")


def tell(failed: Sequence[str]) -> int:
    if failed:
        say(f"failed: {', '.join(failed)}; what is wrong stands above")
        return 1
    say("all is well")
    return 0


def second_stage(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    from core.embedded import EmbeddedError, orderly_end  # noqa: PLC0415  (installed by now)

    with orderly_end():
        try:
            if chosen.command == "check":
                return tell(check())
            if chosen.command == "test":
                return tell(test(rest))
            from web.demonstration.command import Wishes, demonstrate  # noqa: PLC0415  (a second of imports)

            files = None if chosen.real is None else tuple(Path(name) for name in chosen.real)
            wishes = Wishes(real=files, port=chosen.port, once=chosen.once, fresh=chosen.fresh, load=chosen.load)
            return demonstrate(wishes)
        except EmbeddedError as error:
            raise CannotGoOnError(str(error)) from error


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """What was asked for, and what goes on to pytest."""
    parser = argparse.ArgumentParser(prog="python3 start.py", description="Throughline: demonstration, tests, checks.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="demo | test | check | run")
    demo = commands.add_parser("demo", help="load the demonstration programme, produce its risk report and serve it")
    demo.add_argument("--once", action="store_true", help="write the report to out/, print a summary, stop everything")
    demo.add_argument("--fresh", action="store_true", help="throw the stored demonstration away and start anew")
    demo.set_defaults(load=True)
    run = commands.add_parser("run", help="serve the demonstration that is there, without loading anything")
    run.set_defaults(once=False, fresh=False, load=False)
    for serving in (demo, run):
        serving.add_argument("--real", nargs="*", metavar="FILE", help="the real register and these DfE files instead")
        serving.add_argument("--port", type=int, help="the port to serve on (8000, or the next free one)")
    commands.add_parser("check", help="lint, format, types and the import law")
    commands.add_parser("test", help="the checks and every test; further arguments go to pytest", add_help=False)
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command != "test":
        parser.error(f"{chosen.command} does not know {' '.join(rest)}")
    return chosen, rest


def main(arguments: Sequence[str]) -> int:
    """Both stages; returns the exit code."""
    require_python()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what is being installed stops with us
    chosen, rest = parse(arguments)
    os.environ.update(caches_that_work(dict(os.environ)))
    lock = LOCK_OF[chosen.command]
    if not installed(lock):
        with one_installer():
            if not installed(lock):
                make_venv()
                install(lock)
    go_inside(arguments)
    return second_stage(chosen, rest)


def leave(sentence: str, code: int) -> NoReturn:
    sys.stdout.flush()
    print(f"Throughline: {sentence}", file=sys.stderr, flush=True)
    sys.exit(code)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotGoOnError as error:
        leave(str(error), 1)
    except KeyboardInterrupt:
        leave("stopped.", 130)
    except OSError as error:
        place = f" {error.filename}" if error.filename else ""
        leave(f"The system refused{place} ({error.strerror}): check that you may write there, then start again.", 1)
