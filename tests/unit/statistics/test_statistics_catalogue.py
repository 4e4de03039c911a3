from outcomes.catalogue.indicators import Kind, Polarity, Unit, catalogue, get_indicator, list_indicators
from outcomes.evidence.statistics.measures import Measure, list_rules


def test_there_are_forty_indicators_and_one_base():
    assert len(list_indicators()) == 40
    assert [row.code for row in catalogue().values() if row.kind is Kind.BASE] == ["CHILDREN_0_17"]


def test_every_row_is_complete_and_its_limits_are_in_order():
    for row in catalogue().values():
        assert row.definition.endswith(".")
        assert row.numerator
        limits = row.limits
        assert limits.hard_min <= (limits.warn_min or 0) <= (limits.warn_max or limits.hard_max) <= limits.hard_max
        if row.kind is Kind.INDICATOR:
            assert row.denominator
            assert set(row.relevance) == {"family_safeguarding", "family_valued", "no_wrong_door"}
            assert set(row.relevance.values()) <= {1, 2, 3}


def test_the_multiplier_belongs_to_the_unit():
    expected = {Unit.PER_10000: 10_000, Unit.PERCENT: 100, Unit.CASES: 1, Unit.SCORE: None, Unit.COUNT: None}
    assert {row.code: row.multiplier for row in catalogue().values()} == {
        row.code: expected[row.unit] for row in catalogue().values()
    }


def test_rates_of_children_known_to_services_are_not_coloured():
    for code in ("CLA_RATE", "CPP_RATE", "CLA_START_RATE", "CIN_RATE", "REF_RATE"):
        assert not get_indicator(code).polarity.directed
    assert get_indicator("REREF_PCT").polarity is Polarity.LOWER


def test_every_indicator_that_is_published_can_be_read():
    read = {rule.indicator for rule in list_rules() if rule.measure is not Measure.DENOMINATOR}
    published = {row.code for row in list_indicators() if row.publication not in {"programme", "cafcass"}}
    # Relatives and friends as carers are in no column of its own in the tables known here.
    assert published - read == {"PL_KINSHIP_PCT"}
    assert read - published == {"CHILDREN_0_17"}


def test_every_rule_is_of_the_publication_of_its_indicator():
    for rule in list_rules():
        assert rule.publication.code == get_indicator(rule.indicator).publication
