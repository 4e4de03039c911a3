"""The book of rules: whole, worded as the house writes, versioned, and each rule able to find something."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from collection_entries import COLUMNS, Q1, context, entries, entry, history, number

from core.quarters import Quarter
from outcomes.catalogue import versions
from outcomes.collection.check import run
from outcomes.collection.check.context import Published
from outcomes.collection.check.run import check_entries
from outcomes.collection.intake.marks import Mark
from outcomes.collection.rules import book as book_module
from outcomes.collection.rules.book import book, read_book, rules, rules_version
from outcomes.collection.rules.case import FINDERS
from outcomes.collection.rules.finding import Severity
from outcomes.collection.rules.listing import markdown

ROOT = Path(__file__).parents[3]
BANNED = re.compile(r"\b(?:invalid|please|sorry|forbidden|oops|illegal|error code)\b", re.IGNORECASE)
Q4 = Quarter(2025, 4)


def cell(text, field="value", code="CLA_RATE"):
    return entries(entry(code, **{field: text})), context()


def marked(mark, text="c"):
    return entries(entry("CLA_RATE", text), marks={(2, COLUMNS.numbers["value"]): mark}, kind="xlsx"), context()


def counted(*rows, **told):
    lines = [entry(code, "", str(part), str(whole), row=place) for place, (code, part, whole) in enumerate(rows, 2)]
    return entries(*lines), context(**told)


def past(code, *counts):
    return history([(Q1.plus(-place), number(code, count / 5, count, 50_000)) for place, count in enumerate(counts, 1)])


FOUR = history(
    [(Quarter(2025, place), number("REF_RATE", 120, 600, 50_000)) for place in (1, 2, 3)],
    [Published("REF_RATE", 2025, Decimal(700))],
)
# These need a changed catalogue, and have tests of their own.
ALONE = {"VALUE_MISSING", "CODE_RETIRED"}
# For each rule a return that it finds something in.
EXAMPLES = {
    "ROW_TOTAL": cell("67", code="Total"),
    "ROW_NOTE": cell("", code="Note: provisional"),
    "CODE_BLANK": cell("67", code=""),
    "CODE_FORMULA": cell("67", code="=A1"),
    "CODE_UNKNOWN": cell("67", code="CLA_RAT"),
    "CODE_NOT_ASKED": cell("67", code="CLA_HOME_PCT"),
    "ROW_DUPLICATE": (entries(entry(value="c"), entry(value="c", row=3)), context()),
    "CELL_SPREADSHEET_ERROR": cell("#REF!"),
    "CELL_OLD_SYMBOL": cell(":"),
    "CELL_NULL_WORD": cell("n/a"),
    "CELL_FORMULA": cell("=1+1"),
    "CELL_BOOLEAN": cell("TRUE"),
    "CELL_UNSEEN": cell("6\u200b7"),
    "CELL_FEW": cell("<5"),
    "CELL_DAY": cell("1/2/2025"),
    "CELL_PERCENT": cell("62.5%"),
    "CELL_LOOK_ALIKE": cell("\u22125"),
    "COUNT_POINTS": cell("200.000", "denominator"),
    "CELL_SPACES": cell("1 250"),
    "CELL_DECIMAL_COMMA": cell("62,5"),
    "CELL_EXPONENT": cell("1e2"),
    "CELL_MIXED": cell("62.5p"),
    "CELL_NOT_A_NUMBER": cell("sixty"),
    "COMMENT_TOO_LONG": cell("x" * 501, "comment"),
    "COMMENT_CHILD": cell("date of birth", "comment"),
    "COMMENT_SPREADSHEET_ERROR": cell("#N/A", "comment"),
    "FOLLOW_UP_UNKNOWN": cell("perhaps", "follow_up"),
    "CELL_HIDDEN": marked(Mark.HIDDEN),
    "CELL_BLANK": cell(""),
    "SYMBOL_WITH_COUNTS": (entries(entry("CLA_RATE", "c", "5", "")), context()),
    "SYMBOL_IN_COUNT": (entries(entry("CLA_RATE", "67", "c", "")), context()),
    "NUMERATOR_MISSING": cell("5", "denominator"),
    "DENOMINATOR_MISSING": cell("5", "numerator"),
    "DENOMINATOR_ZERO": counted(("REREF_PCT", 0, 0)),
    "NUMBER_NEGATIVE": cell("-5"),
    "VALUE_RANGE": cell("501"),
    "COUNT_RANGE": counted(("CLA_RATE", 5, 20_000_001)),
    "COUNT_NOT_WHOLE": counted(("REREF_PCT", 5.5, 100)),
    "NUMERATOR_ABOVE_DENOMINATOR": counted(("REREF_PCT", 101, 100)),
    "VALUE_NOT_AS_COUNTED": (entries(entry("REREF_PCT", "20", "50", "100")), context()),
    "UASC_WITHIN_CLA": counted(("CLA_RATE", 300, 50_000), ("CLA_XUASC_RATE", 301, 50_000)),
    "PLANS_WITHIN_NEED": counted(("CIN_RATE", 1000, 50_000), ("CPP_RATE", 1001, 50_000)),
    "CARE_WITHIN_NEED": counted(("CIN_RATE", 1000, 50_000), ("CLA_RATE", 1001, 50_000)),
    "REREF_AS_REFERRALS": counted(("REF_RATE", 600, 50_000), ("REREF_PCT", 100, 650)),
    "REPEAT_AS_STARTED": counted(("CPP_START_RATE", 100, 50_000), ("CPP_REPEAT_PCT", 20, 110)),
    "KINSHIP_AS_CARE": counted(("CLA_RATE", 300, 50_000), ("PL_KINSHIP_PCT", 30, 400)),
    "MOVES_AS_CARE": counted(("CLA_RATE", 300, 50_000), ("PL_3PLUS_PCT", 30, 400)),
    "MILES_AS_CARE": counted(("CLA_RATE", 300, 50_000), ("PL_20MI_PCT", 60, 400)),
    "RESIDENTIAL_AS_CARE": counted(("CLA_RATE", 300, 50_000), ("PL_RESIDENTIAL_PCT", 40, 400)),
    "COUNTS_MISSING": cell("67"),
    "CELL_STRUCK": marked(Mark.STRUCK),
    "POPULATION_DIFFERS": counted(("CLA_RATE", 300, 60_000), children=50_000),
    "RATE_NOT_AS_POPULATION": (entries(entry("CLA_RATE", "90", "300")), context(children=50_000)),
    "VALUE_UNUSUAL": counted(("CLA_RATE", 2000, 50_000)),
    "CHANGE_LARGE": counted(("CPP_RATE", 400, 50_000), history=past("CPP_RATE", 100)),
    "UNLIKE_OWN_PAST": counted(("CIN_RATE", 2200, 50_000), history=past("CIN_RATE", *range(1500, 1510))),
    "YEAR_NOT_AS_PUBLISHED": counted(("REF_RATE", 620, 50_000), quarter=Q4, history=FOUR),
    "ROW_MISSING": (entries(entry("CLA_RATE", "c")), context(required=("CPP_RATE",))),
}


@pytest.mark.parametrize("rule", [rule for rule in book().rules if rule.code not in ALONE], ids=lambda rule: rule.code)
def test_each_rule_finds_its_example_with_whole_sentences_and_lists_them(rule):
    file, told = EXAMPLES[rule.code]
    checked = check_entries(file, told)
    findings = [finding for finding in checked.findings if finding.rule == rule.code]
    assert findings
    for finding in findings:
        assert finding.severity is rule.severity
        assert re.fullmatch(r"[A-Z].*\.", finding.message)
        assert re.fullmatch(r"[A-Z].*\.", finding.remedy)
        assert not set("{}") & set(finding.message + finding.remedy)
        assert (finding.cells != ()) is (rule.code != "ROW_MISSING")


def test_a_retired_indicator_says_since_when(monkeypatch):
    names = (
        versions.files("outcomes.catalogue").joinpath("redefinitions.csv").read_text("utf-8").splitlines()[0].split(",")
    )
    told = {"code": "CLA_RATE", "version": "2", "from_quarter": "2025-26 Q1", "what_changed": "ended", "retired": "yes"}
    table = versions.read_redefinitions(f"{','.join(names)}\n{','.join(told.get(name, '') for name in names)}\n")
    monkeypatch.setattr(versions, "redefinitions", lambda: table)
    [finding] = check_entries(entries(entry("CLA_RATE", "c")), context()).errors
    assert (finding.rule, "2025-26 Q1" in finding.message) == ("CODE_RETIRED", True)


def test_a_value_is_asked_for_where_no_ratio_gives_it(monkeypatch):
    names = (
        versions.files("outcomes.catalogue").joinpath("redefinitions.csv").read_text("utf-8").splitlines()[0].split(",")
    )
    told = {
        "code": "CLA_SDQ_MEAN",
        "version": "2",
        "from_quarter": "2025-26 Q1",
        "what_changed": "sum",
        "unit": "count",
    }
    table = versions.read_redefinitions(f"{','.join(names)}\n{','.join(told.get(name, '') for name in names)}\n")
    monkeypatch.setattr(versions, "redefinitions", lambda: table)
    [finding] = check_entries(entries(entry("CLA_SDQ_MEAN", "", "10", "20")), context(Q4)).errors
    assert (finding.rule, finding.cells) == ("VALUE_MISSING", ("D2",))


def test_every_rule_has_its_function_and_every_function_a_rule():
    assert {rule.family for rule in book().rules} == set(FINDERS)


@pytest.mark.parametrize("rule", book().rules, ids=lambda rule: rule.code)
def test_the_words_are_those_of_the_house(rule):
    for text in (rule.title, rule.message, rule.remedy, rule.unless, *run.book().notices.values()):
        assert not BANNED.search(text)
    assert not rule.title.endswith(".")
    assert (rule.severity is Severity.QUERY) or "explain" not in rule.remedy


def test_the_document_of_rules_is_the_book():
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == markdown(book())


def test_the_version_names_exactly_this_book():
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}\.[0-9a-f]{8}", rules_version())
    assert check_entries(entries(entry()), context()).rules_version == rules_version()


RULE = """
changed_on = "2030-01-01"
[notice]
{rules}
"""
ONE = """
[[rule]]
code = "{code}"
version = {version}
severity = "error"
stage = "number"
title = "t"
message = "m"
remedy = "r"
{rest}
"""


def made(*told):
    return read_book(RULE.format(rules="".join(ONE.format(code=code, version=v, rest=rest) for code, v, rest in told)))


def test_an_old_quarter_is_checked_by_the_rules_of_its_time(monkeypatch):
    told = made(
        ("COUNT_RANGE", 1, 'to_quarter = "2025-26 Q1"\nlimits = { most = 10 }'),
        ("COUNT_RANGE", 2, 'from_quarter = "2025-26 Q2"\nlimits = { most = 1000 }'),
    )
    monkeypatch.setattr(book_module, "book", lambda: told)
    row = entries(entry("CLA_RATE", "c", "", ""), entry("CPP_RATE", "", "500", "900", row=3))
    assert [line.version for line in check_entries(row, context(Q1)).ledger] == [1]
    assert check_entries(row, context(Q1)).errors != ()
    later = check_entries(row, context(Quarter(2025, 2)))
    assert ([line.version for line in later.ledger], later.errors) == ([2], ())
    assert len(rules()) == 2


@pytest.mark.parametrize(
    "told",
    [
        [("A", 1, ""), ("A", 2, "")],
        [("A", 1, 'to_quarter = "2025-26 Q2"'), ("A", 2, 'from_quarter = "2025-26 Q2"')],
        [("A", 1, 'needs = ["moon"]')],
    ],
)
def test_a_book_that_contradicts_itself_is_refused(told):
    with pytest.raises(ValueError, match="A"):
        made(*told)


def test_queries_always_name_their_indicator():
    for code, example in EXAMPLES.items():
        for finding in check_entries(*example).queries:
            assert finding.indicator, code


def test_a_required_rule_that_cannot_run_is_no_clean_bill(monkeypatch):
    strict = tuple(replace(rule, required=True) if rule.code == "CHANGE_LARGE" else rule for rule in book().rules)
    monkeypatch.setattr(book_module, "book", lambda: replace(book_module_book, rules=strict))
    checked = check_entries(entries(entry("CLA_RATE", "c")), context())
    assert checked.outcome == "clean"
    assert [line.rule for line in checked.incomplete] == ["CHANGE_LARGE"]


book_module_book = book()
