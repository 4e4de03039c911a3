"""Writing a world as the folder that `docs/formats.md` describes ("A world"), byte for byte the same every time."""

import csv
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from simulation.activity.simulate import Activity, simulate_activity
from simulation.columns import COLUMNS
from simulation.days import last_thursday
from simulation.figures import Figure, quarterly_figures
from simulation.neighbours import Neighbour, find_neighbours
from simulation.published import PublishedFile, published_files
from simulation.rounding import plain, ratio
from simulation.telling import Row, Telling
from simulation.truth import tell_truth
from simulation.world import World


def write_world(world: World, directory: Path, until: date | None = None) -> dict[str, int]:
    """Write a world into an empty folder and return the number of rows of each file.

    With `until`, nothing that could not be known on that day is told; the same references mean the same things as in
    the whole world. Raises ValueError if `until` lies outside the written years, FileExistsError if the folder holds
    anything already.
    """
    known_on = _known_on(world, until)
    directory.mkdir(parents=True, exist_ok=True)
    if any(directory.iterdir()):
        raise FileExistsError(f"{directory} is not empty. Choose a new folder for the world, or empty this one.")
    activity = simulate_activity(world)
    published = published_files(world, activity, known_on)
    tables = {
        **_records(Telling(world, known_on), _latest_children(activity, known_on)),
        "neighbours.csv": (_neighbour(world, neighbour) for neighbour in find_neighbours(world, known_on)),
        "figures.csv": (_figure(world, figure) for figure in quarterly_figures(world, activity, until)),
    }
    written = {name: _write_csv(directory / name, rows) for name, rows in tables.items()}
    _write_text(directory / "truth.json", json.dumps(tell_truth(world, known_on), indent=2) + "\n")
    return written | _write_published(published, directory / "published")


def _known_on(world: World, until: date | None) -> date:
    begins, ends = world.parameters.begins_on, world.parameters.end
    if until is None:
        return ends
    if not begins <= until <= ends:
        raise ValueError(f"This world can be told until a day from {begins} to {ends}, not until {until}.")
    return until


def _latest_children(activity: Activity, known_on: date) -> list[int]:
    """Return the children of each council by the latest estimate published (in June of the year after)."""
    published = known_on.year - 1 if last_thursday(known_on.year, 6) <= known_on else known_on.year - 2
    children: list[int] = activity.population.at_mid_year(published).tolist()
    return children


def _records(telling: Telling, children: list[int]) -> dict[str, Iterable[Row]]:
    return {
        "authorities.csv": telling.authorities(children),
        "adoptions.csv": telling.adoptions(),
        "pauses.csv": telling.pauses(),
        "innovators.csv": telling.innovators(),
        "posts.csv": telling.posts(),
        "people.csv": telling.people(),
        "tenures.csv": telling.tenures(),
        "events.csv": telling.events(),
        "facts.csv": telling.facts(),
    }


def _neighbour(world: World, found: Neighbour) -> Row:
    return {
        "model_year": str(found.model_year),
        "authority_code": world.councils[found.council].code,
        "rank": str(found.rank),
        "neighbour_code": world.councils[found.neighbour].code,
        "closeness": found.closeness,
    }


def _figure(world: World, figure: Figure) -> Row:
    return {
        "authority_code": world.councils[figure.council].code,
        "quarter": str(figure.quarter),
        "indicator_code": figure.code,
        "value": "" if figure.value is None else str(figure.value),
        "numerator": _amount(figure.numerator),
        "denominator": _amount(figure.denominator),
        "status": figure.status,
    }


def _amount(amount: float | None) -> str:
    return "" if amount is None else plain(ratio(amount, 1, 1, 1))


def _write_csv(path: Path, rows: Iterable[Row]) -> int:
    columns, written = COLUMNS[path.name], 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            written += 1
    return written


def _write_published(files: list[PublishedFile], directory: Path) -> dict[str, int]:
    """Write each file into the folder of the day on which it was released."""
    written = {}
    directory.mkdir()
    for file in files:
        folder = directory / file.released_on.isoformat()
        folder.mkdir(exist_ok=True)
        _write_text(folder / file.name, file.text)
        written[f"published/{folder.name}/{file.name}"] = file.text.count("\n") - 1
    return written


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
