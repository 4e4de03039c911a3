"""Redefinitions: a new version from a quarter on; what is due when."""

import pytest

from core.errors import NotFoundError
from core.quarters import Quarter
from outcomes.catalogue import versions
from outcomes.catalogue.indicators import Unit, list_indicators
from outcomes.catalogue.versions import indicator_on, list_due, read_redefinitions, same_definition
from outcomes.collection.due.defaults import default_items

Q1, Q2, Q4 = Quarter(2025, 1), Quarter(2025, 2), Quarter(2025, 4)
HEADER = "code,version,from_quarter,what_changed,retired,definition,unit,decimals,hard_max\n"
TWO = "CIN_RATE,2,2025-26 Q2,plans left out,,Without plans.,,0,900\nCIN_RATE,3,2026-27 Q1,as a share,,,percent,,100\n"


@pytest.fixture
def redefined(monkeypatch):
    table = read_redefinitions(HEADER + TWO)
    monkeypatch.setattr(versions, "redefinitions", lambda: table)


@pytest.mark.usefixtures("redefined")
def test_a_redefinition_holds_from_its_quarter_and_builds_on_the_one_before():
    before, after, later = (indicator_on("CIN_RATE", quarter) for quarter in (Q1, Q2, Quarter(2026, 1)))
    assert (before.version, after.version, later.version) == (1, 2, 3)
    assert (after.definition, after.decimals, after.limits.hard_max) == ("Without plans.", 0, 900)
    assert after.numerator == before.numerator
    assert (later.unit, later.definition, later.limits.hard_max) == (Unit.PERCENT, "Without plans.", 100)


@pytest.mark.usefixtures("redefined")
def test_only_quarters_of_one_definition_may_be_compared():
    assert same_definition("CIN_RATE", [Q2, Quarter(2025, 3)])
    assert not same_definition("CIN_RATE", [Q1, Q2])
    assert same_definition("CLA_RATE", [Q1, Q4])


@pytest.mark.parametrize(
    "rows",
    [
        "CIN_RATE,3,2025-26 Q2,skipped,,,,,\n",
        "CIN_RATE,2,2025-26 Q2,a,,,,,\nCIN_RATE,3,2025-26 Q1,b,,,,,\n",
        "BOGUS,2,2025-26 Q2,a,,,,,\n",
    ],
)
def test_a_table_that_contradicts_itself_is_refused(rows):
    with pytest.raises(ValueError, match=r"CIN_RATE|BOGUS"):
        read_redefinitions(HEADER + rows)


def test_the_shipped_table_can_be_read_and_every_indicator_has_a_version():
    assert versions.redefinitions() == ()
    assert {indicator_on(each.code, Q1).version for each in list_indicators()} == {1}
    with pytest.raises(NotFoundError):
        indicator_on("BOGUS", Q1)


def test_yearly_indicators_are_due_with_the_quarter_that_ends_their_year():
    due = {quarter: {each.code for each in list_due(quarter)} for quarter in (Q1, Q2, Q4)}
    assert len(due[Q1]) == 31
    assert due[Q2] - due[Q1] == {"CIN_PA_PCT", "CLA_PA_PCT", "CIN_UNAUTH_PCT"}
    assert due[Q4] - due[Q1] == {
        "CLA_HOME_PCT",
        "CLA_SGO_PCT",
        "CARE_APP_RATE",
        "CLA_OFFEND_PCT",
        "CLA_SDQ_MEAN",
        "CL_EET_PCT",
    }


def test_a_retired_indicator_is_not_due_and_keeps_its_last_definition(monkeypatch):
    table = read_redefinitions(HEADER + "CIN_RATE,2,2025-26 Q2,ended,yes,,,,\n")
    monkeypatch.setattr(versions, "redefinitions", lambda: table)
    assert "CIN_RATE" in {each.code for each in list_due(Q1)}
    assert "CIN_RATE" not in {each.code for each in list_due(Q2)}
    assert indicator_on("CIN_RATE", Q4).name == "Children in need"


def test_a_collection_asks_by_default_for_what_the_command_line_checks():
    for quarter in (Q1, Q2, Quarter(2025, 3), Q4):
        assert list(default_items(quarter)) == [each.code for each in list_due(quarter)]
