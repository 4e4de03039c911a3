"""One pass, guarded rules, a ledger, grouped findings and counts that reconcile (W1, W2, W4)."""

from dataclasses import replace

import pytest
from collection_entries import COLUMNS, context, entries, entry, history, number
from hypothesis import given, settings
from hypothesis import strategies as some

from outcomes.catalogue.indicators import catalogue
from outcomes.collection.check.preview import changes
from outcomes.collection.check.run import check_entries
from outcomes.collection.intake.cell_names import cell_order
from outcomes.collection.rules import case as case_module
from outcomes.collection.rules.case import FINDERS
from outcomes.collection.rules.finding import Outcome

CODES = list(catalogue())
CELLS = some.one_of(
    some.sampled_from(
        [
            "",
            " ",
            "c",
            "Z",
            "low",
            "67",
            "1,250",
            "62.5%",
            "-5",
            "1e308",
            "1e309",
            "<5",
            "n/a",
            "1 2",
            "0",
            "0.5",
            "=1",
            "\u22125",
            "#REF!",
            "62,5",
            "999999999.9999",
            "12345678901",
            "1" * 390,
            "NaN",
            "{x}",
            "%s",
        ]
    ),
    some.text(max_size=12),
    some.decimals(-1000, 10**7, places=3).map(str),
)
ROWS = some.lists(
    some.builds(
        entry,
        some.one_of(some.sampled_from([*CODES[:12], "cla_rate", "Total", "bogus"]), some.text(max_size=8)),
        CELLS,
        CELLS,
        CELLS,
        some.one_of(some.just(""), some.text(max_size=8)),
        some.sampled_from(["", "yes", "maybe"]),
    ),
    max_size=14,
).map(lambda rows: [row._replace(row=place) for place, row in enumerate(rows, 2)])
STORED = some.lists(some.sampled_from(CODES[:12]), unique=True).map(lambda codes: [number(code, 50) for code in codes])


@given(ROWS, STORED, some.one_of(some.none(), some.integers(1, 10**6)))
@settings(max_examples=300, deadline=None)
def test_every_entry_is_accounted_for_once_whatever_the_file_holds(rows, stored, children):
    told = context(required=("CLA_RATE",), stored=stored, children=children, history=history([]))
    crashes = []
    checked = check_entries(entries(*rows), told, crashes.append)
    assert not crashes
    assert checked.counts.reconcile
    assert checked.counts.entries == checked.counts.rows_read == len(rows)
    codes = [change.indicator for change in checked.changes]
    assert len(codes) == len(set(codes))
    assert len(checked.figures) == sum(change.after is not None for change in checked.changes)
    assert all(finding.indicator for finding in checked.queries)
    assert all(figure.value is None or figure.value.is_finite() for figure in checked.figures)
    assert checked == check_entries(entries(*rows), told)


@given(ROWS)
@settings(max_examples=50, deadline=None)
def test_a_workbook_and_a_csv_with_the_same_content_are_checked_alike(rows):
    text = check_entries(entries(*rows), context())
    workbook = check_entries(entries(*rows, kind="xlsx", sheet="Return"), context())
    without = [replace(finding, sheet=None) for finding in workbook.findings]
    assert without == list(text.findings)
    assert workbook.counts == text.counts
    assert [figure.says for figure in workbook.figures] == [figure.says for figure in text.figures]


def test_a_rule_that_raises_leaves_the_others_and_blocks_with_a_reference(monkeypatch):
    def raises(*_):
        raise ZeroDivisionError

    monkeypatch.setitem(FINDERS, "NUMBER_NEGATIVE", raises)
    crashes = []
    rows = entry("CLA_RATE", "-5", row=2), entry("bogus", "c", row=3)
    checked = check_entries(entries(*rows), context(), crashes.append)
    [line] = checked.crashed
    assert (line.rule, line.outcome) == ("NUMBER_NEGATIVE", Outcome.CRASHED)
    assert line.why == crashes[0].reference
    assert isinstance(crashes[0].error, ZeroDivisionError)
    assert [finding.rule for finding in checked.errors] == ["CODE_UNKNOWN"]
    assert checked.blocked
    assert checked.outcome == "errors"


def test_a_crash_is_blocked_even_if_nothing_else_is_wrong(monkeypatch):
    def half_way(case, _rule):
        yield case_module.Fault(((case.lines[0], "value"),))
        raise ValueError

    monkeypatch.setitem(FINDERS, "DENOMINATOR_ZERO", half_way)
    checked = check_entries(entries(entry("CLA_RATE", "c")), context(), lambda _: None)
    assert checked.findings == ()
    assert checked.blocked


