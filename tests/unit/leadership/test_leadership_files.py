"""A leadership folder is read in one pass: every problem with file, line and column."""

from datetime import date, timedelta

import pytest
from factories.leadership_folder import FILES, HEAD, TODAY, folder, plan

from leadership.register.files.layouts import POSTS


def test_the_folder_as_it_stands_has_nothing_wrong():
    made, problems = plan(folder())
    assert problems == []
    assert {tally.name: tally.new for tally in made.tallies()} == {
        "authorities": 2,
        "innovators": 1,
        "adoptions": 1,
        "memberships": 1,
        "pauses": 1,
        "facts": 5,
        "posts": 3,
        "people": 3,
        "tenures": 6,
        "events": 4,
    }


def test_blank_cells_stand_for_what_the_format_says():
    made, _ = plan(folder())
    post = made.posts.new[1]
    assert (post.known_on, post.close_known_on, post.job_share) == (date(2015, 4, 1), date(2022, 2, 1), False)
    interim = made.tenures.new[1]
    assert (interim.start_known_on, interim.end_known_on) == (date(2021, 9, 1), date(2022, 1, 10))
    assert (interim.started_precision, interim.ended_precision) == ("day", "day")
    assert made.tenures.new[4].internal is None
    assert made.facts.new[0].detail == "impact_of_leaders=outstanding;care_leavers=good"
    assert made.facts.new[2].known_on == date(2023, 5, 4)


