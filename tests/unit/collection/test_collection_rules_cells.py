"""Every way of writing something that is no plain number (reliability, section 7): refused, normalised or accepted."""

from decimal import Decimal

import pytest
from collection_entries import COLUMNS, context, entries, entry

from outcomes.catalogue.status import Status
from outcomes.collection.check.run import check_entries
from outcomes.collection.intake.marks import Mark
from outcomes.collection.rules.numbers import plainly

# text, rule that names it, what the remedy offers
REFUSED = [
    ("1\u00a0250", "CELL_SPACES", "1250"),
    ("1 250", "CELL_SPACES", "1250"),
    ("1\u202f250.5", "CELL_SPACES", "1250.5"),
    ("\u00a062.5", "CELL_SPACES", "62.5"),
    ("1\u200b250", "CELL_UNSEEN", "1250"),
    ("12\x0050", "CELL_UNSEEN", "1250"),
    ("1e309", "CELL_NOT_A_NUMBER", "symbol"),
    ("1e2", "CELL_EXPONENT", "100"),
    ("1.25E+02", "CELL_EXPONENT", "125"),
    ("NaN", "CELL_NULL_WORD", "x"),
    ("n/a", "CELL_NULL_WORD", "z"),
    ("N/A", "CELL_NULL_WORD", "z"),
    ("NA", "CELL_NULL_WORD", "x"),
    ("NULL", "CELL_NULL_WORD", "x"),
    ("None", "CELL_NULL_WORD", "x"),
    ("Not applicable", "CELL_NULL_WORD", "z"),
    ("tbc", "CELL_NULL_WORD", "x"),
    (":", "CELL_OLD_SYMBOL", "x"),
    ("~", "CELL_OLD_SYMBOL", "low"),
    ("*", "CELL_OLD_SYMBOL", "c"),
    ("-", "CELL_OLD_SYMBOL", "0"),
    ("--", "CELL_OLD_SYMBOL", "0"),
    ("\u2013", "CELL_OLD_SYMBOL", "0"),
    (".", "CELL_OLD_SYMBOL", "z"),
    ("..", "CELL_OLD_SYMBOL", "x"),
    ("<5", "CELL_FEW", "c"),
    ("< 5", "CELL_FEW", "low"),
    ("fewer than 5", "CELL_FEW", "c"),
    ("1-4", "CELL_FEW", "c"),
    ("c. 60", "CELL_MIXED", "comment"),
    ("62.5p", "CELL_MIXED", "comment"),
    ("62.5 [1]", "CELL_MIXED", "comment"),
    ("\u00a362.50", "CELL_MIXED", "comment"),
    ("62,5", "CELL_DECIMAL_COMMA", "62.5"),
    ("1.250,5", "CELL_DECIMAL_COMMA", "1250.5"),
    ("\u221262.5", "CELL_LOOK_ALIKE", "-62.5"),
    ("62.5\u00b2", "CELL_LOOK_ALIKE", "62.5"),
    ("\uff16\uff12.5", "CELL_LOOK_ALIKE", "62.5"),
    ("\u0666\u0662", "CELL_LOOK_ALIKE", "digits"),
    ("TRUE", "CELL_BOOLEAN", "number"),
    ("false", "CELL_BOOLEAN", "number"),
    ("#REF!", "CELL_SPREADSHEET_ERROR", "formula"),
    ("#DIV/0!", "CELL_SPREADSHEET_ERROR", "formula"),
    ("#N/A", "CELL_SPREADSHEET_ERROR", "formula"),
    ("######", "CELL_SPREADSHEET_ERROR", "formula"),
    ("=1+1", "CELL_FORMULA", "value"),
    ("+44", "CELL_FORMULA", "value"),
    ("-cmd|x", "CELL_FORMULA", "value"),
    ("@SUM(A1)", "CELL_FORMULA", "value"),
    ("\t=1+1", "CELL_FORMULA", "value"),
    ("\r5", "CELL_FORMULA", "value"),
    ("\uff1d1+1", "CELL_FORMULA", "value"),
    ("31/03/2026", "CELL_DAY", "Number"),
    ("Mar-26", "CELL_DAY", "Number"),
    ("00:10", "CELL_DAY", "Number"),
    ("3-April-2026", "CELL_DAY", "Number"),
    ("20 children", "CELL_MIXED", "comment"),
    ("approx 20", "CELL_MIXED", "comment"),
    ("62.5%", "CELL_PERCENT", "without"),
    ("<script>", "CELL_NOT_A_NUMBER", "symbol"),
    ("sixty", "CELL_NOT_A_NUMBER", "symbol"),
    ("inf", "CELL_NOT_A_NUMBER", "symbol"),
]


