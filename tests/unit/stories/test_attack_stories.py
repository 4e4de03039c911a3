"""Attacks on the check of stories: names that no list holds, letters that stand for a child, days without a year."""

import pytest

from outcomes.stories.identifying import find_identifiers

FOUND = [
    ("A boy, Zachariah, moved in with his gran.", "Zachariah"),
    ("A girl called Zephyrine came home.", "Zephyrine"),
    ("Her name is Oluwaseun.", "Oluwaseun"),
    ("The Okonkwo family stayed together.", "Okonkwo"),
    ("We worked with the Quillfeather children.", "Quillfeather"),
    ("Child K and her brother went back to school.", "K"),
    ("In the end Baby P went home.", "P"),
    ("AB, aged 7, is at home again.", "AB"),
    ("S.O. told us what she hoped for.", "S.O."),
    ("Mary-Jane is at home again.", "Mary-Jane"),
    ("Her birthday is on 12 June.", "birthday is on 12 June"),
    ("The file says d.o.b. 3 March.", "d.o.b. 3 March"),
    ("Case 12345 was closed.", "12345"),
    ("She writes as @mumofthree there.", "@mumofthree"),
]
CALM = [
    "The Mother and Baby unit and the Early Help team met.",
    "A mother, Social Care said, was heard. No child. The team agreed.",
    "The Family Hub and the Family Safeguarding team met the children on a birthday.",
    "The co-ordinator went from A to B. It rained in mid-May.",
    "Children aged 5 to 11 and their families were asked by the Council.",
]


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_a_child_is_found_whose_name_no_list_holds(text: str, found: str) -> None:
    (only,) = find_identifiers([("body", text)])
    assert only.found == found
    assert text[only.start :].startswith(found)


@pytest.mark.parametrize("text", CALM)
def test_what_is_ordinary_in_this_work_warns_of_nothing(text: str) -> None:
    assert find_identifiers([("body", text)]) == []
