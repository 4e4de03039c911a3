"""What could identify a child is found, with its place; what is ordinary in this work is not (issue 4, stories)."""

import pytest

from outcomes.stories.identifying import Kind, find_identifiers

FOUND = [
    ("His mother wrote to anna.b@home.example later.", Kind.EMAIL, "anna.b@home.example"),
    ("They moved to LS1 4AP in spring.", Kind.POSTCODE, "LS1 4AP"),
    ("They moved to ls14ap in spring.", Kind.POSTCODE, "ls14ap"),
    ("The family of 12 Acacia Avenue asked for help.", Kind.ADDRESS, "12 Acacia Avenue"),
    ("She lives in flat 4b by the river.", Kind.ADDRESS, "flat 4b"),
    ("The child, 03/04/2015, came home.", Kind.DATE, "03/04/2015"),
    ("The child (3.4.15) came home.", Kind.DATE, "3.4.15"),
    ("Since 2015-04-03 they have coped.", Kind.DATE, "2015-04-03"),
    ("On the 3rd of April 2015 it began.", Kind.DATE, "3rd of April 2015"),
    ("On April 3, 2015 it began.", Kind.DATE, "April 3, 2015"),
    ("A boy born on 3 April.", Kind.DATE, "born on 3 April"),
    ("A girl of four years and three months.", Kind.AGE, "four years and three months"),
    ("A boy of 4 years 3 months.", Kind.AGE, "4 years 3 months"),
    ("The baby was 7 months old.", Kind.AGE, "7 months old"),
    ("The twins, aged 11 weeks, stayed.", Kind.AGE, "aged 11 weeks"),
    ("NHS number 943 476 5919 is on file.", Kind.NUMBER, "943 476 5919"),
    ("The pupil A123456789012 came back.", Kind.NUMBER, "A123456789012"),
    ("Ring 01632 960 983 to ask.", Kind.NUMBER, "01632 960 983"),
    ("Ring +44 7700 900123 to ask.", Kind.NUMBER, "+44 7700 900123"),
    ("Case 20451187 was closed.", Kind.NUMBER, "20451187"),
    ("It was Mrs Tolliver who rang.", Kind.TITLED, "Mrs Tolliver"),
    ("Then Dr. Okonedo rang.", Kind.TITLED, "Dr. Okonedo"),
    ("We met J. Hargreaves twice.", Kind.INITIALS, "J. Hargreaves"),
    ("We met J Hargreaves twice.", Kind.INITIALS, "J Hargreaves"),
    ("We met A.B. Hargreaves twice.", Kind.INITIALS, "A.B. Hargreaves"),
    ("Jayden went back to school.", Kind.GIVEN_NAME, "Jayden"),
    ("the mother of jayden was glad", Kind.GIVEN_NAME, "jayden"),
    ("We asked what Jayden\u2019s mother hoped for.", Kind.GIVEN_NAME, "Jayden"),
    ("Grace came home in the spring.", Kind.GIVEN_NAME, "Grace"),
    ("We know that Will came home.", Kind.GIVEN_NAME, "Will"),
    ("The home of Zephyrine Quillfeather changed.", Kind.CAPITALS, "Zephyrine Quillfeather"),
    ("It was Wanda Marsh who chaired.", Kind.LEADER, "Wanda Marsh"),
    ("It was wanda marsh who chaired.", Kind.LEADER, "wanda marsh"),
    ("We told Marsh at once.", Kind.LEADER, "Marsh"),
]
CALM = [
    "A family of four stayed together after eight weeks with a Family Safeguarding team.",
    "Will this last? May we hope so. In 2024-25 Q1 we saw 35 per cent fewer, and in 2024-2025 fewer still.",
    "No Wrong Door gave one key worker and a hub. Motivational Interviewing helped at Ashmere Council.",
    "By grace and hope they coped; a rose by the door, a will to change, the mark of the work.",
    "We spent £1,200,000 on 10,000 hours and 3.5 posts.",
    "An Assistant Director, a Police Officer and the Early Help team met on Monday in November.",
]


@pytest.mark.parametrize(("text", "kind", "found"), FOUND)
def test_what_could_identify_somebody_is_found_where_it_stands(text: str, kind: Kind, found: str) -> None:
    held = find_identifiers([("body", text)], known_names=["Wanda Marsh"], ordinary=["Ashmere"])
    assert [(each.kind, each.found) for each in held] == [(kind, found)]
    (only,) = held
    assert text[only.start :].startswith(found)
    assert text.startswith(only.before + found + only.after) or (only.before + found + only.after) in text


@pytest.mark.parametrize("text", CALM)
def test_ordinary_words_of_the_work_warn_of_nothing(text: str) -> None:
    assert find_identifiers([("body", text)], known_names=["Wanda Marsh"], ordinary=["Ashmere"]) == []


def test_each_place_warns_once_and_in_the_order_of_the_text() -> None:
    text = "Mrs Anna Tolliver of 12 Acacia Avenue, LS1 4AP, rang 01632 960983 about Jayden."
    kinds = [each.kind for each in find_identifiers([("title", "About Ella"), ("body", text)])]
    assert kinds == [Kind.GIVEN_NAME, Kind.TITLED, Kind.ADDRESS, Kind.POSTCODE, Kind.NUMBER, Kind.GIVEN_NAME]


def test_the_same_words_have_one_key_however_they_are_written() -> None:
    one, other = find_identifiers([("body", "Jayden laughed. Then jayden slept.")])
    assert one.key == other.key == ("given_name", "jayden")


@pytest.mark.parametrize("unit", ["A ", "1 ", "Aa Bb", "12 Aa Aa Aa ", "a@", "(", "1-", "A."])
def test_a_hostile_text_takes_no_time_to_speak_of(unit: str) -> None:
    """No assertion of time: a pattern that runs away would never come back."""
    kinds = [
        {each.kind for each in find_identifiers([("body", (unit * length)[:length])], known_names=["Wanda Marsh"])}
        for length in (120, 1500)
    ]
    assert kinds[0] == kinds[1], "more of the same says nothing else"