@pytest.mark.parametrize(("text", "rule", "offered"), REFUSED)
def test_a_cell_that_is_no_number_is_named_once_with_a_remedy(text, rule, offered):
    checked = check_entries(entries(entry("CLA_RATE", text)), context())
    [finding] = checked.errors
    assert (finding.rule, finding.cells, finding.column) == (rule, ("D2",), "value")
    assert offered in finding.remedy
    assert checked.counts.rejected == 1
    assert checked.figures == ()


@pytest.mark.parametrize("field", ["numerator", "denominator"])
def test_counts_are_read_as_strictly_and_named_by_their_own_column(field):
    row = entry("CLA_RATE", "67", **{"numerator": "67", "denominator": "10000", field: "6O"})
    [finding] = check_entries(entries(row), context()).errors
    assert finding.rule == "CELL_MIXED"
    assert finding.column == field
    assert finding.cells == ("E2" if field == "numerator" else "F2",)
    assert field in finding.message


@pytest.mark.parametrize(
    ("text", "indicator", "value", "notice"),
    [
        ("1,250", "REF_RATE", "1250", "NUMBER_COMMAS"),
        ("1,250.5", "REF_RATE", "1250.5", "NUMBER_COMMAS"),
        ("62.5%", "REREF_PCT", "62.5", "PERCENT_SIGN"),
        ("62.5 %", "REREF_PCT", "62.5", "PERCENT_SIGN"),
        ("14.5999999999999996", "REREF_PCT", "14.6", "NUMBER_LONG"),
        ("62.51428571428571", "REREF_PCT", "62.5", "NUMBER_LONG"),
        ("62.55", "REREF_PCT", "62.6", "VALUE_ROUNDED"),
    ],
)
def test_what_can_mean_only_one_number_is_read_and_said(text, indicator, value, notice):
    checked = check_entries(entries(entry(indicator, text)), context())
    assert checked.errors == ()
    assert [figure.value for figure in checked.figures] == [Decimal(value)]
    [said] = [each for each in checked.notices if each.code == notice]
    assert "D2" in said.text


@pytest.mark.parametrize("text", ["67", " 67 ", "67.0", "067"])
def test_a_plain_number_is_taken_as_it_is(text):
    checked = check_entries(entries(entry("CLA_RATE", text)), context())
    assert checked.errors == ()
    assert checked.notices == ()
    assert checked.figures[0].value == 67


@pytest.mark.parametrize("symbol", ["c", "k", "u", "x", "z", "low", " c\u00a0"])
def test_a_symbol_is_a_status_and_keeps_no_number(symbol):
    checked = check_entries(entries(entry("CLA_RATE", symbol)), context())
    [figure] = checked.figures
    assert (figure.status, figure.value, figure.numerator) == (Status(symbol.strip()), None, None)
    assert checked.findings == ()


def test_a_symbol_in_capitals_is_read_and_said():
    checked = check_entries(entries(entry("CLA_RATE", "LOW")), context())
    assert checked.figures[0].status is Status.ROUNDS_TO_ZERO
    assert [notice.code for notice in checked.notices] == ["SYMBOL_CASE"]


def test_a_symbol_may_be_repeated_beside_itself_but_no_count_may_stand_there():
    assert check_entries(entries(entry("CLA_RATE", "c", "c", "c")), context()).errors == ()
    [finding] = check_entries(entries(entry("CLA_RATE", "c", "", "250")), context()).errors
    assert (finding.rule, finding.cells) == ("SYMBOL_WITH_COUNTS", ("F2",))
    [finding] = check_entries(entries(entry("CLA_RATE", "67", "x", "250")), context()).errors
    assert (finding.rule, finding.cells) == ("SYMBOL_IN_COUNT", ("E2",))


@pytest.mark.parametrize("text", ["", " ", "   "])
def test_a_blank_raises_one_message_only(text):
    [finding] = check_entries(entries(entry("CLA_RATE", text, text, text)), context()).findings
    assert (finding.rule, finding.cells) == ("CELL_BLANK", ("D2",))


