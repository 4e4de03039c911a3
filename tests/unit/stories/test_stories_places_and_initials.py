"""Half postcodes, houses with names and letters that stand for a child warn; letters of the work do not."""

import pytest

from outcomes.stories.identifying import Kind, find_identifiers

RISKY = [
    ("The family of Leeds LS1 stayed.", Kind.POSTCODE, "LS1"),
    ("They moved to E8 in spring.", Kind.POSTCODE, "E8"),
    ("A flat in Hackney, E8, was found.", Kind.POSTCODE, "E8"),
    ("They came from SW1A.", Kind.POSTCODE, "SW1A"),
    ("They live at Rose Cottage.", Kind.ADDRESS, "Rose Cottage"),
    ("The Old Rectory is their home.", Kind.ADDRESS, "The Old Rectory"),
    ("At Willow House she slept.", Kind.ADDRESS, "Willow House"),
    ("They moved to School Lane.", Kind.ADDRESS, "School Lane"),
    ("No. 14 Station Rd.", Kind.ADDRESS, "14 Station Rd"),
    ("We helped child J.B.", Kind.INITIALS, "J.B."),
    ("J.B., aged 7, came home.", Kind.INITIALS, "J.B."),
    ("The boy (J.B.) came home.", Kind.INITIALS, "J.B."),
    ("JB\u2019s mother rang.", Kind.INITIALS, "JB"),
    ("We met with JB (7) twice.", Kind.INITIALS, "JB"),
    ("Young person K came home.", Kind.INITIALS, "K"),
    ("Her brother, K, came too.", Kind.INITIALS, "K"),
]
HONEST = [
    "In 2024-25 Q1 the S47 enquiries fell, and S20 agreements too; in S47 enquiries we saw the same.",
    "We drove up the M1 and the A64. B12 and CO2 are no places.",
    "Key Stage 2 (KS2) results rose in Year 6.",
    "The U.K. and the N.H.S. agreed. The DCS and the IRO met the SW and the LA.",
    "Group B did better than group A did. The High Court and the Family Court agreed. Plan B was to wait.",
    "The SW\u2019s key worker met the LA\u2019s foster carer, and the Life Coach's school visits helped.",
    "Our House Project helped care leavers. The team's mother and baby work grew.",
]


@pytest.mark.parametrize(("text", "kind", "found"), RISKY)
def test_what_says_where_or_who_a_child_is_warns_once(text: str, kind: Kind, found: str) -> None:
    assert [(each.kind, each.found) for each in find_identifiers([("body", text)])] == [(kind, found)]


def test_an_address_warns_of_its_street_and_of_its_half_postcode() -> None:
    held = find_identifiers([("body", "They live at 14 Leeds Road, LS1 and cope.")])
    assert [(each.kind, each.found) for each in held] == [(Kind.ADDRESS, "14 Leeds Road"), (Kind.POSTCODE, "LS1")]


@pytest.mark.parametrize("text", HONEST)
def test_letters_and_buildings_of_the_work_warn_of_nothing(text: str) -> None:
    assert find_identifiers([("body", text)]) == []