END_AFTER_CLOSING = ("tenures.csv", 3, "ended_on", "closed on 2021-12-31, and this tenure runs to 2022-01-10")
# What is changed, and where the problem must be: file, line, column, words of the message.
WRONG = [
    ({"posts": None}, ("posts.csv", 0, "", "file is missing")),
    ({"events": ""}, ("events.csv", 1, "", "file is empty")),
    ({"posts": ("Director,2015-04-01", "Director,01/04/2015")}, ("posts.csv", 2, "opened_on", "is not a date")),
    ({"posts": ("Director,2015-04-01", "Director,2015-02-30")}, ("posts.csv", 2, "opened_on", "no day 2015-02-30")),
    ({"posts": ("Director,2015-04-01", "Director,0215-04-01")}, ("posts.csv", 2, "opened_on", "outside 1900 to 2100")),
    ({"posts": ("Director,2015-04-01", "Director,")}, ("posts.csv", 2, "opened_on", "cell is blank")),
    ({"posts": ("S1,Z001,dcs", "S1,Z009,dcs")}, ("posts.csv", 2, "authority_code", "no authority has the code Z009")),
    ({"posts": ("S1,Z001,dcs", "S1,Kent,dcs")}, ("posts.csv", 2, "authority_code", "not the code of an authority")),
    ({"posts": ("S1,Z001,dcs", "S1,Z001,DCS")}, ("posts.csv", 2, "role", "not in the register of roles")),
    ({"posts": ("S3,", "S1,")}, ("posts.csv", 4, "post_ref", "S1 stands on line 2 already")),
    ({"posts": (",yes", ",maybe")}, ("posts.csv", 4, "job_share", "neither yes nor no")),
    ({"posts": ("2022-04-01,,", "2015-03-31,,")}, ("posts.csv", 3, "closed_on", "is before opened_on, 2015-04-01")),
    ({"posts": ("2022-04-01,,", ",,")}, ("posts.csv", 3, "close_known_on", "a closing is known")),
    ({"posts": ("Director,2015-04-01", "Director,2024-06-04")}, ("posts.csv", 2, "known_on", "stands for opened_on")),
    ({"posts": ("post_ref,", "post,")}, ("posts.csv", 1, "post", "not part of the format")),
    ({"posts": ("job_share", "title")}, ("posts.csv", 1, "title", "more than once")),
    ({"posts": (HEAD["posts.csv"], HEAD["posts.csv"].replace(",", ";"))}, ("posts.csv", 1, "", "not separated by")),
    (
        {"posts": ("Director,2015-04-01,,,,", "Director,2015-04-01,,,")},
        ("posts.csv", 2, "", "8 cells and the header 9"),
    ),
    ({"people": ("Bea Second", '"Bea Second')}, ("people.csv", 3, "", "cannot be divided into cells")),
    ({"people": ("Bea Second", '"Bea\nSecond"')}, ("people.csv", 3, "name", "line break")),
    ({"people": ("Bea Second", "B" * 201)}, ("people.csv", 3, "name", "201 characters, 200 are the most")),
    ({"people": ("P2,", "P" * 61 + ",")}, ("people.csv", 3, "person_ref", "61 characters")),
    ({"tenures": ("T1,S1,P1,permanent", "T1,S9,P1,permanent")}, ("tenures.csv", 2, "post_ref", "has the reference S9")),
    ({"tenures": ("T1,S1,P1,permanent", "T1,S1,P9,permanent")}, ("tenures.csv", 2, "person_ref", "reference P9")),
    ({"tenures": ("T1,S1,P1,permanent", "T1,S1,P1,boss")}, ("tenures.csv", 2, "status", "not a word of this column")),
    (
        {"tenures": ("2021-09-01,day,,2021-06-15", "2015-01-01,day,,2021-06-15")},
        ("tenures.csv", 2, "ended_on", "before"),
    ),
    ({"tenures": (",,2021-06-15,,no", ",,2024-06-04,,no")}, ("tenures.csv", 2, "end_known_on", "after today")),
    (
        {"tenures": ("T5,S3,P1,permanent,2021-09-06", "T5,S3,P1,permanent,2024-06-04")},
        ("tenures.csv", 6, "start_known_on", "stands for started_on"),
    ),
    (
        {"tenures": ("2021-09-01,day,,2021-06-15,,no", ",day,,,,no")},
        ("tenures.csv", 2, "end_reason", "its day is blank"),
    ),
    ({"tenures": ("planned_move", "illness")}, ("tenures.csv", 2, "end_reason", "'illness' is not a word")),
    (
        {"posts": ("S1,Z001,dcs,Director,2015-04-01,,", "S1,Z001,dcs,Director,2015-04-01,2021-12-31,")},
        END_AFTER_CLOSING,
    ),
    (
        {"tenures": ("T3,S1,P2", "T3,S2,P2"), "posts": ("2022-04-01,,2022-02-01", ",,")},
        ("tenures.csv", 4, "supersedes", "T4 is of another post"),
    ),
    (
        {"events": ("E2,S1,P1,T1", "E2,S3,P1,T5")},
        ("events.csv", 3, "supersedes", "E1 is of another post"),
    ),
    (
        {"authorities": ("Z99000002", "Z98000002")},
        ("authorities.csv", 3, "gss_code", "Z98000002 is not the statistical"),
    ),
    (
        {"authorities": ("Z99000002", "Z99000001")},
        ("authorities.csv", 3, "gss_code", "statistical code of Z001 already"),
    ),
    ({"authorities": ("unitary,,,42", "unitary,,2020-03-31,42")}, ("adoptions.csv", 2, "joined_on", "Z001 ended with")),
    ({"authorities": ("unitary,,,42", "unitary,2023-04-01,,42")}, ("facts.csv", 2, "effective_on", "Z001 began on")),
    ({"adoptions": ("2021-02-01", "2024-06-04")}, ("adoptions.csv", 2, "go_live_on", "is after today")),
    (
        {"pauses": FILES["pauses.csv"] + "Z001,family_valued,2021-08-31,,again\n"},
        ("pauses.csv", 3, "paused_on", "overlap: one is from 2021-06-01 until 2021-09-01"),
    ),
    ({"tenures": ("T4,2022-02-01", "T4,")}, ("tenures.csv", 4, "corrected_on", "only one is there")),
    ({"tenures": ("T4,2022-02-01", "T9,2022-02-01")}, ("tenures.csv", 4, "supersedes", "reference T9")),
    ({"tenures": ("T4,2022-02-01", "T3,2022-02-01")}, ("tenures.csv", 4, "supersedes", "corrects itself")),
    ({"tenures": ("T4,2022-02-01", "T5,2022-02-01")}, ("tenures.csv", 4, "supersedes", "of another post")),
    ({"tenures": ("2021-09-01,,2022-01-10", "2021-09-01,,")}, ("tenures.csv", 3, "end_reason", "its day is blank")),
    (
        {"tenures": ("2016-01-01,year,2021-09-01", "2016-01-01,year,2022-02-01")},
        ("tenures.csv", 4, "started_on", "overlap in the post S1: T1"),
    ),
    (
        {"tenures": ("T6,S3,P3", "T6,S2,P3"), "posts": ("2022-04-01,,2022-02-01", "2021-04-01,,2021-02-01")},
        ("tenures.csv", 7, "started_on", "no longer existed"),
    ),
    ({"events": ("E1,S1", "E1,S9")}, ("events.csv", 2, "post_ref", "reference S9")),
    (
        {"events": ("E3,S1,P2,T2", "E3,S1,P2,T5")},
        ("events.csv", 4, "tenure_ref", "T5 is in the post S3, the event in S1"),
    ),
    ({"events": ("E3,S1,P2,T2", "E3,S1,P1,T2")}, ("events.csv", 4, "person_ref", "T2 is of P2, the event of P1")),
    ({"events": ("post_closed", "sacked")}, ("events.csv", 5, "kind", "not a word of this column")),
    ({"events": ('2021-09-01,"council', '2024-06-04,"council')}, ("events.csv", 4, "known_on", "after today")),
    ({"events": (",2022-02-01,,", ",,,")}, ("events.csv", 5, "known_on", "cell is blank")),
    ({"events": ("medium", "sure")}, ("events.csv", 4, "confidence", "high, medium, low")),
    ({"events": ("high,,E1", "high,,E2")}, ("events.csv", 3, "supersedes", "corrects itself")),
    (
        {"authorities": ("Z002,Z99000002", "301,E09000002")},
        ("authorities.csv", 3, "code", "no authority of the register"),
    ),
    ({"authorities": ("Z99000002", "E99000002")}, ("authorities.csv", 3, "gss_code", "of another kind")),
    ({"authorities": ("county,,,90000", "county,,,90,000")}, ("authorities.csv", 3, "", "9 cells and the header 8")),
    (
        {"authorities": ("county,,,90000", "county,,,many")},
        ("authorities.csv", 3, "population_0_17", "not a whole number"),
    ),
    ({"adoptions": ("family_valued", "family_loved")}, ("adoptions.csv", 2, "innovation", "not a word")),
    ({"adoptions": ("2020-04-01,,", "2020-04-01,2019-01-01,")}, ("adoptions.csv", 2, "left_on", "before joined_on")),
    (
        {"memberships": "authority_code,joined_on,left_on\nZ001,2019-01-01,2019-01-01\n"},
        ("memberships.csv", 2, "left_on", "the same day as joined_on"),
    ),
    (
        {"memberships": "authority_code,joined_on,left_on\nZ001,2019-01-01,2020-05-01\n"},
        ("adoptions.csv", 2, "joined_on", "Z001 is in the programme from 2019-01-01 until 2020-05-01 already"),
    ),
    (
        {"memberships": "authority_code,joined_on,left_on\nZ001,2020-04-01,2022-05-01\n"},
        ("memberships.csv", 2, "left_on", "Z001 has another day here"),
    ),
    ({"pauses": ("2021-09-01", "2021-06-01")}, ("pauses.csv", 2, "resumed_on", "not after paused_on")),
    ({"pauses": ("Z001,", "Z002,")}, ("pauses.csv", 2, "innovation", "Z002 has not adopted")),
    ({"innovators": ("Z002", "Z009")}, ("innovators.csv", 2, "authority_code", "code Z009")),
    ({"facts": ("good,care", "fine,care")}, ("facts.csv", 2, "value", "'fine' is not a word for inspection")),
    ({"facts": ("care_leavers=good;", "care_leavers=nice;")}, ("facts.csv", 2, "detail", "not a sub-judgement")),
    ({"facts": ("no overall control", "")}, ("facts.csv", 4, "value", "political_control needs a value")),
    ({"facts": ("2025-05-01,,", "2025-05-01,2026-01-01,")}, ("facts.csv", 5, "until", "election has no end")),
    ({"facts": ("2023-05-04,,,no", "2025-05-04,,,no")}, ("facts.csv", 4, "known_on", "stands for effective_on")),
    (
        {"facts": ("F2,Z001,inspection,2026-05-04", "F2,Z001,inspection,2023-03-13")},
        ("facts.csv", 3, "effective_on", "F1 tells of the inspection"),
    ),
]


