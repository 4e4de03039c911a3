"""Questions about size: only where chance, small numbers and a changed definition do not explain it."""

from decimal import Decimal

import pytest
from collection_entries import Q1, context, entries, entry, history, number

from core.quarters import Quarter
from outcomes.catalogue import versions
from outcomes.collection.check.context import Published
from outcomes.collection.check.run import check_entries

Q4 = Quarter(2025, 4)
CHILDREN = 50_000


def queries(*rows, quarter=Q1, past=(), published=(), children=CHILDREN):
    known = history(past, published)
    return check_entries(entries(*rows), context(quarter, history=known, children=children)).queries


def rate(code, count, definition=1, base=CHILDREN, decimals=1):
    value = (Decimal(count) * 10000 / base).quantize(Decimal(1).scaleb(-decimals))
    return number(code, value, count, base, definition)


def row(code, count, base=CHILDREN):
    return entry(code, "", str(count), str(base))


def rules_of(found):
    return [finding.rule for finding in found]


def test_a_flow_is_compared_with_the_same_quarter_last_year():
    past = [(Q1.plus(-1), rate("REF_RATE", 1900)), (Q1.plus(-4), rate("REF_RATE", 650))]
    [finding] = queries(row("REF_RATE", 1900), past=past)
    assert (finding.rule, finding.indicator) == ("CHANGE_LARGE", "REF_RATE")
    assert "2024-25 Q1" in finding.message
    assert queries(row("REF_RATE", 700), past=past) == ()


def test_a_snapshot_is_compared_with_the_quarter_before():
    past = [(Q1.plus(-1), rate("CPP_RATE", 200)), (Q1.plus(-4), rate("CPP_RATE", 420))]
    [finding] = queries(row("CPP_RATE", 420), past=past)
    assert finding.rule == "CHANGE_LARGE"
    assert "2024-25 Q4" in finding.message


def test_ten_times_last_quarter_is_asked_about_also_without_a_year_of_history():
    [finding] = queries(row("CLA_START_RATE", 150), past=[(Q1.plus(-1), rate("CLA_START_RATE", 15))])
    assert finding.rule == "CHANGE_LARGE"


def test_chance_among_few_is_not_asked_about():
    small = 5_000
    past = [(Q1.plus(-4), rate("S47_RATE", 12, base=small))]
    # 12 enquiries became 25, which is within chance.
    assert queries(entry("S47_RATE", "", "25", str(small)), past=past, children=small) == ()
    large = [(Q1.plus(-4), rate("S47_RATE", 120))]
    assert rules_of(queries(row("S47_RATE", 600), past=large)) == ["CHANGE_LARGE"]


def test_percentages_of_few_are_never_asked_about():
    past = [(Q1.plus(-4), number("CPP_REPEAT_PCT", "0.0", 0, 9))]
    assert queries(entry("CPP_REPEAT_PCT", "", "9", "9"), past=past) == ()
    past = [(Q1.plus(-4), number("CPP_REPEAT_PCT", "10.0", 20, 200))]
    assert rules_of(queries(entry("CPP_REPEAT_PCT", "", "80", "200"), past=past)) == ["CHANGE_LARGE"]


def test_outside_the_range_of_five_years_by_more_than_chance():
    assert rules_of(queries(row("CLA_RATE", 1700))) == ["VALUE_UNUSUAL"]
    assert queries(row("CLA_RATE", 1540)) == ()  # 308 against 306, a step that chance explains
    # The limits are of years: a quarter has a quarter of them.
    assert rules_of(queries(row("REF_RATE", 3000))) == ["VALUE_UNUSUAL"]


def past_of(counts, code="CIN_RATE", definition=1):
    return [(Q1.plus(-place), rate(code, count, definition)) for place, count in enumerate(reversed(counts), 1)]


STEADY = [1500, 1510, 1490, 1505, 1495, 1500, 1512, 1490]


def test_unlike_its_own_past_needs_eight_figures_and_asks_once():
    assert queries(row("CIN_RATE", 2200), past=past_of(STEADY[1:])) == ()
    [finding] = queries(row("CIN_RATE", 2200), past=past_of(STEADY))
    assert finding.rule == "UNLIKE_OWN_PAST"
    assert "8 earlier" in finding.message
    # A change so large that the year's percentile asks already is not asked about twice.
    assert rules_of(queries(row("CIN_RATE", 4000), past=past_of(STEADY))) == ["CHANGE_LARGE"]


def test_a_past_that_never_moved_does_not_make_every_step_unusual():
    assert queries(row("CIN_RATE", 1520), past=past_of([1500] * 8)) == ()


@pytest.fixture
def redefined(monkeypatch):
    """CIN_RATE means something else from 2025-26 Q1 on."""
    text = versions.files("outcomes.catalogue").joinpath("redefinitions.csv").read_text(encoding="utf-8")
    names = text.splitlines()[0].split(",")
    cells = {"code": "CIN_RATE", "version": "2", "from_quarter": "2025-26 Q1", "what_changed": "plans are left out"}
    table = versions.read_redefinitions(f"{text.strip()}\n{','.join(cells.get(name, '') for name in names)}\n")
    monkeypatch.setattr(versions, "redefinitions", lambda: table)


@pytest.mark.usefixtures("redefined")
def test_no_comparison_crosses_a_redefinition():
    assert queries(row("CIN_RATE", 4000), past=past_of(STEADY)) == ()
    checked = check_entries(entries(row("CIN_RATE", 4000)), context(history=history(past_of(STEADY))))
    assert checked.figures[0].definition == 2
    assert {line.rule: line.outcome for line in checked.ledger}["UNLIKE_OWN_PAST"] == "not_run"
    # Figures of the same, new definition are compared.
    assert rules_of(queries(row("CIN_RATE", 4000), past=past_of(STEADY, definition=2))) == ["CHANGE_LARGE"]


def year(counts):
    return [(Quarter(2025, place), rate("REF_RATE", count)) for place, count in enumerate(counts, 1)]


def test_four_quarters_add_up_to_the_published_year():
    past = year([600, 620, 610])
    published = [Published("REF_RATE", 2025, Decimal("490.0"))]
    assert queries(row("REF_RATE", 620), quarter=Q4, past=past, published=published) == ()
    [finding] = queries(row("REF_RATE", 780), quarter=Q4, past=past, published=published)
    assert finding.rule == "YEAR_NOT_AS_PUBLISHED"
    assert "522" in finding.message
    assert "490" in finding.message


def test_the_sum_is_taken_from_counts_so_that_rounding_of_quarters_is_no_difference():
    past = [(Quarter(2025, place), rate("CLA_START_RATE", 32, decimals=0)) for place in (1, 2, 3)]
    published = [Published("CLA_START_RATE", 2025, Decimal(26))]  # 6 + 6 + 6 + 6 would be 24
    assert queries(row("CLA_START_RATE", 32), quarter=Q4, past=past, published=published) == ()


def test_the_ledger_says_which_comparisons_had_nothing_to_compare_with():
    checked = check_entries(entries(row("CLA_RATE", 335)), context())
    lines = {line.rule: line for line in checked.ledger}
    assert lines["CHANGE_LARGE"].outcome == "not_run"
    assert "earlier figures" in lines["CHANGE_LARGE"].why
    assert not lines["CHANGE_LARGE"].required
    checked = check_entries(entries(row("CLA_RATE", 335)), context(history=history(past_of(STEADY, "CLA_RATE"))))
    assert "1 of 1" in {line.rule: line for line in checked.ledger}["CHANGE_LARGE"].why
