"""A leader is told of addresses that look like one person's; people with like names are not mixed up."""

import pytest

from leadership.profiles.likely_same import likely_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada.first@z001.example", "ada.first@home.example"),
        ("ada.first@z001.example", "adafirst2@home.example"),
        ("ada.first@z001.example", "first_ada@home.example"),
        ("ada.first@z001.example", "ada-first+round@z002.example"),
    ],
)
def test_a_private_address_beside_one_at_work_is_told(one: str, other: str) -> None:
    assert likely_same([one], [other]) == [(one, other)]
    assert likely_same([one, other], []) == [tuple(sorted((one, other)))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.first@z001.example", "b.first@z001.example"),
        ("ada.first@z001.example", "ada.second@z001.example"),
        ("info@z001.example", "info@z002.example"),
        ("123@z001.example", "456@z002.example"),
    ],
)
def test_other_people_are_not(one: str, other: str) -> None:
    assert likely_same([one], [other]) == []


def test_what_was_told_before_is_not_told_again() -> None:
    assert likely_same(["new@z.example"], ["ada.first@z.example", "ada.first@y.example"]) == []
