"""Every real file: read or refused for the right reason, accounted for, and equal to what others publish.

Runs only where THROUGHLINE_REAL_DATA names a folder with DfE's files (and `../reference` beside it, with the lists of
authorities and spellings); the files are not part of the project.
"""

import csv
import gzip
import os
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from outcomes.catalogue.indicators import get_indicator
from outcomes.evidence.statistics.geography import ENGLAND, Gazetteer, KnownAuthority
from outcomes.evidence.statistics.measure import Figure
from outcomes.evidence.statistics.measures import Measure
from outcomes.evidence.statistics.read import Reading, read_statistics
from outcomes.evidence.statistics.refusal import FileRefusedError

ROOT = Path(os.environ.get("THROUGHLINE_REAL_DATA", "/nowhere"))
FOLDERS = (
    "ees_2025_release",
    "vintages",
    "cin_2022_release",
    "cla_2021_release",
    "cla_2022_release",
    "cla_2024_release",
)
TODAY = date(2026, 11, 21)
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="THROUGHLINE_REAL_DATA names no folder with DfE's files")

# None of these measures an indicator of the catalogue.
REFUSED = {
    "c3_factors_identified_at_end_of_assessment_2018_to_2025.csv",
    "ks2_la.csv",
    "la_cla_during_year_new_placements.csv.gz",
    "la_cla_school_moves.csv.gz",
    "la_cla_swcount.csv",
    "national_cla_adopted_average_time_between_adoption_process_stages.csv",
    "b7_child_in_need_plans_2022.csv",
    "d6_cpps_reviewed_within_timescales_2013_to_2022.csv",
    "national_children_started_and_ceased_by_month.csv",
}
FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.csv*"))]
BORN = {"838": 2019, "839": 2019, "940": 2021, "941": 2021, "942": 2023, "943": 2023}
ENDED = {"835": 2019, "836": 2019, "837": 2019, "928": 2021, "909": 2023}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def real_gazetteer() -> Gazetteer:
    names: dict[str, set[str]] = defaultdict(set)
    codes: dict[str, set[str]] = defaultdict(set)
    reference = ROOT.parent / "reference"
    for row in table(reference / "la_aliases.csv"):
        names[row["old_la_code"]].add(row["alias"])
    for row in table(reference / "la_reference.csv"):
        codes[row["old_la_code"]].add(row["gss_code"])
        names[row["old_la_code"]].add(row["la_name"])
    return Gazetteer(
        KnownAuthority(
            code,
            frozenset(gss),
            frozenset(names[code]),
            date(BORN[code], 4, 1) if code in BORN else None,
            date(ENDED[code], 3, 31) if code in ENDED else None,
        )
        for code, gss in codes.items()
    )


def read(path: Path) -> Reading:
    return read_statistics(path.read_bytes(), file_name=path.name, gazetteer=real_gazetteer(), on=TODAY)


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.name}" for path in FILES])
def test_the_file_is_read_and_accounted_for_or_refused_rightly(path: Path):
    if path.name in REFUSED:
        with pytest.raises(FileRefusedError, match="No column of this file is a figure of the catalogue"):
            read(path)
        return
    account = read(path).reconciliation
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1
    ignored = sum(tally.count for tally in account.rows_ignored)
    assert account.rows_read == rows == account.rows_stored + ignored
    assert account.rows_rejected == ()
    assert account.figures_rejected == ()
    assert account.figures_read == account.figures_stored


@cache
def newest() -> dict[tuple[str, Measure, str, int], tuple[date, Figure]]:
    """The figure of the newest release by indicator, measure, area and the year its period ends in."""
    found: dict[tuple[str, Measure, str, int], tuple[date, Figure]] = {}
    for path in FILES:
        if path.name in REFUSED:
            continue
        reading = read(path)
        for figure in reading.figures:
            if figure.period.kind == "quarter":
                continue
            key = (figure.indicator, figure.measure, figure.area.code, figure.period.end.year)
            if key not in found or found[key][0] < reading.release.released_on:
                found[key] = (reading.release.released_on, figure)
    return found


