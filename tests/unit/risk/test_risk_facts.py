from dataclasses import replace

import pytest
from risk_histories import announced, council, day, plain_facts, seat, tenure

from leadership.risk.facts import DataCut
from leadership.risk.known import freeze


def cut_of(seats, landmark="2025-01-01", authorities=()):
    return DataCut(day(landmark), tuple(seats), tuple(authorities))


def test_a_cut_read_back_is_the_same_cut():
    seats, facts = council(3)
    text = freeze(seats, [facts], day("2025-01-01")).to_json()
    assert DataCut.from_json(text).to_json() == text
    assert DataCut.from_json(text).landmark == day("2025-01-01")


def test_no_reference_of_a_person_or_row_stands_in_the_text():
    named = seat(
        "Z001-dcs",
        tenure("row-of-joan-smith", "Joan Smith", "2020-01-01"),
        announcements=[announced("2025-03-31", "2024-12-01", person="Joan Smith")],
    )
    text = cut_of([named]).to_json()
    assert "Joan" not in text
    assert "joan" not in text
    assert text.count('"person":"p000001"') == 2


def test_one_person_in_two_posts_stays_one_person():
    shared = [seat(f"Z00{n}-dcs", tenure(f"t{n}", "both", "2020-01-01"), authority=f"Z00{n}") for n in (1, 2)]
    read = DataCut.from_json(cut_of(shared).to_json())
    assert len({seat.tenures[0].person for seat in read.seats}) == 1


def test_the_hash_knows_facts_and_not_their_order_or_references():
    rows = [tenure("a", "ann", "2020-01-01", "2021-01-01"), tenure("b", "bob", "2021-01-01")]
    first = cut_of([seat("Z001-dcs", *rows), seat("Z001-ad", role="assistant_director")])
    other_names = [replace(row, ref=f"x-{row.ref}", person=row.person.upper()) for row in rows]
    again = cut_of([seat("Z001-ad", role="assistant_director"), seat("Z001-dcs", *reversed(other_names))])
    assert first.input_hash() == again.input_hash()
    later = replace(first, seats=(seat("Z001-dcs", rows[0], tenure("b", "bob", "2021-01-02")),))
    assert later.input_hash() != first.input_hash()
    assert replace(first, landmark=day("2025-01-02")).input_hash() != first.input_hash()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[]", "data cut"),
        ('{"landmark":"2025-01-01","seats":[]}', "authorities"),
        ('{"landmark":"2025-01-01","seats":[3],"authorities":[]}', "data cut.seats[0]"),
        ('{"landmark":5,"seats":[],"authorities":[]}', "data cut.landmark"),
    ],
)
def test_a_text_that_is_no_cut_is_refused_with_the_place(text, place):
    with pytest.raises(ValueError, match="to_json") as refused:
        DataCut.from_json(text)
    assert place in str(refused.value)


def test_authority_facts_survive_the_text():
    cut = cut_of([], authorities=[plain_facts("B"), plain_facts("A")])
    read = DataCut.from_json(cut.to_json())
    assert [facts.authority for facts in read.authorities] == ["A", "B"]
    assert read.authorities[0].inspections[0].inspected_on == day("2018-01-10")
