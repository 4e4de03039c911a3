"""The schema revision that this code was written for."""

from functools import cache
from importlib.resources import files

EXPECTED = "schema_revision.txt"


@cache
def expected_revision() -> str:
    """The newest migration; a guard test compares it with migrations/versions."""
    return files("web").joinpath(EXPECTED).read_text(encoding="utf-8").strip()
