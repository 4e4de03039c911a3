"""The three layouts as they are recognised: columns in any order, our own template, other words."""

import pytest
from factories.laid_out_returns import CONTEXT, GOOD, TIDY, TIDY_HEADER, codes, entries_of
from factories.workbooks import DAY, RETURN_HEADER, Cell, template, template_row, xlsx_bytes

from outcomes.collection.intake.marks import Mark
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.recognise import read_entries
from outcomes.collection.template.rows import TemplateRow
from outcomes.collection.template.write_csv import template_csv
from outcomes.collection.template.write_xlsx import template_xlsx


def test_the_template_is_recognised_and_its_columns_for_reading_ignored():
    found = entries_of(template(template_row(comment="why", follow_up="yes", indicator="=1+1", last_quarter="60")))
    assert found.layout == "template"
    [entry] = found.entries
    assert (entry.row, entry.authority, entry.quarter, entry.indicator) == (2, "Z001", "2025-26 Q1", "REF_RATE")
    assert (entry.value, entry.numerator, entry.denominator) == ("62.5", "1250", "200000")
    assert (entry.comment, entry.follow_up) == ("why", "yes")
    assert entry.columns.numbers["value"] == 4
    assert entry.columns.names["authority"] == "authority_code"
    assert found.notices == ()


def test_a_programme_return_needs_neither_authority_nor_quarter():
    found = entries_of([RETURN_HEADER, GOOD])
    assert found.layout == "programme_return"
    assert (found.entries[0].authority, found.entries[0].quarter, found.entries[0].comment) == ("", "", "")


def test_columns_stand_in_any_order_and_spelling():
    found = entries_of(
        [["Denominator", " VALUE ", "Indicator Code", "numerator"], ["200000", "62.5", "REF_RATE", "1250"]]
    )
    assert (found.entries[0].indicator, found.entries[0].value) == ("REF_RATE", "62.5")
    assert found.entries[0].columns.numbers == {"denominator": 1, "value": 2, "indicator": 3, "numerator": 4}
    [notice] = found.notices
    assert notice.code == "header_spelling"
    assert "A1, B1 and C1" in notice.text


def test_tidy_is_one_entry_for_each_indicator_of_a_row():
    header = [*TIDY_HEADER, "cla_rate", "ref_rate", "ref_rate_numerator", "ref_rate_denominator"]
    found = entries_of([header, [*TIDY, "c", "62.5", "1250", "200000"]])
    assert found.layout == "tidy"
    first, second = found.entries
    assert (first.indicator, first.value, first.numerator) == ("CLA_RATE", "c", "")
    assert (second.indicator, second.value, second.numerator, second.denominator) == (
        "REF_RATE",
        "62.5",
        "1250",
        "200000",
    )
    assert second.columns.numbers["value"] == 8
    assert second.columns.names["value"] == "ref_rate"
    assert found.notices == ()


def test_csv_and_xlsx_give_the_same_entries():
    rows = template(template_row(), template_row("CIN_RATE", value="c", numerator="", denominator=""))
    as_csv = entries_of(rows)
    as_xlsx = read_entries(read_grid(xlsx_bytes(rows), "x"), CONTEXT)
    assert as_xlsx.entries == as_csv.entries
    assert (as_xlsx.layout, as_xlsx.notices) == (as_csv.layout, as_csv.notices)


def test_our_own_template_comes_back_as_it_went_out():
    """Filled in with the longest comment, of a kind that has to be guarded: nothing to say about it."""
    row = TemplateRow(
        "Z001", "2025-26 Q1", "REF_RATE", "Referrals", "per 10,000", "62.5", "1250", "200000", comment="=" * 500
    )
    grids = [read_grid(content, "x") for content in (template_csv([row]), template_xlsx([row]))]
    found = [read_entries(grid, CONTEXT) for grid in grids]
    assert found[0].entries == found[1].entries
    assert [each.notices for each in found] == [(), ()]
    assert [grid.marks for grid in grids] == [{}, {}]
    assert found[0].entries[0].comment == "'" + "=" * 500


@pytest.mark.parametrize("name", ["Ashmere", "ashmere  COUNCIL", "Z99000001"])
def test_the_name_instead_of_the_code_is_taken_and_said(name: str):
    found = entries_of(template(template_row(authority_code=name)))
    assert codes(found) == ["authority_name"]
    assert "A2" in found.notices[0].text


@pytest.mark.parametrize("written", ["2025/26 Q1", "2025-26 q1", "Apr-Jun 2025", "30/06/2025"])
def test_the_quarter_in_other_words_is_taken_and_said(written: str):
    found = entries_of(template(template_row(quarter=written)))
    assert codes(found) == ["quarter_written"]
    assert f"{written} was read as 2025-26 Q1" in found.notices[0].text


def test_a_real_day_in_the_quarter_column_is_taken_where_it_is_plain():
    row = template_row(quarter=Cell("45838", style=DAY))  # 30 June 2025
    found = read_entries(read_grid(xlsx_bytes(template(row)), "x"), CONTEXT)
    assert codes(found) == ["quarter_written"]
    assert found.mark(found.entries[0], "quarter") is Mark.DAY
    middle = template_row(quarter=Cell("45794", style=DAY))  # 17 May 2025
    with pytest.raises(RefusedError) as caught:
        read_entries(read_grid(xlsx_bytes(template(middle)), "x"), CONTEXT)
    assert caught.value.code == "unclear_quarter"


def test_full_width_names_are_recognised_and_said():
    found = entries_of([["indicator_code", "\uff36\uff21\uff2c\uff35\uff25", "numerator", "denominator"], GOOD])
    assert (found.entries[0].value, codes(found)) == ("62.5", ["header_spelling"])


def test_totals_and_notes_are_left_to_the_rules():
    """They are findings with their rows, not another authority (rows 30 and 31)."""
    total = template_row("", authority_code="Total", quarter="", value="99")
    note = template_row(
        "", authority_code="Source: our case system", quarter="", value="", numerator="", denominator=""
    )
    found = entries_of(template(template_row(), total, note))
    assert [entry.authority for entry in found.entries] == ["Z001", "Total", "Source: our case system"]
