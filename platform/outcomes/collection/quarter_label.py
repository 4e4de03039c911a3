"""How a quarter is stored: as its label, `2025-26 Q1`; labels sort as the quarters do."""

from functools import lru_cache

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from core.quarters import Quarter


class QuarterLabel(TypeDecorator[Quarter]):
    """A quarter as its label."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Quarter | None, dialect: Dialect) -> str | None:  # noqa: ARG002  (its signature)
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Quarter | None:  # noqa: ARG002
        return None if value is None else _quarter(value)


@lru_cache(maxsize=1024)
def _quarter(label: str) -> Quarter:
    """Thousands of rows are of a few dozen quarters."""
    return Quarter.parse(label)


WRITTEN_IN_FULL = r"quarter ~ '^\d{4}-\d{2} Q[1-4]$'"
STATUS_KNOWN = "status IN ('ok', 'c', 'k', 'u', 'x', 'z', 'low')"
VALUE_WHEN_OK = "(status = 'ok') = (value IS NOT NULL)"
COUNTS_WHEN_OK = "status = 'ok' OR num_nonnulls(numerator, denominator) = 0"
