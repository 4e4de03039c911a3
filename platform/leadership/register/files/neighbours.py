"""Reads and checks a world's statistical neighbours (docs/formats.md, neighbours.csv)."""

from collections import defaultdict
from collections.abc import Collection

from core.csv_problems import Problems
from core.csv_table import Located, read_table
from leadership.register.files.layouts import NEIGHBOUR_TABLE
from leadership.register.files.rows import NeighbourRow

FILE = NEIGHBOUR_TABLE.file


def read_neighbours(
    content: bytes, authorities: Collection[str], problems: Problems
) -> dict[tuple[int, str], list[NeighbourRow]]:
    """The neighbours of each authority in each model, the closest first; what is wrong is added to `problems`."""
    groups: defaultdict[tuple[int, str], list[Located[NeighbourRow]]] = defaultdict(list)
    for item in read_table(content, NEIGHBOUR_TABLE, problems).rows:
        groups[item.row.model_year, item.row.authority_code].append(item)
        _check_row(item, authorities, problems)
    for (year, code), items in groups.items():
        items.sort(key=lambda item: item.row.rank)
        _check_group(f"{code} in the model of {year}", items, problems)
    return {key: [item.row for item in items] for key, items in groups.items()}


def _check_row(item: Located[NeighbourRow], authorities: Collection[str], problems: Problems) -> None:
    row, line = item.row, item.line
    for column in ("authority_code", "neighbour_code"):
        code = getattr(row, column)
        if code not in authorities:
            problems.add(FILE, line, column, f"no authority has the code {code}", "Correct the code")
    if row.neighbour_code == row.authority_code:
        problems.add(FILE, line, "neighbour_code", "an authority is not its own neighbour", "Name another authority")


def _check_group(whose: str, items: list[Located[NeighbourRow]], problems: Problems) -> None:
    seen: set[str] = set()
    for place, item in enumerate(items, start=1):
        if item.row.rank != place:
            problems.add(
                FILE, item.line, "rank", f"the ranks of {whose} leave out {place}", "Number the neighbours from 1 on"
            )
            return
        if item.row.neighbour_code in seen:
            problems.add(
                FILE,
                item.line,
                "neighbour_code",
                f"{item.row.neighbour_code} stands twice among the neighbours of {whose}",
                "Name each neighbour once",
            )
        seen.add(item.row.neighbour_code)
