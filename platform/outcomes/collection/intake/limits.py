"""How much a file may hold, decided before anything of it is parsed (reliability 7: limits first). Pure."""

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 25_000
# Blank rows are forgiven, within reason: nobody scrolls past this many.
MAX_ROWS_WITH_BLANK = 100_000
MAX_COLUMNS = 60
MAX_CELL = 500

# Of a workbook, which is an archive of parts.
MAX_PARTS = 200
MAX_UNPACKED = 20 * 1024 * 1024
MAX_SHEET_XML = 15 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM = 1024 * 1024
MAX_TEXT = 8 * 1024 * 1024  # characters of all cells together: one long text may be named by many cells

# Of the process that reads a workbook.
CHILD_MEMORY = 300 * 1024 * 1024
# The processor's clock decides what is too heavy, so that any file is answered within two seconds: 25,000 honest rows
# take 0.6 s of it. Whole seconds are all that the system's own limit knows; it stands behind the finer one.
CHILD_WORK_SECONDS = 1.5
CHILD_CPU_SECONDS = 2
# The wall's clock leaves room for a busy machine: with three times as much to do as it can do, 20,000 rows took 2.9 s
# by it, and half of such files more than two.
CHILD_SECONDS = 3.0

SHOWN_CELLS = 20


def listed(places: list[str], most: int = 3) -> str:
    """`A2`, `A2 and A5`, `A2, A5, A9 and 4 more`."""
    shown, more = places[:most], len(places) - most
    if more > 0:
        return f"{', '.join(shown)} and {more:,} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
