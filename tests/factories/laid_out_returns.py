"""Rows of a return in one of the three layouts, read for Ashmere in 2025-26 Q1."""

from datetime import date

import pytest
from factories.workbooks import csv_bytes

from core.quarters import Quarter
from outcomes.collection.check.context import Asked, CheckContext
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.entries import Entries
from outcomes.collection.layout.recognise import read_entries

CONTEXT = CheckContext(
    authority_code="Z001",
    authority_name="Ashmere",
    quarter=Quarter(2025, 1),
    on=date(2025, 7, 14),
    asked=(Asked("REF_RATE", required=True),),
    names=frozenset({"z001", "z99000001", "ashmere", "ashmere council"}),
)
GOOD = ["REF_RATE", "62.5", "1250", "200000"]
TIDY_HEADER = ["time_period", "time_identifier", "geographic_level", "old_la_code", "new_la_code", "la_name"]
TIDY = ["202526", "Financial year Q1", "Local authority", "Z001", "Z99000001", "Ashmere"]


def entries_of(rows: list[list[object]]) -> Entries:
    return read_entries(read_grid(csv_bytes(rows), "x"), CONTEXT)


def refused(rows: list[list[object]]) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        entries_of(rows)
    return caught.value


def codes(found: Entries) -> list[str]:
    return [notice.code for notice in found.notices]
