"""Starts the capped process for one workbook and takes its answer; every way it can die is a refusal (6.32)."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from outcomes.collection.intake.answer import Row, unpack
from outcomes.collection.intake.grid import Grid, Notice
from outcomes.collection.intake.limits import CHILD_SECONDS
from outcomes.collection.intake.marks import Mark
from outcomes.collection.intake.refusal import RefusedError

SOURCE_ROOT = Path(__file__).resolve().parents[3]
# Python starts without the packages of the product, which takes a third of its time; the one reader that the child
# needs is found by its place.
READER = find_spec("python_calamine")
PACKAGES = [str(Path(place).parent) for place in (READER and READER.submodule_search_locations) or ()]
PROGRAM = "import sys; sys.path += sys.argv[1:]; from outcomes.collection.intake.child import main; main()"

INSTEAD = "Copy the figures into the template and upload that."
TOO_HEAVY = f"The selected file is too large or too unusual to be read safely. {INSTEAD}"
TOO_SLOW = f"The selected file could not be read in time \u2013 try again. If that does not help: {INSTEAD}"


def read_xlsx(content: bytes) -> Grid:
    """The grid of a workbook, read in a process of its own that inherits nothing."""
    answer, rows = _asked(content)
    if "code" in answer:
        raise RefusedError(answer["code"], answer["sentence"], cells=tuple(answer["cells"]), keep=answer["keep"])
    return Grid(
        kind="xlsx",
        sheet=answer["sheet"],
        rows=rows,
        blank_rows=answer["blank"],
        marks={(row, column): Mark(mark) for row, column, mark in answer["marks"]},
        notices=tuple(Notice(code, text) for code, text in answer["notices"]),
    )


def _asked(content: bytes) -> tuple[dict[str, Any], tuple[Row, ...]]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", PROGRAM, str(SOURCE_ROOT), *PACKAGES],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=CHILD_SECONDS,
            env={},
            cwd="/",
            start_new_session=True,
            check=True,
        )
        return unpack(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise RefusedError("not_read_in_time", TOO_SLOW) from error
    except (subprocess.SubprocessError, ValueError) as error:
        raise RefusedError("not_readable", TOO_HEAVY) from error
