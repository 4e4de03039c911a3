"""A leadership folder is read in one pass: every problem with file, line and column, and what a later file may add."""

from datetime import date, timedelta

import pytest
from factories.leadership_folder import FILES, TODAY, folder, plan, register_of

from core.csv_problems import SHOWN_SENTENCES, FilesRefusedError, Problems
from leadership.register.files.folder import read_folder
from leadership.register.files.layouts import POSTS

HEAD = {name: text.splitlines()[0] for name, text in FILES.items()}


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


UNREADABLE = [
    None,
    "",
    FILES["posts.csv"].replace(",", ";"),
    FILES["posts.csv"].replace("post_ref", "Post Ref"),
    FILES["posts.csv"].replace("Director", "Dir\0ector"),
    FILES["posts.csv"].replace("S1,", 'S1,"'),
    FILES["posts.csv"].replace("S1,Z001,dcs,Director,2015-04-01,,,,", "S1,Z001,dcs,Director,2015-04-01,,,,,"),
]


@pytest.mark.parametrize("posts", UNREADABLE)
def test_a_file_that_cannot_be_read_is_no_problem_of_those_that_name_its_rows(posts: str | None):
    """A thousand dangling references would hide the one thing to mend."""
    _, problems = plan(folder(posts=posts))
    assert problems
    assert {problem.file for problem in problems} == {"posts.csv"}


def test_a_file_read_whole_still_names_what_is_missing():
    _, problems = plan(folder(posts=FILES["posts.csv"].replace("S1,", "S7,").replace("yes", "maybe")))
    assert {(problem.file, problem.column) for problem in problems} >= {("tenures.csv", "post_ref")}


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


def test_several_cells_of_a_row_are_named_each():
    _, problems = plan(folder(tenures=("T6,S3,P3,fixed_term,2022-01-01,month", "T6,S3,P3,boss,January,week")))
    assert [problem.column for problem in problems] == ["started_on", "started_precision", "status"]


def test_spreadsheet_habits_are_forgiven():
    """A byte-order mark, Windows line ends, columns in another order, blank rows, spaces around values."""
    files = folder()
    header, *rows = FILES["people.csv"].splitlines()
    flipped = [",".join(reversed(line.split(","))) for line in (header, *rows)]
    files["people.csv"] = (
        ("\ufeff" + "\r\n".join([flipped[0], ",", *flipped[1:], "", " , "]))
        .replace("Ada First", "  Ada First ")
        .encode()
    )
    made, problems = plan(files)
    assert problems == []
    assert [row.name for row in made.people.new] == ["Ada First", "Bea Second", "Çai O'Third"]


def test_a_blank_row_does_not_move_the_line_numbers():
    _, problems = plan(folder(people=("P3,Çai O'Third", "\n\nP3,")))
    assert [(problem.file, problem.line) for problem in problems] == [("people.csv", 6)]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [("person_ref,name\nP1,Ren\xe9e\n".encode("latin-1"), 2, "not UTF-8"), (b"person_ref,name\nP1,A\0\n", 2, "null")],
)
def test_a_file_in_another_encoding_is_named_with_its_line(content: bytes, line: int, words: str):
    files = folder()
    files["people.csv"] = content
    _, problems = plan(files)
    first = next(problem for problem in problems if problem.file == "people.csv")
    assert first.line == line
    assert words in first.message


def test_a_misnamed_file_is_told_apart_from_what_a_world_holds_besides():
    files = folder() | {"fact.csv": b"", "figures.csv": b"", "neighbours.csv": b""}
    problems = Problems()
    read_folder(files, problems)
    assert [problem.file for problem in problems.found] == ["fact.csv"]


def test_identical_faults_stand_in_one_sentence_with_their_lines():
    rows = "".join(f"P{number},\n" for number in range(10, 40))
    problems = Problems()
    read_folder(folder(people="person_ref,name\n" + rows), problems)
    (sentence,) = problems.sentences()
    assert sentence.startswith("people.csv, lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 20 more, column name: the cell is")


def test_a_refusal_stays_readable_and_the_table_has_everything():
    problems = Problems()
    for number in range(SHOWN_SENTENCES + 5):
        problems.add("people.csv", number + 2, "name", f"fault {number}", "Mend it")
    with pytest.raises(FilesRefusedError) as refused:
        problems.refuse()
    lines = refused.value.sentence.splitlines()
    assert lines[0] == "105 problems; nothing was stored."
    assert lines[-1] == "... and 5 more of other kinds."
    assert problems.table().count(b"\n") == 106


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
