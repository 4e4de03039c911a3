"""The processes that serve people do not walk what never goes (performance 2.4)."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TELL = (
    "import gc, sys; sys.path[:0] = sys.argv[2:]; __import__(sys.argv[1]);"
    " print(gc.get_freeze_count(), *gc.get_threshold())"
)


@pytest.mark.parametrize("module", ["wsgi", "worker"])
def test_what_a_process_has_imported_is_out_of_the_collectors_sight(environment: dict[str, str], module: str):
    told = subprocess.run(
        [sys.executable, "-c", TELL, module, str(ROOT), str(ROOT / "platform")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    frozen, *thresholds = (int(number) for number in told.stdout.split()[-4:])
    assert frozen > 50_000
    assert thresholds == [50_000, 20, 20]
