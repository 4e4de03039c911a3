"""What `throughline check` says to a council officer who got its words wrong, and what it takes as earlier figures."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.quarters import Quarter
from outcomes.catalogue.status import Status
from outcomes.catalogue.versions import list_due
from outcomes.collection.check.earlier import HistoryRefusedError, read_earlier
from outcomes.collection.check.offline import find_place
from outcomes.collection.check.result import Checked
from outcomes.collection.export.figures import Approved, Area
from outcomes.collection.export.tidy import tidy_csv
from outcomes.collection.figure import Figure
from outcomes.collection.rules.finding import LedgerLine, Outcome
from web.commands.check_file import command, verdict

Q1 = Quarter(2025, 1)
Q4 = Quarter(2024, 4)
HEADER = "authority_code,quarter,indicator_code,value,numerator,denominator,comment,follow_up\n"
US = Area("Z001", "Z60000001", "Northshire", "", invented=True)
THEM = Area("Z002", "Z60000002", "Southshire", "", invented=True)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """In a folder with a sound return."""
    rows = "".join(f"Z001,2025-26 Q1,{each.code},x,,,,\n" for each in list_due(Q1))
    (tmp_path / "return.csv").write_text(HEADER + rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run_command(*words: str, file: str = "return.csv", quarter: str = "2025-26 Q1") -> Result:
        return CliRunner().invoke(command, [file, "--authority", "Z001", "--quarter", quarter, *words])

    return run_command


@pytest.mark.parametrize(
    ("words", "options", "says"),
    [
        ((), {"file": "retrun.csv"}, "There is no file retrun.csv. Check its name and the folder that it is in."),
        ((), {"file": "."}, ". is a folder. Name the file in it."),
        ((), {"file": "r" * 300}, "cannot be opened: you may have no right to read it"),
        ((), {"quarter": "Q1 2025"}, "write it as 2025-26 Q1, which is April to June 2025"),
        ((), {"quarter": "2025-27 Q1"}, "write it as 2025-26 Q1, which is April to June 2025"),
        (("Q1",), {"quarter": "2025-26"}, '"Q1" was not understood. One file is checked at a time'),
        (("second.csv",), {}, '"second.csv" was not understood. One file is checked at a time'),
        (("--history", "earlier.csv"), {}, "--history: There is no file earlier.csv."),
        (("--children", "0"), {}, "--children: 0 is not a whole number of 1 or more."),
        (("--children", "many"), {}, "--children: many is not a whole number of 1 or more."),
        (("--innovation", "fs"), {}, "--innovation: 'fs' is not one of 'family_safeguarding'"),
        (("--jason",), {}, "No such option '--jason'"),
    ],
)
def test_what_was_not_understood_is_said_plainly(run: Run, words: tuple[str, ...], options: dict[str, str], says: str):
    told = run(*words, **options)
    assert told.exit_code == 2
    assert told.stdout == "", "whoever reads the result as JSON gets none"
    assert says in " ".join(told.stderr.split())
    assert "nvalid" not in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("quarter", ["2025/26 Q1", "Q1 2025-26", "Apr-Jun 2025", "2025-26 q1"])
def test_a_quarter_is_understood_as_in_a_cell(run: Run, quarter: str):
    told = run("--children", "50,000", "--json", quarter=quarter)
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["quarter"] == "2025-26 Q1"


@pytest.mark.parametrize("charset", ["cp1252", "ascii"])
@pytest.mark.parametrize("words", [(), ("--json",)])
def test_letters_that_a_terminal_lacks_end_no_check(run: Run, words: tuple[str, ...], charset: str):
    """Windows writes what is redirected in its old code page, whatever stands in a cell or in the name of a file."""
    content = Path("return.csv").read_text(encoding="utf-8")
    Path("Rückgabe \u4e2d.csv").write_text(content.replace("CPP_RATE,x", "CPP_RATE,\u22125 \u4e2d"), encoding="utf-8")
    options = ["Rückgabe \u4e2d.csv", "--authority", "Z001", "--quarter", "2025-26 Q1", *words]
    told = CliRunner(charset=charset).invoke(command, options)
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    if words:
        assert json.loads(told.stdout)["findings"][0]["found"] == "\u22125 \u4e2d"
    else:
        assert "The value" in told.stdout


def test_a_file_beyond_all_measure_is_not_read_to_its_end(run: Run):
    with Path("huge.csv").open("wb") as file:
        file.truncate(3 * 1024**3)
    told = run(file="huge.csv")
    assert told.exit_code == 2
    assert "must be smaller than 10MB" in told.output


def exported(*figures: tuple[Area, Quarter, Figure], counts: bool = True) -> bytes:
    return tidy_csv([Approved(area, quarter, figure) for area, quarter, figure in figures], counts=counts)


def number(code: str, value: str, *counts: str) -> Figure:
    return Figure(code, Status.OK, Decimal(value), *(Decimal(count) for count in counts))


EARLIER = (
    (US, Q4, number("CPP_RATE", "20", "100", "50000")),
    (US, Q4, Figure("S47_RATE", Status.CONFIDENTIAL)),
    (THEM, Q4, number("CPP_RATE", "80", "400", "50000")),
    (US, Q1, number("CPP_RATE", "30", "150", "50000")),
)


def test_the_tidy_csv_that_a_council_downloads_is_its_history():
    found = read_earlier(exported(*EARLIER), "figures (3).csv", find_place("Z001"), Q1).figures
    assert found["CPP_RATE", Q4] == number("CPP_RATE", "20", "100", "50000")
    assert found["S47_RATE", Q4].status is Status.CONFIDENTIAL
    assert {quarter for _, quarter in found} == {Q4}, "neither this quarter nor what belongs to others"
    bare = read_earlier(exported(*EARLIER, counts=False), "figures.csv", find_place("Z001"), Q1).figures
    assert bare["CPP_RATE", Q4] == number("CPP_RATE", "20")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 and so on", "mine.csv is a workbook and cannot be read as earlier figures."),
        (b'time_period,time_identifier\n"202425', "mine.csv is no CSV file, or is damaged, and cannot be read"),
        (HEADER.encode(), "Give the tidy CSV from your page of approved figures, or a figures.csv.\nmine.csv, line 1"),
        (
            exported(*EARLIER).replace(b",20,100,", b",n/a,100,"),
            "mine.csv, line 2, column cpp_rate: this is neither a number nor a symbol.",
        ),
        (exported(*EARLIER).replace(b"Financial year Q4", b"Calendar year"), "column time_period: this is no quarter."),
    ],
)
def test_other_files_are_named_with_what_to_give_instead(content: bytes, says: str):
    with pytest.raises(HistoryRefusedError) as refused:
        read_earlier(content, "mine.csv", find_place("Z001"), Q1)
    assert says in refused.value.sentence


def test_a_rule_of_ours_that_failed_is_no_error_of_the_file():
    crashed = LedgerLine("CELL_DAY", 1, "No dates or times", Outcome.CRASHED, why="12ab34cd")
    checked = Checked("2025.1", ledger=(crashed,))
    assert checked.blocked
    assert "the fault is ours" in verdict(checked)


def test_the_changes_are_checked_against_the_downloaded_file(run: Run):
    Path("figures.csv").write_bytes(exported(*EARLIER))
    content = Path("return.csv").read_text(encoding="utf-8")
    Path("return.csv").write_text(content.replace("CPP_RATE,x,,,,", "CPP_RATE,80,400,50000,,"), encoding="utf-8")
    told = run("--history", "figures.csv")
    assert told.exit_code == 0, told.output
    assert "20 in 2024-25 Q4" in told.output
    assert "CHANGE_LARGE not run" not in told.output
