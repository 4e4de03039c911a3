"""`throughline check` as a council runs it: no server, no settings, an exit code, the same rules."""

import csv
import io
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from click.testing import CliRunner

from core.quarters import Quarter
from outcomes.catalogue.versions import list_due
from outcomes.collection.check.earlier import HistoryRefusedError, read_earlier
from outcomes.collection.check.offline import UnknownAuthorityError, find_place, offline_context
from outcomes.collection.check.run import check_file
from web.commands.check_file import command

Q1 = Quarter(2025, 1)
HEADER = ("authority_code", "quarter", "indicator_code", "value", "numerator", "denominator", "comment", "follow_up")
FLAWS = (
    ("CLA_RATE", "67", "335", "50000"),
    ("REREF_PCT", "1,25", "20", "160"),
    ("CPP_RATE", "n/a", "", ""),
    ("S47_RATE", "", "408", "64116"),
    ("ICPC_RATE", "x", "", ""),
    ("CLA_RATES", "<5", "", ""),
    ("PL_3PLUS_PCT", "12.5", "25", "200"),
)


def sound():
    return [(indicator.code, "x", "", "") for indicator in list_due(Q1)]


def rows_of(figures, code="Z001", quarter="2025-26 Q1"):
    return [HEADER, *((code, quarter, *figure, "", "") for figure in figures)]


