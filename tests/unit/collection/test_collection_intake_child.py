"""The child that reads workbooks: what is heavy ends with a sentence, and the child is capped and inherits nothing."""

import subprocess
import sys
import zipfile

import pytest
from factories.hostile_workbooks import ROWS, raw_sheet
from factories.workbooks import MAIN, Cell, Workbook, sheet_xml, zip_bytes

from outcomes.collection.intake import ask_child
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError


def stored(name: str, body: str) -> bytes:
    """Not compressed at all, so that no ratio gives it away."""
    return zip_bytes(Workbook(ROWS).parts() | {name: body}, zipfile.ZIP_STORED)


SHEET1 = "xl/worksheets/sheet1.xml"
OPEN = f'<worksheet xmlns="{MAIN}">'
HEAVY = [
    pytest.param(stored(SHEET1, OPEN + "<a>" * 3_000_000), id="three million open elements"),
    pytest.param(stored(SHEET1, sheet_xml({1: [Cell(formula="IMPORT(" * 1_200_000)]})), id="a formula of 8 MB"),
    pytest.param(
        stored(SHEET1, f"{OPEN}<sheetData><row>" + "<c/>" * 2_300_000 + "</row></sheetData></worksheet>"), id="cells"
    ),
    pytest.param(stored(SHEET1, f"{OPEN}<sheetData>" + "<row/>" * 1_500_000 + "</sheetData></worksheet>"), id="rows"),
    pytest.param(
        stored(SHEET1, f"{OPEN}<mergeCells>" + "<mergeCell/>" * 700_000 + "</mergeCells></worksheet>"), id="merged"
    ),
    pytest.param(stored("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><cellXfs>' + "<xf/>" * 1_800_000), id="styles"),
    pytest.param(stored(SHEET1, f'<worksheet xmlns="{MAIN}" x="' + "y" * 9_000_000 + '"/>'), id="an attribute of 9 MB"),
    pytest.param(
        stored(SHEET1, f"{OPEN}<c {' '.join(f'a{n}=' + chr(34) * 2 for n in range(700_000))}/>"), id="attributes"
    ),
    pytest.param(
        stored("xl/comments1.xml", "<comments>" + '<comment ref="A1"/>' * 450_000 + "</comments>"), id="comments"
    ),
    pytest.param(stored("xl/_rels/workbook.xml.rels", "<Relationships>" + "<Relationship/>" * 600_000), id="relations"),
]


def test_six_million_blank_cells_before_one_value_fit_into_the_child():
    assert read_grid(raw_sheet('<c r="BH99999"><v>1</v></c>', 99_999), "x").blank_rows == 99_998


@pytest.mark.parametrize("content", HEAVY)
def test_heavy_workbooks_end_with_a_sentence(content: bytes):
    with pytest.raises(RefusedError):
        read_grid(content, "x")


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.abort()", "not_readable"),
        ("import sys; sys.exit(3)", "not_readable"),
        ("print('no JSON')", "not_readable"),
        ("import time; time.sleep(60)", "not_read_in_time"),
        ("while True: pass", "not_read_in_time"),
    ],
)
def test_however_the_child_ends_the_caller_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, program: str, code: str):
    monkeypatch.setattr(ask_child, "PROGRAM", program)
    monkeypatch.setattr(ask_child, "CHILD_SECONDS", 0.8)
    with pytest.raises(RefusedError) as caught:
        read_grid(Workbook(ROWS).bytes(), "x")
    assert caught.value.code == code


CAPPED = "import sys; sys.path.insert(0, sys.argv[1]); from outcomes.collection.intake import child; child._cap();"


@pytest.mark.parametrize(
    "program",
    [
        "x = 1\nwhile True: pass",
        "x = bytes(400_000_000)",
        "import tempfile; tempfile.TemporaryFile().write(b'x' * 9_999_999)",
    ],
)
def test_the_caps_hold(monkeypatch: pytest.MonkeyPatch, program: str):
    """One and a half seconds of work, 300 MB, not one byte written to a file."""
    monkeypatch.setattr(ask_child, "PROGRAM", f"{CAPPED}\n{program}\nprint('[{{}},[]]')")
    monkeypatch.setattr(ask_child, "CHILD_SECONDS", 30)
    with pytest.raises(RefusedError) as caught:
        read_grid(Workbook(ROWS).bytes(), "x")
    assert caught.value.code == "not_readable"


def test_the_child_is_capped_and_inherits_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "known to the parent")
    told = (
        "import json, os, resource as r, signal, sys; sys.path.insert(0, sys.argv[1]);"
        "from outcomes.collection.intake import child; child._cap();"
        "limits = [r.getrlimit(what)[1] for what in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)];"
        "worked = signal.getitimer(signal.ITIMER_PROF)[0];"
        "print(json.dumps([{'told': [list(os.environ), *limits, worked, os.getcwd()]}, []]))"
    )
    monkeypatch.setattr(ask_child, "PROGRAM", told)
    answer, _ = ask_child._asked(b"")
    names, memory, seconds, written, worked, folder = answer["told"]
    assert "SECRET_KEY" not in names
    assert "DATABASE_URL" not in names
    assert (memory, seconds, written, folder) == (300 * 1024 * 1024, 2, 0, "/")
    assert 1 < worked < 2  # the system counts in ticks


def test_the_reader_of_workbooks_is_not_loaded_here():
    """The library that may abort its process lives in the child only."""
    code = "import sys; import outcomes.collection.intake.read; sys.exit('python_calamine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
