"""Columns that a release calls by other words."""

import pytest

from outcomes.evidence.statistics.columns import Columns


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("at31_episodes", "at31_episode_count"),
        ("at31_episodes", "at_31_episodes"),
        ("re_referrals_percent", "rereferral_percentage"),
        ("children_count", "number_of_children"),
        ("rate_per_10000", "rate_per_10k"),
        ("rate_per_10000", "rate_per_10_000"),
        ("duration_0_10_days", "duration_0_to_10_days_number"),
        ("2_years_or_more", "two_years_or_more"),
        ("section47", "section_47s"),
        ("cpp_start", "cpp_starting_count"),
    ],
)
def test_the_same_thing_in_other_words_is_found(known: str, name: str):
    assert Columns([name, "something_else"]).find(known) == name


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("cpp_start", "cpp_child_start"),
        ("agency_fte", "agency_cover_fte"),
        ("turnover_rate_fte", "turnover_rate_headcount"),
        ("rereferral_count", "rereferral_percent"),
        ("referral_count", "referral_child_count"),
        ("number", "rate"),
    ],
)
def test_another_thing_in_similar_words_is_not(known: str, other: str):
    assert Columns([other]).find(known) is None


def test_the_name_itself_comes_first_and_two_by_words_are_none():
    assert Columns(["referrals", "referral_count"]).find("referrals") == "referrals"
    assert Columns(["referral_number", "referral_count"]).find("referrals") is None
    assert Columns(["b", "c"]).find_first(("a", "c")) == "c"
    assert Columns(["b", "c"]).find_all(("b", "a")) is None
