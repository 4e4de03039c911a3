from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from outcomes.evidence.comparators import Compared, Method, Stamp, compare


def numbers(*values: int | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


def test_the_median_says_how_many_of_the_ten_it_used():
    members = numbers(10, 20, 30, 40, 50, 60, 70, 80, 90, 100)
    assert compare(members) == Compared(Decimal(55), 10, 10)
    members[9] = None
    dropped = compare(members)
    assert (dropped.value, dropped.label) == (Decimal(50), "9 of 10")


def test_below_six_nothing_is_said():
    assert compare(numbers(1, 2, 3, 4, 5, None, None, None, None, None)) == Compared(None, 5, 10)
    assert compare([]) == Compared(None, 0, 0)


def test_arithmetic_ignores_what_has_no_number():
    assert compare(numbers(10, None), method=Method.MEAN, least=1) == Compared(Decimal(10), 1, 2)


@given(st.lists(st.one_of(st.none(), st.decimals(0, 1000, places=1)), max_size=12))
def test_a_comparator_lies_among_its_members(values: list[Decimal | None]):
    made = compare(values)
    told = [value for value in values if value is not None]
    assert (made.used, made.asked) == (len(told), len(values))
    if made.value is not None:
        assert min(told) <= made.value <= max(told)


def test_the_stamp_names_model_method_and_members():
    stamp = Stamp(2025, Method.MEDIAN, tuple(str(number) for number in range(10)))
    assert stamp.sentence == "Median of the 10 statistical neighbours, 2025 model"
