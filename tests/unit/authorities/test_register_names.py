from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authorities.errors import RegisterError
from authorities.inspection.detail import Judgements, read_detail, write_detail
from authorities.inspection.models import GRADES, SUB_JUDGEMENTS, Inspection
from authorities.register.names import normalise
from authorities.words import day_words, on_day


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bournemouth, Christchurch & Poole", "bournemouth christchurch and poole"),
        ("St. Helens", "St Helens"),
        ("Southend-on-Sea", "SOUTHEND ON SEA"),
        ("King\u2019s Lynn", "Kings  Lynn"),
        ("  Kingston upon Hull, City of ", "kingston upon hull city of"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("Dorset", "Dorset (Pre LG)"), ("Essex", "Sussex")])
def test_different_names_stay_different(one: str, other: str):
    assert normalise(one) != normalise(other)


@given(st.text())
def test_a_normalised_name_stays_as_it_is(name: str):
    assert normalise(normalise(name)) == normalise(name)


@given(
    st.dictionaries(st.sampled_from(SUB_JUDGEMENTS), st.sampled_from(GRADES)),
    st.sampled_from([None, "standard", "short"]),
    st.sampled_from(["ILACS", "SIF"]),
)
def test_what_is_written_of_an_inspection_can_be_read_again(told: dict[str, str], kind: str | None, framework: str):
    cell = write_detail(Inspection(**told, kind=kind, framework=framework))
    detail = read_detail(cell, overall="good")
    assert detail.judgements == Judgements(overall="good", **told)
    assert (detail.kind, detail.framework) == (kind, framework)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("leaders=good", "'leaders=good' cannot be read"),
        ("impact_of_leaders", "cannot be read"),
        ("impact_of_leaders=", "cannot be read"),
        ("impact_of_leaders=excellent", "'excellent' is not a grade"),
        ("kind=focused", "'focused' is not a kind of inspection"),
    ],
)
def test_what_cannot_be_read_says_so(cell: str, says: str):
    with pytest.raises(RegisterError, match=says):
        read_detail(cell)


@pytest.mark.parametrize(
    ("precision", "words", "inside"),
    [
        ("day", "4 March 2024", "on 4 March 2024"),
        ("month", "March 2024", "in March 2024"),
        ("year", "2024", "in 2024"),
    ],
)
def test_a_day_is_said_as_exactly_as_it_is_known(precision: str, words: str, inside: str):
    assert (day_words(date(2024, 3, 4), precision), on_day(date(2024, 3, 4), precision)) == (words, inside)
