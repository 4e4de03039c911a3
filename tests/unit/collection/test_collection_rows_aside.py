"""Signatures, notes and rows filled down under the table: told apart from figures and from other authorities."""

from datetime import date

import pytest
from factories.workbooks import RETURN_HEADER, TEMPLATE_HEADER, csv_bytes, template, template_row, xlsx_bytes

from core.quarters import Quarter
from outcomes.collection.check.context import Asked, CheckContext
from outcomes.collection.check.result import Checked
from outcomes.collection.check.run import check_file

CONTEXT = CheckContext(
    authority_code="919",
    authority_name="Ashmere",
    quarter=Quarter(2025, 1),
    on=date(2025, 7, 20),
    asked=(Asked("REF_RATE", required=True), Asked("CIN_RATE", required=False)),
    names=frozenset({"919", "ashmere"}),
)


def row(code: str = "REF_RATE", **given: object) -> list[object]:
    return template_row(code, **{"authority_code": "919", **given})


def both(rows: list[list[object]]) -> list[Checked]:
    """The same rows as CSV and as a workbook: whatever is found, is found in both."""
    found = [check_file(content, "x", CONTEXT) for content in (csv_bytes(rows), xlsx_bytes(rows))]
    assert [finding.cells for finding in found[0].findings] == [finding.cells for finding in found[1].findings]
    assert (found[0].refusal, found[0].notices, found[0].counts) == (
        found[1].refusal,
        found[1].notices,
        found[1].counts,
    )
    return found


SIGNATURES = [
    ["Signed: J Smith, Director"],
    ["Signed:", "J Smith", "Director"],
    ["Signed", "J Smith", "", "Date:", "12/07/2025"],
    ["", "Approved by", "J Smith"],
    ["Completed by: J Smith"],
    ["Director of Children's Services", "J Smith"],
    ["Date:", "", "", "12/07/2025"],
    ["J Smith", "Director", "DCS"],
    ["Figures are provisional"],
    ["Notes", "see overleaf"],
    ["* provisional"],
]


@pytest.mark.parametrize("line", SIGNATURES, ids=lambda line: line[0] or line[1])
def test_a_signature_is_a_note_and_never_another_authority(line: list[object]):
    padded = line + [""] * (len(TEMPLATE_HEADER) - len(line))
    for found in both(template(row(), padded)):
        assert found.refusal is None
        [finding] = found.findings
        first = "A3" if line[0] else "B3"
        assert (finding.rule, finding.cells[0][1:]) == ("ROW_NOTE", "3")
        assert finding.cells == (first,) or line[0] == "J Smith"
        assert "Remove the row" in finding.remedy


def test_a_signature_with_a_comma_in_a_csv_file_is_no_row_that_fell_short():
    text = csv_bytes(template(row())) + b"Signed: J Smith, Director\r\n"
    [finding] = check_file(text, "x", CONTEXT).findings
    assert (finding.rule, finding.cells) == ("ROW_NOTE", ("A3",))
    short = csv_bytes(template(row())) + b"919,2025-26 Q1,CIN_RATE,700\r\n"
    refusal = check_file(short, "x", CONTEXT).refusal
    assert refusal is not None
    assert (refusal.code, refusal.cells) == ("row_length", ("D3",))


def test_a_signature_below_a_return_of_four_columns():
    for found in both([RETURN_HEADER, ["REF_RATE", 62.5, 1250, 200000], ["Signed: J Smith", "12/07/2025", "", ""]]):
        assert [(finding.rule, finding.cells) for finding in found.findings] == [("ROW_NOTE", ("A3",))]


def test_a_row_with_only_authority_and_quarter_is_blank_and_said():
    filled = ["919", "2025-26 Q1", *[""] * 9]
    for found in both(template(row(), filled, row("CIN_RATE", value="", numerator="14000"), filled, filled)):
        assert not found.errors
        assert (found.counts.rows_read, found.counts.blank_rows) == (2, 3)
        assert found.counts.entries == 2
        [notice] = [notice for notice in found.notices if notice.code == "filled_down"]
        assert notice.text.startswith("Rows 3, 5 and 6 hold nothing beside the authority and the quarter")


def test_a_row_of_the_template_that_lost_its_code_is_named_as_that():
    for found in both(template(row(), row("", value="", numerator="", denominator="", indicator="Children in need"))):
        [finding] = found.findings
        assert (finding.rule, finding.cells) == ("CODE_BLANK", ("C3",))


@pytest.mark.parametrize("written", ["'919'", '"919"', "\u201c919\u201d", "919.0", " 919 "])
def test_the_own_code_is_known_as_other_programs_write_it(written: str):
    for found in both(template(row(authority_code=written))):
        assert (found.refusal, found.findings) == (None, ())


@pytest.mark.parametrize("written", ["919.5", "9190", "9.19", "920.0", "'920'"])
def test_another_code_is_another_code_however_it_is_written(written: str):
    for found in both(template(row(authority_code=written))):
        assert found.refusal is not None
        assert (found.refusal.code, found.refusal.cells, found.refusal.keep) == ("wrong_authority", ("A2",), False)
