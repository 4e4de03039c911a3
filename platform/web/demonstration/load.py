"""Filling the database through the commands that users have: an invented programme, or the real register and files."""

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from core.clock import today
from web.demonstration.hold_back import hold_back
from web.demonstration.place import Place
from web.demonstration.run_command import run_command
from web.demonstration.steps import Steps
from web.demonstration.world import WHOLE, World


def load_invented(place: Place, environment: Mapping[str, str], steps: Steps, world: World = WHOLE) -> None:
    """Make a world with the product's own simulator and import it through the documented format."""
    day = today()
    with steps.step(f"Inventing {world.authorities} councils and {world.years} years of their leaders"):
        shutil.rmtree(place.world, ignore_errors=True)
        run_command(["simulate", *world.options(day), "--out", place.world], environment, steps)
        hold_back(place.world, day)
    with steps.step("Importing that world"):
        run_command(["import", "world", place.world], environment, steps)
    mark_loaded(place, day)


def load_real(place: Place, environment: Mapping[str, str], files: Sequence[Path], steps: Steps) -> None:
    """The real register with an empty leadership register, and the files given; what is loaded already stays."""
    if not place.loaded.exists():
        with steps.step("Loading the register of authorities"):
            run_command(["load", "reference"], environment, steps)
        mark_loaded(place, today())
    if files:
        with steps.step(f"Importing {len(files)} {'file' if len(files) == 1 else 'files'} of published statistics"):
            lines = run_command(["import", "statistics", *(file.resolve() for file in files)], environment, steps)
        steps.keep(lines)


def mark_loaded(place: Place, on: date) -> None:
    """From now on a start keeps what is stored."""
    place.loaded.write_text(json.dumps({"loaded_on": on.isoformat()}), encoding="utf-8")