def test_a_blank_row_of_an_optional_indicator_may_be_removed_instead():
    rows = entry("CLA_RATE", row=2), entry("CPP_RATE", row=3), entry("CIN_RATE", row=4)
    findings = check_entries(entries(*rows), context(required=("CLA_RATE", "CIN_RATE"))).errors
    assert [(finding.cells, "remove the row" in finding.remedy) for finding in findings] == [
        (("D2", "D4"), False),
        (("D3",), True),
    ]


def test_no_figure_is_less_than_nothing():
    checked = check_entries(entries(entry("REREF_PCT", "-0", "0", "100")), context())
    assert str(checked.figures[0].value) == "0.0"
    assert [str(finding.rule) for finding in checked.errors] == []


def test_a_huge_number_is_outside_the_range_and_not_written_out():
    [finding] = check_entries(entries(entry("CLA_RATE", "1e308")), context()).errors
    assert finding.rule == "VALUE_RANGE"
    assert "0 to 500" in finding.message
    assert finding.found == "1.000E+308"


def test_marks_of_a_workbook_say_what_their_texts_would():
    for mark, text, rule in [
        (Mark.ERROR, "#VALUE!", "CELL_SPREADSHEET_ERROR"),
        (Mark.FORMULA, "67", "CELL_FORMULA"),
        (Mark.BOOLEAN, "TRUE", "CELL_BOOLEAN"),
        (Mark.DAY, "2025-04-01", "CELL_DAY"),
        (Mark.PERCENT, "62.5", "CELL_PERCENT"),
    ]:
        marks = {(2, COLUMNS.numbers["value"]): mark}
        [finding] = check_entries(entries(entry("CLA_RATE", text), marks=marks, kind="xlsx"), context()).errors
        assert finding.rule == rule


def test_a_percent_format_and_a_percent_sign_are_one_thing():
    marks = {(2, COLUMNS.numbers["value"]): Mark.PERCENT}
    workbook = check_entries(entries(entry("REREF_PCT", "62.5"), marks=marks, kind="xlsx"), context())
    text = check_entries(entries(entry("REREF_PCT", "62.5%")), context())
    assert workbook == text


def test_hidden_cells_are_refused_and_struck_ones_questioned():
    marks = {(2, COLUMNS.numbers["value"]): Mark.HIDDEN}
    [finding] = check_entries(entries(entry("CLA_RATE", "c"), marks=marks, kind="xlsx"), context()).findings
    assert finding.rule == "CELL_HIDDEN"
    marks = {(2, COLUMNS.numbers["value"]): Mark.STRUCK}
    [finding] = check_entries(entries(entry("CLA_RATE", "c"), marks=marks, kind="xlsx"), context()).queries
    assert (finding.rule, finding.indicator) == ("CELL_STRUCK", "CLA_RATE")


def test_a_number_is_offered_only_where_nothing_is_guessed():
    assert plainly("1\u00a0250,50") == "1250.50"
    assert plainly("12 or 13") is None
    assert plainly("") is None


def test_formulas_in_comments_are_text():
    checked = check_entries(entries(entry("CLA_RATE", "c", comment="=cmd|'/c calc'!A1")), context())
    assert checked.findings == ()
    assert checked.figures[0].comment == "=cmd|'/c calc'!A1"


def test_a_comment_that_tells_who_a_child_is_is_refused_and_not_repeated():
    checked = check_entries(entries(entry("CLA_RATE", "c", comment="see A123456789012 dob 1/2/2011")), context())
    [finding] = checked.errors
    assert finding.rule == "COMMENT_CHILD"
    assert "A123456789012" not in repr(checked)


def test_comment_length_and_follow_up():
    [finding] = check_entries(entries(entry("CLA_RATE", "c", comment="x" * 501)), context()).errors
    assert (finding.rule, finding.cells) == ("COMMENT_TOO_LONG", ("G2",))
    assert check_entries(entries(entry("CLA_RATE", "c", comment="x" * 500)), context()).errors == ()
    [finding] = check_entries(entries(entry("CLA_RATE", "c", follow_up="perhaps")), context()).errors
    assert (finding.rule, finding.cells) == ("FOLLOW_UP_UNKNOWN", ("H2",))
    assert check_entries(entries(entry("CLA_RATE", "c", follow_up=" Yes ")), context()).figures[0].follow_up
