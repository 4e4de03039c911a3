"""What a profile says in sentences, in pictures and in the file to take to a coach. Pure."""

from datetime import date
from uuid import UUID

import pytest

from leadership.development.behaviours import CROSSWALK, WORDS
from leadership.development.find import Wanted
from leadership.handover.parts import Behaviour
from leadership.profiles.kinds import Attribute, Group, RoundKind, View
from leadership.profiles.own.pictures import FrozenRound, history_of, radar_of, rows_of, shared_round
from leadership.profiles.own.words import LEADER, YOU, finding, gap_sentences
from leadership.profiles.release.own import own_results
from leadership.profiles.release.rating import Rating
from reports.documents.document import Bullets, Document, Paragraph, Picture, Table
from reports.profile.document import document_of

ON = date(2026, 11, 3)


def frozen(raters: dict[Group, list[int]], kind: RoundKind = RoundKind.ALL_ROUND, on: date = ON) -> FrozenRound:
    """A released round in which each rater gives one score to every attribute."""
    ratings, number = [], 0
    for group, scores in raters.items():
        for score in scores:
            number += 1
            ratings += [Rating(UUID(int=number), group, attribute, score) for attribute in Attribute]
    return FrozenRound(kind.value, on, own_results(ratings, manager_told=True).results)


FAR = {Group.SELF: [5], Group.PEERS: [3, 2, 3, 2, 3, 2, 3, 2], Group.LINE_MANAGER: [1]}


def all_words(document: Document) -> str:
    """Everything that a document would print."""
    found = [document.title, document.subtitle, document.notice]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Table):
            found += [cell for row in block.rows for cell in row]
        elif isinstance(block, Picture):
            found += [block.svg, block.words, block.caption]
    return "\n".join(found)


def test_a_gap_is_told_once_an_attribute_against_all_others() -> None:
    sentences = gap_sentences(frozen(FAR).shown)
    assert len(sentences) == 5
    assert sentences[0] == (
        "Values-driven: you scored yourself higher than all others (5 beside 2.3, from 9 ratings). "
        "This is indicative: fewer than 10 people stand behind it."
    )


def test_from_ten_ratings_on_nothing_is_called_indicative() -> None:
    sentences = gap_sentences(frozen({Group.SELF: [1], Group.PEERS: [4, 3, 4, 3, 4, 3, 4, 3, 4, 3]}).shown)
    assert "lower than all others" in sentences[0]
    assert "indicative" not in sentences[0]


def test_within_the_half_width_no_word_is_made_of_a_gap() -> None:
    held = frozen({Group.SELF: [5], Group.PEERS: [3, 3, 4]})
    assert gap_sentences(held.shown) == []
    assert "larger than the number of ratings leaves open" in finding(held.shown)


def test_where_the_mean_of_all_others_is_not_shared_no_difference_is_said_of_groups_alone() -> None:
    held = frozen({Group.SELF: [5], Group.PEERS: [3, 3, 4, 4], Group.DIRECT_REPORTS: [3, 4, 3, 4]})
    assert "differently from others" in finding(held.shown)
    assert "that of any one group is larger" in finding(
        shared_round(held.kind, held.closed_on, held.results).shown, LEADER
    )


@pytest.mark.parametrize(("voice", "word"), [(YOU, "you see yourself"), (LEADER, "they see themselves")])
def test_leader_and_coach_are_each_addressed_as_they_are(voice, word: str) -> None:
    assert word in finding(frozen(FAR).shown, voice)


def test_a_coach_is_told_of_groups_and_never_of_line_manager_or_all_others() -> None:
    held = frozen(FAR)
    seen = shared_round(held.kind, held.closed_on, held.results)
    assert {each.view for each in seen.results} == {View.SELF, View.PEERS, View.DIRECT_REPORTS, View.PARTNERS}
    assert gap_sentences(seen.shown, LEADER)[0].startswith(
        "Values-driven: they scored themselves higher than their peers"
    )
    labels = {row[1] for row in rows_of(seen).table.rows}
    assert labels == {"Leader", "Peers", "Direct reports", "Partners"}


def test_the_file_for_a_coach_is_the_same_whatever_the_line_manager_gave() -> None:
    made = [
        document_of(frozen({**FAR, Group.LINE_MANAGER: given}), name="Ada First", post="Director", on=ON)
        for given in ([1], [5], [])
    ]
    assert made[0] == made[1] == made[2]
    assert "All others" not in all_words(made[0])


def test_case_1_and_6_in_the_file() -> None:
    """Two peers leave no trace; three direct reports who all gave 1 are not told."""
    hidden = frozen({Group.SELF: [3], Group.PEERS: [4, 5], Group.DIRECT_REPORTS: [1, 1, 1]})
    absent = frozen({Group.SELF: [3], Group.DIRECT_REPORTS: [1, 1, 1]})
    made, without = (document_of(each, name="Ada", post="Director", on=ON) for each in (hidden, absent))
    assert made == without
    words = all_words(made)
    assert "1.2 or below" in words
    assert ">1.0<" not in words


def test_history_sets_rounds_side_by_side_with_the_token_where_nothing_may_be_shown() -> None:
    rounds = [frozen({Group.SELF: [4], Group.PEERS: [3, 3]}, on=date(2025, 9, 1)), frozen(FAR)]
    chart = history_of(rounds)
    assert [row[:3] for row in chart.table.rows[:4]] == [
        ("Values-driven", "You, 1 September 2025", "4"),
        ("Values-driven", "All others, 1 September 2025", "not shown"),
        ("Values-driven", "You, 3 November 2026", "5"),
        ("Values-driven", "All others, 3 November 2026", "2.3"),
    ]
    assert "not by itself a change in you" in chart.caption


def test_the_radar_has_own_score_and_all_others_alone() -> None:
    assert radar_of(frozen(FAR)).table.columns == ("Attribute", "You", "All others")
    alone = frozen({Group.SELF: [4]}, RoundKind.SELF_REFLECTION)
    assert radar_of(alone).table.columns == ("Attribute", "You")


def test_the_crosswalk_is_the_specifications() -> None:
    """Risk-and-analysis 15.2, by the numbers of the study."""
    number = {behaviour: place for place, behaviour in enumerate(Behaviour, start=1)}
    found = {attribute.position: {number[each] for each in listed} for attribute, listed in CROSSWALK.items()}
    assert found == {1: {3, 4, 6}, 2: {1, 2, 6, 8}, 3: {5, 6, 7, 8}, 4: {2, 5, 6}, 5: {2, 5, 6, 7}}
    assert set(WORDS) == set(Behaviour)


def test_a_behaviour_that_an_attribute_does_not_carry_leaves_nothing() -> None:
    wanted = Wanted(behaviour=Behaviour.LEARNING, attribute=Attribute.VALUES_DRIVEN)
    assert wanted.impossible
    assert not Wanted(behaviour=Behaviour.BELIEF, attribute=Attribute.VALUES_DRIVEN).impossible
    assert Wanted().behaviours == frozenset()