def test_five_thousand_identical_faults_are_one_finding_with_every_cell_in_order():
    rows = [entry("CLA_RATE", "n/a", row=row) for row in range(5001, 1, -1)]
    findings = [f for f in check_entries(entries(*rows), context()).findings if f.rule == "CELL_NULL_WORD"]
    [finding] = findings
    assert len(finding.cells) == 5000
    assert finding.cells[:2] == ("D2", "D3")
    assert list(finding.cells) == sorted(finding.cells, key=cell_order)


def test_cells_sort_as_a_spreadsheet_does_with_z_before_aa():
    wide = {name: replace(COLUMNS, numbers={"value": place}) for name, place in (("Z", 26), ("AA", 27), ("B", 2))}
    rows = [entry(code, "n/a", columns=wide[name]) for code, name in zip(CODES, ("AA", "Z", "B"), strict=False)]
    [finding] = [
        f for f in check_entries(entries(*rows, layout="tidy"), context()).findings if f.rule == "CELL_NULL_WORD"
    ]
    assert finding.cells == ("B2", "Z2", "AA2")


def test_blank_rows_above_an_error_move_its_cell():
    [finding] = check_entries(entries(entry("CLA_RATE", "n/a", row=4)), context()).errors
    assert finding.cells == ("D4",)


def test_the_ledger_has_one_line_for_each_rule_and_counts_findings():
    checked = check_entries(entries(entry("CLA_RATE", "n/a"), entry("CPP_RATE", "67", row=3)), context())
    assert len({line.rule for line in checked.ledger}) == len(checked.ledger)
    assert sum(line.count for line in checked.ledger) == len(checked.findings)
    outcomes = {line.rule: line.outcome for line in checked.ledger}
    assert outcomes["CELL_NULL_WORD"] is Outcome.FAILED
    assert outcomes["COUNTS_MISSING"] is Outcome.QUERIED
    assert outcomes["CELL_BLANK"] is Outcome.PASSED


def test_errors_come_first_and_then_the_order_of_the_sheet():
    rows = entry("CLA_RATE", "67", row=2), entry("CPP_RATE", "n/a", row=3), entry("REF_RATE", "<5", row=4)
    findings = check_entries(entries(*rows), context()).findings
    assert [finding.cells[0] for finding in findings] == ["D3", "D4", "D2"]


def test_the_preview_says_new_changed_unchanged_and_cleared():
    stored = [number("CLA_RATE", 67, 335, 50000), number("CPP_RATE", 40, 200, 50000), number("REF_RATE", 100)]
    rows = (
        entry("REF_RATE", "", row=2),
        entry("CPP_RATE", "", "210", "50000", row=3),
        entry("CLA_RATE", "67", "335", "50000", row=4),
        entry("CIN_RATE", "c", row=5),
        entry("S47_RATE", "", row=6),
    )
    checked = check_entries(entries(*rows), context(stored=stored))
    assert [(change.indicator, change.kind) for change in checked.changes] == [
        ("REF_RATE", "cleared"),
        ("CIN_RATE", "new"),
        ("CPP_RATE", "changed"),
        ("CLA_RATE", "unchanged"),
    ]
    counts = checked.counts
    assert (counts.new, counts.changed, counts.unchanged, counts.cleared, counts.rejected) == (1, 1, 1, 1, 1)
    assert [finding.cells for finding in checked.errors] == [("D6",)]
    assert [change.indicator for change in checked.cleared] == ["REF_RATE"]


def test_the_same_file_again_changes_nothing():
    rows = [
        entry("CLA_RATE", "67.4", "337", "50000", comment="checked", follow_up="yes"),
        entry("CPP_RATE", "c", row=3),
    ]
    first = check_entries(entries(*rows), context())
    again = check_entries(entries(*rows), context(stored=first.figures))
    assert {change.kind for change in again.changes} == {"unchanged"}


def test_changes_take_what_is_not_asked_last():
    found = changes({}, {"B": number("B", 1), "A": number("A", 1), "CLA_RATE": None}, context().asked)
    assert [change.indicator for change in found] == ["CLA_RATE", "A", "B"]


@pytest.mark.parametrize("cell", ["67.5", "n/a", "1,250"])
def test_twenty_thousand_entries_reconcile(cell):
    rows = [entry(CODES[place % 40], cell, "12", "3400", row=place + 2) for place in range(20_000)]
    file = entries(*rows)
    checked = check_entries(file, context())
    assert checked.counts.reconcile
