"""Makes DfE's tidy layout from a few words, so that a test shows only what it is about."""

from collections.abc import Iterable, Mapping
from datetime import date

TODAY = date(2026, 3, 2)

STANDARD = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
)
ENGLAND = {
    "geographic_level": "National",
    "region_code": "",
    "region_name": "",
    "old_la_code": "",
    "new_la_code": "",
    "la_name": "",
}
NORTH_EAST = {**ENGLAND, "geographic_level": "Regional", "region_code": "E12000001", "region_name": "North East"}


def authority(code: str, gss: str, name: str) -> dict[str, str]:
    return {"geographic_level": "Local authority", "old_la_code": code, "new_la_code": gss, "la_name": name}


DORSET = authority("838", "E06000059", "Dorset")
BARNSLEY = authority("370", "E08000016", "Barnsley")
BASE = {
    "time_period": "2024",
    "time_identifier": "Reporting year",
    "country_code": "E92000001",
    "country_name": "England",
    "region_code": "E12000009",
    "region_name": "South West",
    **DORSET,
}


def tidy(rows: Iterable[Mapping[str, str]], columns: Iterable[str] | None = None) -> bytes:
    """CSV bytes of the rows, each laid over BASE; `columns` are the columns beside time and place."""
    full = [{**BASE, **row} for row in rows]
    extra = list(columns) if columns is not None else [name for name in full[0] if name not in STANDARD]
    names = [*STANDARD, *extra]
    lines = [",".join(names)]
    lines += [",".join(_quoted(row[name]) for name in names) for row in full]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def looked_after(kind: str = "on 31 March", count: str = "400", rate: str = "60", **other: str) -> dict[str, str]:
    """A row of the table of numbers and rates."""
    return {
        "population_type": f"Children looked after {kind} each year",
        "population_estimate": "66667",
        "children_count": count,
        "rate_per_10000": rate,
        **other,
    }
