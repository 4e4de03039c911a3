"""A leadership folder as people write it: what is forgiven, what cannot be read, how it is said."""

import pytest
from factories.leadership_folder import FILES, folder, plan

from core.csv_problems import SHOWN_SENTENCES, FilesRefusedError, Problems
from leadership.register.files.folder import read_folder

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