def as_csv(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows):
    book = openpyxl.Workbook()
    book.active.title = "Return"
    for row in rows:
        book.active.append([_typed(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(cell):
    """Numbers as numbers, as somebody types them."""
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell or None


@pytest.fixture
def run(tmp_path):
    def run_command(rows, *arguments, authority="Z001", quarter="2025-26 Q1"):
        file = tmp_path / "return.csv"
        file.write_bytes(as_csv(rows))
        options = [str(file), "--authority", authority, "--quarter", quarter, *arguments]
        return CliRunner().invoke(command, options)

    return run_command


def test_a_clean_return_ends_with_nought(run):
    told = run(rows_of(sound()))
    assert told.exit_code == 0, told.output
    assert "can be uploaded" in told.output
    assert "CHANGE_LARGE not run" in told.output


def test_errors_come_first_with_cell_and_remedy_and_end_with_one(run):
    told = run(rows_of([*sound()[1:], ("CLA_RATES", "[red]<5", "", "")]))
    assert told.exit_code == 1
    assert "Did you mean CLA_RATE?" in told.output
    assert "[red]<5" in told.output
    assert told.output.index("Errors") < told.output.index("Queries") < told.output.index("Figures")
    assert "1 rejected" in told.output


def test_a_refused_file_says_why_and_ends_with_two(run):
    told = run(rows_of(sound(), quarter="2024-25 Q4"))
    assert told.exit_code == 2
    assert "2024-25 Q4" in told.output
    assert run(rows_of(sound(), code="Z002")).exit_code == 2


def test_json_holds_the_whole_result(run):
    told = json.loads(run(rows_of(FLAWS), "--json").output)
    assert (told["outcome"], told["quarter"]) == ("errors", "2025-26 Q1")
    assert {"rules_version", "findings", "ledger", "counts", "changes", "figures"} <= set(told)
    assert [finding["rule"] for finding in told["findings"]][:2] == ["CELL_DECIMAL_COMMA", "CELL_NULL_WORD"]


@pytest.mark.parametrize(("authority", "quarter"), [("999", "2025-26 Q1"), ("Z001", "2025-27 Q1"), ("Z001", "Q1")])
def test_what_is_not_understood_is_said_and_ends_with_two(run, authority, quarter):
    told = run(rows_of(sound()), authority=authority, quarter=quarter)
    assert told.exit_code == 2
    assert "Error" in told.output
    assert "Traceback" not in told.output


def test_history_lets_changes_be_checked(run, tmp_path):
    earlier = tmp_path / "figures.csv"
    names = ("authority_code", "quarter", "indicator_code", "value", "numerator", "denominator", "status")
    earlier.write_bytes(
        as_csv(
            [
                names,
                ("Z001", "2024-25 Q4", "CPP_RATE", "20", "100", "50000", "ok"),
                ("Z002", "2024-25 Q4", "CPP_RATE", "80", "400", "50000", "ok"),
                ("Z001", "2025-26 Q2", "CPP_RATE", "80", "400", "50000", "ok"),
            ]
        )
    )
    figures = [("CPP_RATE", "80", "400", "50000"), *(row for row in sound() if row[0] != "CPP_RATE")]
    told = run(rows_of(figures), "--history", str(earlier))
    assert told.exit_code == 0
    assert "CHANGE_LARGE" in told.output
    assert "20 in 2024-25 Q4" in told.output
    earlier.write_bytes(b"authority_code\nZ001\n")
    told = run(rows_of(figures), "--history", str(earlier))
    assert (told.exit_code, "figures.csv" in told.output) == (2, True)


def test_it_runs_without_any_setting_and_without_a_database(tmp_path):
    file = tmp_path / "return.csv"
    file.write_bytes(as_csv(rows_of(sound())))
    code = "import sys; from web.commands import main; sys.argv[0] = 'throughline'; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(file), "--authority", "Z001", "--quarter", "2025-26 Q1"],
        env={"PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == [file]


def test_the_shipped_reference_knows_names_codes_children_and_innovation():
    place = find_place("873")
    assert place == find_place("E10000003")
    assert {"873", "e10000003", "cambridgeshire"} <= place.names
    assert place.children
    assert place.innovations == ("family_safeguarding",)
    with pytest.raises(UnknownAuthorityError):
        find_place("000")


def test_what_is_required_follows_the_innovation():
    def required(**told):
        told_context = offline_context(find_place("Z001"), Q1, on=date(2025, 7, 1), **told)
        return {each.indicator for each in told_context.asked if each.required}

    everybody = required()
    hub = required(innovations=("no_wrong_door",))
    assert "CLA_RATE" in everybody
    assert everybody < hub
    assert "PL_3PLUS_PCT" in hub
    assert offline_context(find_place("Z001"), Q1, on=date(2025, 7, 1), children=9).children == 9


def test_earlier_figures_keep_only_what_is_earlier_and_ours():
    names = b"authority_code,quarter,indicator_code,value,status\n"
    content = names + b"Z001,2025-26 Q1,CPP_RATE,5,ok\nZ001,2024-25 Q4,CPP_RATE,6,ok\n"
    found = read_earlier(content, "figures.csv", find_place("Z001"), Q1)
    assert [figure.value for figure in found.figures.values()] == [Decimal(6)]
    with pytest.raises(HistoryRefusedError):
        read_earlier(b"bogus\n1\n", "figures.csv", find_place("Z001"), Q1)


def test_the_same_content_as_csv_and_as_workbook_gives_the_same_result():
    told = offline_context(find_place("Z001"), Q1, on=date(2025, 7, 1), children=50_000)
    rows = rows_of(FLAWS)
    text, workbook = check_file(as_csv(rows), "r.csv", told), check_file(as_xlsx(rows), "r.xlsx", told)
    assert text.refusal is workbook.refusal is None

    def without_sheet(checked):
        return [
            (each.rule, each.cells, each.column, each.found, each.message, each.remedy) for each in checked.findings
        ]

    assert without_sheet(text) == without_sheet(workbook)
    assert text.counts == workbook.counts
    assert text.ledger == workbook.ledger
    assert [figure.says for figure in text.figures] == [figure.says for figure in workbook.figures]


def test_a_file_that_is_refused_is_a_result_and_no_exception():
    told = offline_context(find_place("Z001"), Q1, on=date(2025, 7, 1))
    checked = check_file(b"", "empty.csv", told)
    assert (checked.outcome, checked.blocked) == ("refused", True)
    assert checked.refusal
    assert checked.counts.reconcile


def test_the_document_of_the_command_is_its_help():
    help_text = CliRunner().invoke(command, ["--help"]).output
    for option in ("--authority", "--quarter", "--history", "--innovation", "--children", "--json"):
        assert option in help_text
