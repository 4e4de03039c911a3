"""Where the column names stand: in row 1, from A1 (bad-input rows 14, 15, 97). Pure."""

from collections.abc import Sequence

from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.children import list_of_children, name_key, names_of_one_child
from outcomes.collection.intake.grid import Notice
from outcomes.collection.intake.refusal import RefusedError

Row = tuple[int, tuple[str, ...]]

# In the order of the template; the last three are for reading only.
TEMPLATE = (
    "authority_code", "quarter", "indicator_code", "value", "numerator", "denominator", "comment", "follow_up",
    "indicator", "unit", "last_quarter",
)  # fmt: skip
FOR_READING = TEMPLATE[-3:]
TIDY = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
KNOWN = frozenset(TEMPLATE + TIDY)
LOOK = 50
ENOUGH = 2


def look_for_names(rows: Sequence[Row]) -> list[Notice]:
    """Refuse a list of children and a table that does not start in A1; say so when only blank rows stand above."""
    for place, (number, cells) in enumerate(rows[:LOOK]):
        telling = {column: names for column, cell in enumerate(cells, 1) if (names := names_of_one_child(cell))}
        if telling and (place == 0 or sum(telling.values()) >= ENOUGH):
            raise list_of_children(tuple(f"{column_letters(column)}{number}" for column in list(telling)[:5]))
    best = max(rows[:LOOK], key=_known, default=None)
    if best is None or _known(best) < ENOUGH:
        return []
    number, cells = best
    starts = next(column for column, cell in enumerate(cells, 1) if cell.strip())
    if best is not rows[0] and _known(rows[0]) < ENOUGH:
        raise _elsewhere(f"row {number}", number, starts)
    if best is rows[0] and starts > 1:
        raise _elsewhere(f"row {number}, from column {column_letters(starts)}", number, starts)
    if rows[0][0] > 1:
        return [Notice("blank_rows_above", f"The column names were found in row {rows[0][0]}, below blank rows.")]
    return []


def has_names(row: Row) -> bool:
    """Whether the row holds column names of ours, enough of them to be the row of names."""
    return _known(row) >= ENOUGH


def _known(row: Row) -> int:
    return len({name_key(cell) for cell in row[1]} & KNOWN)


def _elsewhere(place: str, row: int, column: int) -> RefusedError:
    return RefusedError(
        "titles_above",
        f"The table must start in A1. The column names were found in {place}: remove everything above and to the left"
        " of them, or use the template.",
        cells=(f"{column_letters(column)}{row}",),
    )
