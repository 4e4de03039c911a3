"""What is written is read again as it was, whatever the rows hold."""

from dataclasses import fields
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from core.csv_problems import Problems
from core.csv_table import read_table, write_table
from leadership.register.files import layouts
from leadership.register.files.rows import EventRow, PersonRow, PostRow, TenureRow
from leadership.register.kinds import Confidence, EndReason, EventKind, Precision, TenureStatus

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
# Anything that stands on one line and does not begin or end with a space.
TEXTS = (
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


def words(kind):
    return st.sampled_from([word.value for word in kind])


def maybe(values):
    return st.none() | values


POST = st.builds(
    PostRow, TEXTS, st.just("Z001"), TEXTS, TEXTS, DAYS, maybe(DAYS), maybe(DAYS), maybe(DAYS), st.booleans()
)
PERSON = st.builds(PersonRow, TEXTS, TEXTS, maybe(TEXTS), maybe(DAYS))
TENURE = st.builds(
    TenureRow,
    *(TEXTS, TEXTS, TEXTS, words(TenureStatus)),
    *(DAYS, words(Precision), maybe(DAYS), words(Precision)),
    *(maybe(DAYS), maybe(DAYS), maybe(DAYS), maybe(st.booleans())),
    *(maybe(words(EndReason)), maybe(TEXTS), maybe(DAYS)),
)
EVENT = st.builds(
    EventRow,
    *(TEXTS, TEXTS, maybe(TEXTS), maybe(TEXTS), words(EventKind)),
    *(DAYS, words(Precision), DAYS, maybe(TEXTS), maybe(words(Confidence))),
    *(maybe(DAYS), maybe(TEXTS)),
)
CASES = st.one_of(
    st.tuples(st.just(layouts.POSTS), st.lists(POST, unique_by=lambda row: row.post_ref, max_size=5)),
    st.tuples(st.just(layouts.PEOPLE), st.lists(PERSON, unique_by=lambda row: row.person_ref, max_size=5)),
    st.tuples(st.just(layouts.TENURES), st.lists(TENURE, unique_by=lambda row: row.tenure_ref, max_size=5)),
    st.tuples(st.just(layouts.EVENTS), st.lists(EVENT, unique_by=lambda row: row.event_ref, max_size=5)),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(CASES)
def test_writing_and_reading_is_identity(case):
    layout, rows = case
    problems = Problems()
    content = write_table(layout, rows)
    read = read_table(content, layout, problems)
    assert problems.found == []
    assert [item.row for item in read.rows] == [layout.complete(row) for row in rows]
    assert write_table(layout, [item.row for item in read.rows]) == write_table(layout, map(layout.complete, rows))


def test_the_columns_of_every_layout_are_the_fields_of_its_rows():
    everything = (
        *(layouts.POSTS, layouts.PEOPLE, layouts.TENURES, layouts.EVENTS, layouts.FACTS),
        *(layouts.AUTHORITIES, layouts.ADOPTIONS, layouts.PAUSES, layouts.INNOVATORS, layouts.NEIGHBOUR_TABLE),
    )
    for layout in everything:
        assert [column.name for column in layout.columns] == [field.name for field in fields(layout.row)], layout.file
