"""What may be released of comments, and what not; the leader's page holds what was chosen and nothing else. Pure."""

import pytest

from leadership.profiles.comments.judge import judge, to_show
from leadership.profiles.comments.kinds import Decision, Fate, Manner
from leadership.profiles.comments.telling import find_repeated

TEXTS = {1: "Lets everybody finish before she speaks.", 2: "More time with teams.", 3: "Too many papers, too late."}
OUT = Decision(Fate.LEFT_OUT)


def fates(*chosen: Fate) -> dict[int, Decision]:
    return {place: Decision(fate) for place, fate in enumerate(chosen, start=1)}


UP = fates(Fate.TAKEN_UP, Fate.TAKEN_UP, Fate.LEFT_OUT)
ALL_OUT = fates(Fate.LEFT_OUT, Fate.LEFT_OUT, Fate.LEFT_OUT)


@pytest.mark.parametrize(
    ("decisions", "summary", "boxes"),
    [
        (UP, "People value her listening.", set()),
        (ALL_OUT, "", set()),
        ({}, "", {"fate_1", "fate_2", "fate_3"}),
        (fates(Fate.TAKEN_UP, Fate.AS_WRITTEN, Fate.LEFT_OUT), "x", {"fate_2"}),
        (UP, "", {"summary"}),
        (ALL_OUT, "Something all the same.", {"summary"}),
        (UP, "x" * 4001, {"summary"}),
        (UP, "Ring 0161 496 0123.", {"summary"}),
        (UP, "She LETS everybody finish, before she decides.", {"summary"}),
    ],
)
def test_of_five_to_nine_there_is_a_summary_in_the_readers_own_words(
    decisions: dict[int, Decision], summary: str, boxes: set[str]
) -> None:
    assert set(judge(Manner.SUMMARY, TEXTS, decisions, summary)) == boxes


@pytest.mark.parametrize(
    ("decision", "boxes"),
    [
        (Decision(Fate.AS_WRITTEN), set()),
        (Decision(Fate.SHORTENED, "Lets everybody finish."), set()),
        (Decision(Fate.SHORTENED), {"text_1"}),
        (Decision(Fate.SHORTENED, TEXTS[1]), {"text_1"}),
        (Decision(Fate.SHORTENED, "Says Dr Field"), {"text_1"}),
        (Decision(Fate.AS_WRITTEN, "Lets everybody finish."), {"fate_1"}),
        (Decision(Fate.TAKEN_UP), {"fate_1"}),
        (Decision(None), {"fate_1"}),
    ],
)
def test_from_ten_on_each_is_as_written_shorter_or_out(decision: Decision, boxes: set[str]) -> None:
    assert set(judge(Manner.ONE_BY_ONE, TEXTS, {1: decision, 2: OUT, 3: OUT}, "")) == boxes


def test_what_is_shown_is_what_was_chosen() -> None:
    chosen = {1: Decision(Fate.SHORTENED, "Lets people finish."), 2: Decision(Fate.AS_WRITTEN), 3: OUT}
    assert to_show(Manner.ONE_BY_ONE, TEXTS, chosen, "") == ["Lets people finish.", "More time with teams."]
    assert to_show(Manner.SUMMARY, TEXTS, UP, "In short.") == ["In short."]
    assert to_show(Manner.SUMMARY, TEXTS, ALL_OUT, "") == []


def test_five_words_in_a_row_are_somebody_elses_and_four_are_not() -> None:
    assert find_repeated("lets everybody finish before SHE", TEXTS) == 1
    assert find_repeated("lets everybody finish before", TEXTS) is None
    assert find_repeated("She doesn\u2019t decide too late at all", {7: "doesn't decide too late at"}) == 7


def test_nothing_of_a_decision_is_printed() -> None:
    assert "secret" not in repr(Decision(Fate.SHORTENED, "secret"))
