"""Which texts may be read at all: none of fewer than five, none of a group that is not shown (14.2, rules 2 and 4)."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from leadership.profiles.closing.comments import texts_to_read
from leadership.profiles.comments.kinds import Manner
from leadership.profiles.comments.telling import TELLING
from leadership.profiles.kinds import Attribute, Group
from leadership.profiles.release.rating import Rating


def rated(*groups: Group) -> tuple[Rating, ...]:
    return tuple(
        Rating(UUID(int=place), group, attribute, 3)
        for place, group in enumerate(groups, start=1)
        for attribute in Attribute
    )


def texts(*places: int) -> dict[UUID, str]:
    return {UUID(int=place): f"Text {place}" for place in places}


def shown(ratings: Sequence[Rating], written: dict[UUID, str]) -> set[str]:
    found = texts_to_read(ratings, written, lambda held: held.reverse())
    return set() if found is None else set(found.texts)


PEERS = (Group.PEERS,) * 5


def test_five_of_a_group_that_is_shown_are_read_and_four_are_not() -> None:
    assert shown(rated(*PEERS), texts(1, 2, 3, 4, 5)) == {f"Text {place}" for place in range(1, 6)}
    assert shown(rated(*PEERS), texts(1, 2, 3, 4)) == set()


def test_texts_of_a_hidden_group_are_neither_read_nor_counted() -> None:
    ratings = rated(*PEERS, Group.PARTNERS, Group.PARTNERS)
    assert shown(ratings, texts(1, 2, 3, 4, 5, 6, 7)) == {f"Text {place}" for place in range(1, 6)}
    assert shown(ratings, texts(1, 2, 3, 4, 6, 7)) == set()


def test_the_line_managers_text_stands_among_five_others_and_makes_no_fifth() -> None:
    ratings = rated(*PEERS, Group.LINE_MANAGER)
    assert "Text 6" in shown(ratings, texts(1, 2, 3, 4, 5, 6))
    assert shown(ratings, texts(1, 2, 3, 4, 6)) == set()


def test_the_leaders_own_text_is_never_among_them() -> None:
    ratings = rated(*PEERS, Group.SELF)
    assert "Text 6" not in shown(ratings, texts(1, 2, 3, 4, 5, 6))


def test_the_order_is_mixed() -> None:
    found = texts_to_read(rated(*PEERS), texts(1, 2, 3, 4, 5), lambda held: held.reverse())
    assert found is not None
    assert found.texts[0] == "Text 5"
    assert "Text" not in repr(found)


@pytest.mark.parametrize(("writers", "manner"), [(5, Manner.SUMMARY), (9, Manner.SUMMARY), (10, Manner.ONE_BY_ONE)])
def test_from_ten_writers_on_texts_may_be_shown_as_written(writers: int, manner: Manner) -> None:
    """The line manager's text is one more to read and makes no tenth."""
    ratings = rated(*[Group.PEERS] * writers, Group.LINE_MANAGER)
    found = texts_to_read(ratings, texts(*range(1, writers + 2)), lambda _: None)
    assert found is not None
    assert found.manner is manner
    assert len(found.texts) == writers + 1


@pytest.mark.parametrize(
    "text",
    [
        "Write to me at pat@x.example",
        "Ring 0161 496 0123",
        "Since 12/03/2011 all went well",
        "Dr Field agrees",
        "I'm the head of early help",
        "I am your deputy",
        "My name is no secret",
    ],
)
def test_a_text_that_tells_who_wrote_it_is_held_back_and_does_not_count(text: str) -> None:
    assert TELLING.search(text)
    assert shown(rated(*PEERS), {**texts(1, 2, 3, 4), UUID(int=5): text}) == set()


@pytest.mark.parametrize(
    "text", ["Listens first.", "In 2024 decisions became clearer.", "More time with teams, please."]
)
def test_an_ordinary_text_is_not_held_back(text: str) -> None:
    assert not TELLING.search(text)


def test_no_ratings_no_texts() -> None:
    assert shown((), texts(1, 2, 3, 4, 5)) == set()