@pytest.mark.parametrize(("change", "expected"), WRONG, ids=[f"{w[1][0]}:{w[1][2]}:{w[1][3][:20]}" for w in WRONG])
def test_a_wrong_cell_is_named_with_file_line_and_column(change, expected):
    _, problems = plan(folder(**change))
    file, line, column, words = expected
    fitting = [
        problem
        for problem in problems
        if (problem.file, problem.line, problem.column) == (file, line, column)
        and words in problem.message + problem.remedy
    ]
    assert fitting, problems
    assert all(problem.remedy for problem in problems)


def test_all_problems_are_found_in_one_pass():
    files = folder(
        posts=("Director,2015-04-01", "Director,soon"),
        people=("Ada First", ""),
        tenures=("T6,S3,P3,fixed_term", "T6,S3,P3,boss"),
        events=("post_closed", "sacked"),
        facts=("good,care", "fine,care"),
    )
    _, problems = plan(files)
    # A row that cannot be read is no second problem of the rows that name it.
    assert [(problem.file, problem.line, problem.column) for problem in problems] == [
        ("events.csv", 5, "kind"),
        ("facts.csv", 2, "value"),
        ("people.csv", 2, "name"),
        ("posts.csv", 2, "opened_on"),
        ("tenures.csv", 7, "status"),
    ]


def test_several_cells_of_a_row_are_named_each():
    _, problems = plan(folder(tenures=("T6,S3,P3,fixed_term,2022-01-01,month", "T6,S3,P3,boss,January,week")))
    assert [problem.column for problem in problems] == ["started_on", "started_precision", "status"]


def test_two_rows_cannot_correct_the_same():
    _, problems = plan(
        folder(
            tenures=(
                "T5,S3,P1,permanent,2021-09-06,,,,,,,,,,",
                "T5,S1,P1,interim,2001-09-06,,2001-10-01,,,,,,other,T4,2022-01-01",
            )
        )
    )
    assert {(problem.line, problem.column) for problem in problems} == {(4, "supersedes"), (6, "supersedes")}


def test_what_was_known_on_the_day_itself_is_taken():
    late = TODAY + timedelta(days=1)
    _, problems = plan(folder(events=("2022-02-01,,", f"{TODAY},,")))
    assert problems == []
    _, problems = plan(folder(events=("2022-02-01,,", f"{late},,")))
    assert [problem.column for problem in problems] == ["known_on"]
    assert POSTS.key == ("post_ref",)
