from datetime import date
from decimal import Decimal

from outcomes.catalogue.indicators import get_indicator
from outcomes.catalogue.status import Status
from outcomes.evidence.statistics.measures import Measure
from outcomes.evidence.statistics.periods import Period, PeriodKind
from outcomes.evidence.statistics.resolve import Shown, Source, Stated, resolve

YEAR = Period(date(2024, 4, 1), date(2025, 3, 31), PeriodKind.FINANCIAL_YEAR)
OLD, NEW = date(2024, 11, 14), date(2025, 11, 13)


def stated(measure: Measure, value: str, released: date, indicator: str = "REREF_PCT", period: Period = YEAR) -> Stated:
    number = None if value.isalpha() else Decimal(value)
    status = Status(value) if value.isalpha() else Status.OK
    source = Source("Children in need", released, "given", f"{released}.csv", "0" * 64, 2, measure.value)
    return Stated(indicator, measure, "501", period, number, status, 1, source)


def only(*rows: Stated, indicator: str = "REREF_PCT") -> Shown:
    return resolve(get_indicator(indicator), rows)["501"][0]


def test_a_published_value_stands_while_no_newer_count_is_known():
    shown = only(
        stated(Measure.VALUE, "20.1", NEW),
        stated(Measure.NUMERATOR, "100", NEW),
        stated(Measure.DENOMINATOR, "500", NEW),
    )
    assert (shown.text, shown.derived, shown.count, shown.base) == ("20.1", False, 100, 500)


def test_a_newer_count_with_its_denominator_replaces_an_older_value():
    shown = only(
        stated(Measure.VALUE, "20.1", OLD),
        stated(Measure.NUMERATOR, "105", NEW),
        stated(Measure.DENOMINATOR, "500", NEW),
    )
    assert (shown.text, shown.derived) == ("21.0", True)
    assert [source.column for source in shown.sources] == ["numerator", "denominator"]


def test_halves_are_rounded_up_as_published():
    shown = only(stated(Measure.NUMERATOR, "1", NEW), stated(Measure.DENOMINATOR, "800", NEW))
    assert shown.text == "0.1"
    shown = only(stated(Measure.NUMERATOR, "1", NEW), stated(Measure.DENOMINATOR, "2000", NEW))
    assert shown.text == "0.1"


def test_nothing_is_divided_by_nothing():
    shown = only(stated(Measure.NUMERATOR, "0", NEW), stated(Measure.DENOMINATOR, "0", NEW))
    assert (shown.value, shown.status) == (None, Status.NOT_APPLICABLE)


def test_the_worst_status_of_the_inputs_is_passed_on():
    shown = only(stated(Measure.NUMERATOR, "x", NEW), stated(Measure.DENOMINATOR, "c", NEW))
    assert (shown.value, shown.status, shown.text) == (None, Status.CONFIDENTIAL, "c")


def test_a_count_alone_is_no_figure():
    assert resolve(get_indicator("REREF_PCT"), [stated(Measure.NUMERATOR, "100", NEW)]) == {}


def test_the_population_is_that_of_the_mid_year_inside_the_year():
    mid = Period(date(2024, 6, 30), date(2024, 6, 30), PeriodKind.MID_YEAR)
    after = Period(date(2025, 6, 30), date(2025, 6, 30), PeriodKind.MID_YEAR)
    last_quarter = Period(date(2025, 1, 1), date(2025, 3, 31), PeriodKind.QUARTER)
    rows = [
        stated(Measure.VALUE, "20000", NEW, "CHILDREN_0_17", mid),
        stated(Measure.VALUE, "99999", NEW, "CHILDREN_0_17", after),
        stated(Measure.NUMERATOR, "100", NEW, "S47_RATE"),
        stated(Measure.NUMERATOR, "30", NEW, "S47_RATE", last_quarter),
    ]
    shown = resolve(get_indicator("S47_RATE"), rows)["501"]
    assert {figure.period.kind.value: figure.text for figure in shown} == {"financial_year": "50.0", "quarter": "15.0"}


def test_a_score_is_never_recomputed():
    rows = (
        stated(Measure.VALUE, "14.9", OLD, "CLA_SDQ_MEAN"),
        stated(Measure.DENOMINATOR, "33790", NEW, "CLA_SDQ_MEAN"),
    )
    assert only(*rows, indicator="CLA_SDQ_MEAN").text == "14.9"