def number(indicator: str, measure: Measure, area: str, year: int) -> Decimal | None:
    held = newest().get((indicator, measure, area, year))
    return None if held is None else held[1].cell.value


@pytest.mark.parametrize(
    ("indicator", "year"),
    [
        *(("CLA_RATE", 2025), ("CLA_START_RATE", 2025), ("CLA_CEASE_RATE", 2025), ("REREF_PCT", 2025)),
        *(("CPP_REPEAT_PCT", 2025), ("CL_EET_PCT", 2025), ("CLA_SDQ_MEAN", 2025), ("CIN_PA_PCT", 2025)),
        *(("CLA_PA_PCT", 2025), ("CIN_UNAUTH_PCT", 2025), ("SW_TURNOVER_PCT", 2025), ("SW_VACANCY_PCT", 2025)),
        *(("SW_AGENCY_PCT", 2025), ("SW_CASELOAD", 2025), ("CLA_START_ADOL_PCT", 2022), ("CLA_OFFEND_PCT", 2025)),
    ],
)
def test_england_is_what_the_catalogue_says(indicator: str, year: int):
    row = get_indicator(indicator)
    assert row.england_year == year
    assert number(indicator, Measure.VALUE, ENGLAND, year) == row.england


@pytest.mark.parametrize("indicator", ["CIN_RATE", "REF_RATE", "S47_RATE", "ICPC_RATE", "CPP_START_RATE"])
def test_rates_that_the_newest_release_left_out_are_recomputed_to_the_published_one(indicator: str):
    count = number(indicator, Measure.NUMERATOR, ENGLAND, 2025)
    children = number("CHILDREN_0_17", Measure.VALUE, ENGLAND, 2024)
    assert count is not None
    assert children is not None
    assert round(count / children * 10_000, 1) == get_indicator(indicator).england


def test_restated_figures_differ_between_releases_as_measured():
    """Of those starting and ceasing in 2021 to 2023, 210 of 978 counts changed by 2025 where rows are joined by GSS
    code (sector 0, fact 4). Here an authority stays itself under a new GSS code: two more changes are seen.
    """
    name = "cla_number_and_rate_per_10k_children"
    old = {figure.key: figure for figure in read(ROOT / "vintages" / f"{name}__release2023.csv").figures}
    new = {figure.key: figure for figure in read(ROOT / "ees_2025_release" / f"{name}.csv").figures}
    both = [key for key in old.keys() & new.keys() if key[0] != "CLA_RATE"]
    changed = Counter(key[1] for key in both if old[key].cell.value != new[key].cell.value)
    assert changed[Measure.NUMERATOR] == 212
    assert changed[Measure.VALUE] == 65


LAIT = {
    "PrevRegCPR": "CPP_REPEAT_PCT",
    "ReReferral": "REREF_PCT",
    "Work_Force_TO_Rate": "SW_TURNOVER_PCT",
    "Work_Force_AvgNumCase_SW": "SW_CASELOAD",
    "CareLeaverEET": "CL_EET_PCT",
    "Emotional_LAC": "CLA_SDQ_MEAN",
    "CINUnauthAb_3Term": "CIN_UNAUTH_PCT",
    "LAC": "CLA_RATE",
}


def test_figures_of_every_authority_are_those_of_the_interactive_tool():
    """DfE's Local Authority Interactive Tool repeats the published figures: more than 99.5 of 100 must be the same."""
    same, differing = 0, []
    with gzip.open(ROOT / "lait" / "lait_social_care_long.csv.gz", "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            indicator = LAIT.get(row["measure_short"])
            if indicator is None or not row["old_la_code"].isdecimal() or int(row["old_la_code"]) >= 970:
                continue
            year = int(row["years"][:4]) + (len(row["years"]) > 4)
            ours = number(indicator, Measure.VALUE, row["old_la_code"], year)
            if ours is None or row["value"] == "-":
                continue
            if abs(ours - Decimal(row["value"])) < Decimal("0.06"):
                same += 1
            else:
                differing.append((indicator, row["old_la_code"], year, ours, row["value"]))
    assert same > 7_000
    assert len(differing) < same / 200, differing[:10]
