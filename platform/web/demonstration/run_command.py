"""Running `throughline ...` as its users do, with what it says shown as it comes."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.embedded import EmbeddedError
from web.demonstration.place import PROJECT
from web.demonstration.steps import Steps

CALL = "from web.commands import main; main()"


def run_command(arguments: Sequence[str | Path], environment: Mapping[str, str], steps: Steps) -> list[str]:
    """Run the command and return its lines; raises EmbeddedError with its last line if it fails."""
    running = subprocess.Popen(
        [sys.executable, "-c", CALL, *map(str, arguments)],
        cwd=PROJECT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    lines: list[str] = []
    with running:
        try:
            for line in running.stdout or ():
                if line.strip():
                    lines.append(line.rstrip())
                    steps.detail(line.strip())
        except BaseException:
            running.kill()
            raise
    if running.returncode:
        said = lines[-1] if lines else f"it ended with {running.returncode}"
        raise EmbeddedError(f"'throughline {' '.join(map(str, arguments))}' did not succeed: {said}")
    return lines
