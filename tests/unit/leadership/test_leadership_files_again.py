"""A leadership folder that comes again: what a later file may add, and what it may not change."""

import pytest
from factories.leadership_folder import FILES, HEAD, folder, plan, register_of


def test_a_pause_of_the_register_counts_and_the_end_of_one_makes_room():
    open_pause = FILES["pauses.csv"].replace("2021-09-01", "")
    register = register_of(folder(pauses=open_pause))
    head, again = FILES["pauses.csv"].splitlines()[0], "Z001,family_valued,2022-03-01,,again\n"
    _, problems = plan(folder(pauses=f"{head}\n{again}"), register)
    assert [(problem.line, problem.column) for problem in problems] == [(2, "paused_on")]
    assert plan(folder(pauses=FILES["pauses.csv"] + again), register)[1] == []


def test_what_never_was_may_lie_after_the_closing():
    """A correction, or an appointment that never came about, in a post that closed: an export holds such rows."""
    closed = ("S1,Z001,dcs,Director,2015-04-01,,,,", "S1,Z001,dcs,Director,2015-04-01,2023-01-01,,,")
    rows = FILES["tenures.csv"].replace(
        "2022-01-10,,,,2022-01-12,,,yes,,T4", "2022-01-10,,2023-01-01,,2022-01-12,,,yes,,T4"
    )
    rows += "T7,S1,P3,permanent,2023-02-01,,2023-02-01,,2022-12-01,2022-12-05,,,other,,\n"
    rows = rows.replace("T4,S1,P2,permanent,2022-01-11", "T4,S1,P2,permanent,2023-01-11")
    assert plan(folder(posts=closed, tenures=rows))[1] == []


def test_the_same_folder_again_changes_nothing():
    made, problems = plan(folder(), register_of(folder()))
    assert problems == []
    assert not made.changes
    assert {tally.name: tally.unchanged for tally in made.tallies()}["tenures"] == 6


JOINED = """\
person_ref,name,same_as,same_as_known_on
P1,Ada First,P2,2024-01-01
P2,Bea Second,,
P3,Çai O'Third,,
"""
# What a later file may bring under the same reference.
ADDED = [
    (
        {"tenures": ("T5,S3,P1,permanent,2021-09-06,,,,,,,,", "T5,S3,P1,permanent,2021-09-06,,2024-05-01,,,,,,other")},
        "tenures",
    ),
    ({"tenures": ("planned_move", "")}, None),
    (
        {"posts": ("S1,Z001,dcs,Director,2015-04-01,,,", "S1,Z001,dcs,Director,2015-04-01,2024-06-01,,2024-05-01")},
        "posts",
    ),
    ({"events": ("E4,S2,,", "E4,S2,,")}, None),
    ({"adoptions": ("2021-02-01,,2023", "2021-02-01,2021-10-01,2023")}, "adoptions"),
    ({"adoptions": ("2020-04-01,,", "2020-04-01,2023-09-01,")}, "memberships"),
    ({"authorities": ("42000", "42100")}, "authorities"),
    ({"people": (FILES["people.csv"], JOINED)}, "people"),
]


@pytest.mark.parametrize(("change", "name"), ADDED)
def test_a_later_file_may_fill_what_was_open(change, name):
    made, problems = plan(folder(**change), register_of(folder()))
    assert problems == []
    assert {tally.name: tally.added_to for tally in made.tallies() if tally.added_to} == ({name: 1} if name else {})


def test_a_person_for_whom_stored_records_stand_becomes_no_second_record():
    """A chain of two would be followed by half: the screen refuses it as well."""
    before = register_of(folder(people=JOINED))
    people = "person_ref,name,same_as,same_as_known_on\nP2,Bea Second,P3,2024-02-01\nP3,Çai O'Third,,\n"
    _, problems = plan(folder(people=people), before)
    assert [(problem.file, problem.line, problem.column) for problem in problems] == [("people.csv", 2, "same_as")]
    assert "P1 of the register is a second record of P2" in problems[0].message
    _, problems = plan(folder(people=JOINED.replace("P2,Bea Second,,", "P2,Bea Second,P3,2024-02-01")), before)
    assert [(problem.line, problem.column) for problem in problems] == [(2, "same_as")]


def test_an_event_may_name_its_tenure_later():
    before = register_of(folder(events=("E3,S1,P2,T2", "E3,S1,P2,")))
    made, problems = plan(folder(), before)
    assert problems == []
    assert [row.event_ref for row in made.events.added_to] == ["E3"]


def test_an_earlier_file_takes_nothing_away():
    """An older copy of a folder is silent about ends recorded since, and about the holder who came after."""
    later = folder(
        tenures=(
            "T3,S1,P2,permanent,2022-01-10,,,,2022-01-12,,,yes,,T4,2022-02-01",
            (
                "T3,S1,P2,permanent,2022-01-10,,2023-01-09,,2022-01-12,,,yes,other,T4,2022-02-01\n"
                "T7,S1,P3,permanent,2023-01-09,,,,,,,,,,"
            ),
        ),
    )
    made, problems = plan(folder(), register_of(later))
    assert problems == []
    assert not made.changes


# What may not differ under the same reference.
DIFFERENT = [
    ({"tenures": ("T5,S3,P1,permanent", "T5,S3,P1,fixed_term")}, ("tenures.csv", "status", "supersedes")),
    (
        {"tenures": ("2021-09-01,day,,2021-06-15", "2021-08-01,day,,2021-06-15")},
        ("tenures.csv", "ended_on", "supersedes"),
    ),
    ({"events": ("medium", "low")}, ("events.csv", "confidence", "supersedes")),
    ({"posts": ("Director,2015-04-01", "Chief,2015-04-01")}, ("posts.csv", "title", "on its page")),
    ({"people": ("Ada First", "Ada Last")}, ("people.csv", "name", "on its page")),
    ({"facts": ("good,care", "inadequate,care")}, ("facts.csv", "value", "on its page")),
    ({"authorities": ("Ashmere", "Ashmoor")}, ("authorities.csv", "name", "on its page")),
]


@pytest.mark.parametrize(("change", "expected"), DIFFERENT)
def test_what_is_recorded_is_superseded_never_overwritten(change, expected):
    _, problems = plan(folder(**change), register_of(folder()))
    file, column, remedy = expected
    assert [(problem.file, problem.column) for problem in problems] == [(file, column)]
    assert remedy in problems[0].remedy


def test_new_tenures_are_compared_with_those_of_the_register():
    register = register_of(folder())
    alone = folder(
        posts=HEAD["posts.csv"],
        people=HEAD["people.csv"],
        events=HEAD["events.csv"],
        tenures=HEAD["tenures.csv"] + "\nT9,S1,P3,fixed_term,2023-01-01,,,,,,,,,,\n",
    )
    _, problems = plan(alone, register)
    assert [(problem.line, problem.column) for problem in problems] == [(2, "started_on")]
    assert "T3 runs from 2022-01-10 and has no end" in problems[0].message


def test_a_correction_makes_room_for_what_it_corrects():
    register = register_of(folder())
    alone = folder(
        posts=HEAD["posts.csv"],
        people=HEAD["people.csv"],
        events=HEAD["events.csv"],
        tenures=HEAD["tenures.csv"] + "\nT9,S1,P2,permanent,2022-01-13,,,,2022-01-12,,,yes,,T3,2024-01-01\n",
    )
    made, problems = plan(alone, register)
    assert problems == []
    assert [row.supersedes for row in made.tenures.new] == ["T3"]
