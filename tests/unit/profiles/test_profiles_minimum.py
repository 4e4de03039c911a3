"""A client may ask for more than three raters of a group, never for fewer: setting, figures, texts and words follow."""

from datetime import date
from uuid import uuid4

import pytest

from core.settings import Settings, SettingsError
from leadership.profiles.closing.comments import texts_to_read
from leadership.profiles.find import GroupProgress
from leadership.profiles.kinds import Attribute, Group, RoundKind, View
from leadership.profiles.own.pictures import FrozenRound
from leadership.profiles.release.own import own_results
from leadership.profiles.release.rating import Rating
from reports.profile.document import document_of

GOOD = {
    "DATABASE_URL": "postgresql://app@db/throughline",
    "REDIS_URL": "rediss://:word@broker:6379/0",
    "SECRET_KEYS": "3f9c1b7a2d8e4c6f0a5b9d1e7c3f8a2b4d6e",
    "PUBLIC_URL": "https://throughline.example",
    "MAIL_URL": "smtps://user:word@mail:465",
    "MAIL_FROM": "Throughline <throughline@throughline.example>",
}


def rated(group: Group, count: int) -> list[Rating]:
    raters = [uuid4() for _ in range(count)]
    return [Rating(rater, group, attribute, 4) for rater in raters for attribute in Attribute]


@pytest.mark.parametrize(("given", "taken"), [({}, 3), ({"FEWEST_RATERS": "5"}, 5), ({"FEWEST_RATERS": "10"}, 10)])
def test_the_setting_is_three_or_what_the_client_asks_for(given: dict[str, str], taken: int) -> None:
    assert Settings.from_environment({**GOOD, **given}).fewest_raters == taken


@pytest.mark.parametrize("wrong", ["2", "0", "-3", "11", "many", "3.5"])
def test_fewer_than_three_is_refused_before_anything_starts(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"FEWEST_RATERS is .* number from 3 to 10"):
        Settings.from_environment({**GOOD, "FEWEST_RATERS": wrong})


def test_a_group_under_the_minimum_is_hidden_and_says_so_everywhere() -> None:
    ratings = [*rated(Group.PEERS, 4), *rated(Group.PARTNERS, 5)]
    frozen = FrozenRound(
        RoundKind.ALL_ROUND.value, date(2026, 11, 1), own_results(ratings, manager_told=True, minimum=5).results
    )
    of = {each.view: each for each in frozen.results if each.attribute is Attribute.BUY_IN}
    assert (of[View.PEERS].shown, of[View.PEERS].count_words) == ("not shown", "fewer than 5")
    assert of[View.PARTNERS].raters == 5
    assert of[View.OTHERS].raters == 5, "exclusion, not hiding"
    assert (frozen.fewest, frozen.fewest_others) == (5, 5)
    said = str(document_of(frozen, name="Ada First", post="Director", on=date(2026, 11, 2)).blocks)
    assert "shown from five answers on" in said
    assert "three answers" not in said


def test_texts_of_a_group_under_the_minimum_are_hidden_too() -> None:
    ratings = [*rated(Group.PEERS, 4), *rated(Group.PARTNERS, 5)]
    texts = {rating.rater: f"Text {place}" for place, rating in enumerate(ratings[:: len(Attribute)])}
    for minimum, number in ((3, 9), (5, 5)):
        found = texts_to_read(ratings, texts, lambda _: None, minimum)
        assert found is not None
        assert len(found.texts) == number
    assert texts_to_read(ratings, texts, lambda _: None, 6) is None


def test_progress_never_tells_of_fewer_than_are_shown() -> None:
    assert GroupProgress(Group.PEERS, 8, enough=True, fewest=5).answered == "5 or more"
    assert GroupProgress(Group.PEERS, 8, enough=False, fewest=5).answered == "fewer than 5"
