"""What was known of a post on a day, and the stretches that its line is drawn from: on rows in memory."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from leadership.register.days import Day
from leadership.register.history import History
from leadership.register.kinds import EventKind, Precision, TenureStatus
from leadership.register.models import LeadershipRole, Person, Post, SuccessionEvent, Tenure
from leadership.register.seats import seat_on
from leadership.register.stretches import stretches_of
from leadership.register.timeline import timeline_of
from leadership.register.views.words import tenure_words

D = date.fromisoformat
POST = Post(
    id=uuid4(), ref="S1", title="Director", opened_on=D("2020-01-01"), known_on=D("2020-01-01"), job_share=False
)
ROLE = LeadershipRole(code="dcs", name="Director of children's services", kind="officer", statutory=True, position=1)
ADA, BEA, CAI = (Person(id=uuid4(), ref=name, name=name) for name in ("Ada", "Bea", "Cai"))


def tenure(person: Person, status: str, start: str, end: str | None = None, **facts: object) -> Tenure:
    told = {
        "start_known_on": D(start),
        "end_known_on": D(end) if end else None,
        "started_precision": "day",
        "ended_precision": "day",
    }
    return Tenure(
        id=uuid4(),
        ref=f"{person.name} {start}",
        post_id=POST.id,
        person_id=person.id,
        status=status,
        started_on=D(start),
        ended_on=D(end) if end else None,
        **(told | facts),
    )


def event(kind: str, effective: str, known: str, of: Tenure | None = None, **facts: object) -> SuccessionEvent:
    return SuccessionEvent(
        id=uuid4(),
        ref=f"{kind} {effective}",
        post_id=POST.id,
        person_id=of.person_id if of else None,
        tenure_id=of.id if of else None,
        kind=kind,
        effective_on=D(effective),
        effective_precision="day",
        known_on=D(known),
        **facts,
    )


def history(
    *rows: Tenure, events: tuple[SuccessionEvent, ...] = (), entitled: bool = True, post: Post = POST
) -> History:
    people: dict[UUID, Person] = {person.id: person for person in (ADA, BEA, CAI)}
    return History(post, ROLE, rows, events, people, None, entitled)


def told_of(found: History, on: str) -> list[tuple[str, str | None, str, bool]]:
    return [
        (each.start.isoformat(), each.status.value if each.status else None, each.holder, each.new_person)
        for each in stretches_of(found, D(on))
    ]


def test_a_line_breaks_at_vacancies_and_marks_new_people():
    found = history(
        tenure(ADA, "permanent", "2020-03-01", "2021-06-01"),
        tenure(BEA, "interim", "2021-09-01", "2022-01-10", end_reason="confirmed"),
        tenure(BEA, "permanent", "2022-01-10"),
    )
    assert told_of(found, "2024-01-01") == [
        ("2020-01-01", None, "", False),
        ("2020-03-01", "permanent", "Ada", False),
        ("2021-06-01", None, "", False),
        ("2021-09-01", "interim", "Bea", True),
        ("2022-01-10", "permanent", "Bea", False),
    ]
    assert [each.end for each in stretches_of(found, D("2024-01-01"))][-1] is None


def test_who_stands_in_discharges_the_role_and_gives_it_back():
    found = history(
        tenure(ADA, "permanent", "2020-01-01"), tenure(BEA, "acting", "2022-02-01", "2022-08-01", end_reason="other")
    )
    assert told_of(found, "2024-01-01") == [
        ("2020-01-01", "permanent", "Ada", False),
        ("2022-02-01", "acting", "Bea", True),
        ("2022-08-01", "permanent", "Ada", True),
    ]
    away = seat_on(found, D("2022-03-01"), D("2022-03-01"))
    assert [(holder.name, holder.away) for holder in away.holders] == [("Bea", False), ("Ada", True)]


def test_a_closed_post_has_no_line_after_its_closing():
    closed = Post(
        id=POST.id,
        ref="S1",
        title="Director",
        opened_on=D("2020-01-01"),
        known_on=D("2020-01-01"),
        closed_on=D("2022-01-01"),
        close_known_on=D("2021-11-01"),
        job_share=False,
    )
    found = history(tenure(ADA, "permanent", "2020-01-01", "2022-01-01"), post=closed)
    assert [each.end for each in stretches_of(found, D("2024-01-01"))] == [D("2022-01-01")]
    assert seat_on(found, D("2024-01-01")).closed
    assert seat_on(found, D("2021-12-01")).coming[-1].words == "the post closes"
    assert not seat_on(found, D("2021-10-01")).coming, "before the closing was known"


@pytest.mark.parametrize(
    ("known", "holders"),
    [("2020-12-31", []), ("2021-01-01", ["Ada"]), ("2021-06-30", ["Ada"]), ("2021-07-01", [])],
)
def test_starts_and_ends_count_from_when_they_could_be_known(known: str, holders: list[str]):
    late = tenure(
        ADA, "permanent", "2020-03-01", "2021-02-01", start_known_on=D("2021-01-01"), end_known_on=D("2021-07-01")
    )
    assert [holder.name for holder in seat_on(history(late), D(known)).holders] == holders


def test_a_correction_counts_from_its_own_day_and_leaves_what_was_known_before():
    wrong = tenure(ADA, "permanent", "2020-03-01")
    right = tenure(
        ADA,
        "permanent",
        "2020-04-01",
        supersedes_id=wrong.id,
        corrected_on=D("2021-01-01"),
        start_known_on=D("2020-03-01"),
    )
    found = history(wrong, right)
    assert seat_on(found, D("2020-12-31")).holders[0].since == Day(D("2020-03-01"))
    assert seat_on(found, D("2021-01-01")).holders[0].since == Day(D("2020-04-01"))
    assert found.versions(right.id) == {wrong.id, right.id}


def test_an_announcement_of_the_corrected_row_stands_for_the_correction():
    wrong = tenure(ADA, "permanent", "2020-03-01")
    right = tenure(ADA, "fixed_term", "2020-03-01", supersedes_id=wrong.id, corrected_on=D("2021-01-01"))
    announced = event("departure_announced", "2022-03-31", "2020-12-01", wrong)
    found = history(wrong, right, events=(announced,))
    assert seat_on(found, D("2021-02-01")).holders[0].leaves is announced


@pytest.mark.parametrize(
    ("of", "stands"), [("tenure", True), ("person", True), ("post", True), ("somebody else", False)]
)
def test_an_announcement_may_name_the_tenure_the_person_or_the_post_alone(of: str, stands: bool):
    held = tenure(ADA, "permanent", "2020-03-01")
    announced = event("departure_announced", "2022-03-31", "2021-12-01", held if of == "tenure" else None)
    announced.person_id = {"person": ADA.id, "somebody else": CAI.id}.get(of)
    seat = seat_on(history(held, events=(announced,)), D("2022-01-01"))
    assert (seat.holders[0].leaves is announced) is stands


def test_a_confidential_event_is_known_later_to_those_not_entitled():
    held = tenure(ADA, "permanent", "2020-03-01")
    secret = event("departure_announced", "2022-03-31", "2021-12-01", held, confidential_until=D("2022-02-01"))
    for entitled, known, seen in (
        (True, "2021-12-01", True),
        (False, "2021-12-01", False),
        (False, "2022-01-31", False),
        (False, "2022-02-01", True),
    ):
        found = history(held, events=(secret,), entitled=entitled)
        assert bool(seat_on(found, D(known)).holders[0].leaves) is seen, (entitled, known)


def test_the_timeline_tells_what_the_log_is_silent_about():
    first = tenure(ADA, "permanent", "2020-03-01", "2021-06-01", end_reason="retirement")
    second = tenure(BEA, "interim", "2021-09-01")
    log = (event("departed", "2021-06-01", "2021-06-01", first), event("post_created", "2020-01-01", "2020-01-01"))
    assert [
        (entry.on.on.isoformat(), entry.sentence)
        for entry in timeline_of(history(first, second, events=log), D("2024-01-01"))
    ] == [
        ("2021-09-01", "Bea appointed as interim"),
        ("2021-06-01", "Ada left (retired)"),
        ("2020-03-01", "Ada appointed (permanent)"),
        ("2020-01-01", "Post created"),
    ]


@pytest.mark.parametrize(
    ("day", "words", "last"),
    [
        (Day(D("2024-02-28")), "28 February 2024", "2024-02-28"),
        (Day(D("2024-02-01"), Precision.MONTH), "February 2024", "2024-02-29"),
        (Day(D("2024-01-01"), Precision.YEAR), "2024", "2024-12-31"),
    ],
)
def test_a_day_is_as_exact_as_it_is_known(day: Day, words: str, last: str):
    assert (day.words, day.last) == (words, D(last))
    assert Day.known_to(day.precision, day.last).on == day.first


def test_a_month_stands_as_its_first_day():
    with pytest.raises(ValueError, match="stands as its first day"):
        Day(D("2024-02-02"), Precision.MONTH)
    assert Day(D("2024-02-29")).after == Day(D("2024-03-01"))


def test_every_kind_and_status_has_its_words():
    assert all(kind.words for kind in EventKind)
    assert [status.value for status in TenureStatus if status.substantive] == ["permanent", "fixed_term"]


def test_a_time_in_post_that_lies_ahead_is_not_called_still_there():
    found = history(
        tenure(ADA, "permanent", "2020-03-01", "2024-02-01"),
        tenure(BEA, "permanent", "2024-02-01", start_known_on=D("2023-11-01")),
    )
    ada, bea = found.tenures_as_known(D("2024-02-01"))
    assert tenure_words(found, ada, D("2024-01-31")) == "Ada, permanent, 1 March 2020, to 31 January 2024"
    assert tenure_words(found, bea, D("2024-01-31")) == "Bea, permanent, 1 February 2024, not yet begun"
    assert tenure_words(found, bea, D("2024-02-01")) == "Bea, permanent, 1 February 2024, still there"
