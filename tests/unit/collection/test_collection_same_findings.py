"""The same content as CSV and as a workbook is found the same of, whatever odd things stand in its cells (D3)."""

from datetime import date

from factories.workbooks import csv_bytes, template, template_row, xlsx_bytes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.quarters import Quarter
from outcomes.collection.check.context import Asked, CheckContext
from outcomes.collection.check.run import check_file

CODES = ("REF_RATE", "CIN_RATE", "REREF_PCT", "CLA_RATE")
CONTEXT = CheckContext(
    authority_code="Z001",
    authority_name="Ashmere",
    quarter=Quarter(2025, 1),
    on=date(2025, 7, 20),
    asked=tuple(Asked(code, required=code == "REF_RATE") for code in CODES),
    names=frozenset({"z001", "ashmere"}),
)
# Texts only: what a workbook stores as a number, a day or an error has tests of its own.
numbers = st.sampled_from(
    ["62.5", "1250", "200000", "", " ", "c", "C", "low", "n/a", ":", "-", "<5", "62,5", "1,250", "1.250", "200.000",
     "1250.0", "62.5%", "62.5\u00a0%", "\u00a01250", "1 250", "\u22125", "1E+2", "=1+1", "TRUE", "#REF!", "62.5p",
     "12/07/2025", "62.50000000000001", "\u0661", "1e308", "-0", "0"]
)  # fmt: skip
whose = st.sampled_from(["Z001", "Z001", "Z001", "Z001\u00a0", "'Z001'", "Ashmere", "", "Signed: J", "Z002", "#N/A"])
quarters = st.sampled_from(["2025-26 Q1", "2025-26 Q1", "2025-26 Q1", "2025/26 q1", "2024-25 Q4", "", "J Smith"])
codes = st.sampled_from([*CODES, *CODES, "ref_rate", "REF_RATE\u202f", "", "Total", "REF_RATS", "Notes: x", "=A1"])
comments = st.sampled_from(["", "why", "\u200bwhy", "a\u200d\u0e01", "two\nlines", "#N/A", "=A1", "x" * 501, "\u202e"])
answers = st.sampled_from(["", "yes", "TRUE", "false", "No", "maybe", "\u00a0y"])


@st.composite
def lines(draw: st.DrawFn) -> list[object]:
    """Mostly a good row, with an odd thing or two in it."""
    kinds = {
        "authority_code": whose, "quarter": quarters, "indicator_code": codes, "value": numbers, "numerator": numbers,
        "denominator": numbers, "comment": comments, "follow_up": answers,
    }  # fmt: skip
    odd = draw(st.sets(st.sampled_from(sorted(kinds)), max_size=3))
    drawn = {name: draw(kinds[name]) for name in sorted(odd)}
    return template_row(drawn.pop("indicator_code", "REF_RATE"), **drawn)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(lines(), min_size=1, max_size=5))
def test_findings_figures_and_counts_are_the_same_for_both(content: list[list[object]]):
    rows = template(*content)
    as_csv, as_xlsx = (check_file(file, "x", CONTEXT) for file in (csv_bytes(rows), xlsx_bytes(rows, sheet="Return")))
    assert as_xlsx.refusal == as_csv.refusal
    assert as_xlsx.notices == as_csv.notices
    assert as_xlsx.counts == as_csv.counts
    assert [each._replace(place=None) for each in as_xlsx.figures] == [
        each._replace(place=None) for each in as_csv.figures
    ]
    told = [
        [(each.rule, each.cells, each.column, each.found, each.message, each.remedy) for each in checked.findings]
        for checked in (as_csv, as_xlsx)
    ]
    assert told[0] == told[1]
    counts = as_csv.counts
    assert counts.entries == counts.new + counts.changed + counts.unchanged + counts.cleared + counts.rejected
