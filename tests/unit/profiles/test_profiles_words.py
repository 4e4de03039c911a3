"""The five attributes as data, and the letters."""

from datetime import date
from uuid import uuid4

import pytest

from leadership.profiles.attributes import OPEN_QUESTIONS, WORDS
from leadership.profiles.kinds import INVITED, Attribute, Group
from leadership.profiles.letters import invitation_words, reminder_words
from leadership.profiles.models import ProfileRound
from leadership.profiles.send import due_reminder


def test_every_attribute_has_its_words_and_as_many_prompts_as_the_report_has_headings() -> None:
    assert list(WORDS) == list(Attribute)
    assert next(iter(WORDS)) is Attribute.VALUES_DRIVEN, "it stands first"
    assert [len(words.prompts) for words in WORDS.values()] == [6, 7, 4, 8, 2]
    for words in WORDS.values():
        assert sorted(words.anchors) == [1, 3, 5]
        assert words.question.endswith("?")
        assert "you" in words.own_question
    assert [attribute.position for attribute in Attribute] == [1, 2, 3, 4, 5]


def test_open_questions_have_keys_of_their_own() -> None:
    assert len({key for key, _ in OPEN_QUESTIONS}) == len(OPEN_QUESTIONS) >= 5


def held(opened_on: date, closes_on: date) -> ProfileRound:
    return ProfileRound(
        id=uuid4(), leader_name="Ada First", post_title="Director", opened_on=opened_on, closes_on=closes_on
    )


@pytest.mark.parametrize("write", [invitation_words, reminder_words])
@pytest.mark.parametrize("group", INVITED)
def test_letters_say_who_asks_until_when_and_where(write, group: Group) -> None:
    words = write(held(date(2026, 6, 1), date(2026, 6, 15)), "Ashmere", group, "https://t.example/rate/abc")
    assert "Ada First" in words.subject
    for part in ("Ada First, Director at Ashmere", "15 June 2026", "https://t.example/rate/abc"):
        assert part in words.body


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2026, 6, 7), None),
        (date(2026, 6, 8), date(2026, 6, 8)),
        (date(2026, 6, 9), date(2026, 6, 8)),
        (date(2026, 6, 10), None),
        (date(2026, 6, 13), date(2026, 6, 13)),
        (date(2026, 6, 14), date(2026, 6, 13)),
        (date(2026, 6, 15), None),
    ],
)
def test_reminders_are_due_seven_and_two_days_before_and_made_up_for_one_day_later(on: date, due: date | None) -> None:
    assert due_reminder(held(date(2026, 6, 1), date(2026, 6, 15)), on) == due


def test_a_short_round_has_no_reminder_before_it_was_opened() -> None:
    assert due_reminder(held(date(2026, 6, 10), date(2026, 6, 15)), date(2026, 6, 8)) is None
