"""Columns and comments about persons stop a file, without their names or content; those about no one do not."""

import pytest
from factories.laid_out_returns import GOOD, entries_of, refused
from factories.workbooks import RETURN_HEADER, template, template_row


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LA name", "Remove column E, LA name"),
        ("indicator_name", "Column E is called indicator_name"),
        ("family_safeguarding", "Remove column E, family_safeguarding"),
        ("child_protection_plans", "Remove column E, child_protection_plans"),
        ("age_range", "Remove column E, age_range"),
        ("LA code", "Did you mean authority_code?"),
        ("Notes", "Did you mean comment?"),
        ("\u540d\u524d", "Remove column E, \u540d\u524d"),
    ],
)
def test_a_column_about_no_one_is_named(name: str, words: str):
    found = refused([[*RETURN_HEADER, name], [*GOOD, "x"]])
    assert (found.code, found.keep, words in found.sentence) == ("unknown_column", True, True), found.sentence


@pytest.mark.parametrize(
    "name",
    [
        "child_name",
        "Surname",
        "Allocated Worker",
        "Ethnicity",
        "Home postcode",
        "first name",
        "Young person",
        "LCS number",
        "Case ref",
    ],
)
def test_a_column_about_persons_is_refused_without_its_name_or_content_and_not_kept(name: str):
    found = refused([[*RETURN_HEADER, "comment", name], [*GOOD, "x", "A Child"]])
    assert found.keep is False
    assert found.code in {"personal_column", "child_level"}
    assert name not in found.sentence
    assert "A Child" not in found.sentence
    assert found.cells == ("F1",)


@pytest.mark.parametrize(
    "comment",
    [
        "see A123456789012",
        "about 943 476 5919",
        "NHS 9434765919",
        "DOB 12/03/2011",
        "born on 3 May 2012",
        "date of birth: 2011-03-12",
    ],
)
def test_a_comment_that_points_at_a_child_stops_the_file_and_is_not_kept(comment: str):
    found = refused(template(template_row(), template_row("CIN_RATE", comment=comment)))
    assert (found.code, found.keep, found.cells) == ("child_level", False, ("G3",))
    assert "G3 holds" in found.sentence
    assert comment not in found.sentence


@pytest.mark.parametrize(
    "comment", ["12 born in 2012", "counts of 1234567890", "call 0113 496 0000", "A12345", "Q1 2025-26"]
)
def test_a_comment_about_no_one_is_left_alone(comment: str):
    assert entries_of(template(template_row(comment=comment))).entries[0].comment == comment


def test_many_pupil_numbers_are_a_list_of_children():
    rows = template(*[template_row(comment=f"A12345678901{n}") for n in range(5)])
    assert "list of single children" in refused(rows).sentence
