"""Tables of the children in need release: b1 (children in need), c1 (referrals) and d3 (repeat plans)."""

from functools import partial

import numpy as np

from simulation.activity.counts import Count
from simulation.activity.noise import Share
from simulation.published.amendments import amend
from simulation.published.cells import PeopleColumn, RatioColumn, Sheet
from simulation.published.source import Amounts, Source
from simulation.published.tables import Table
from simulation.published.unsupplied import draw_unsupplied
from simulation.streams import stream

YEARS = 13
# Shares of episodes, measured on the releases of 2013 to 2025.
NO_ACTION = Share(4.5, 6.5, 3.5, memory=0.8)
NOT_IN_NEED = Share(26, 8, 6, memory=0.8)
REFERRED_CHILDREN = Share(89, 3, 1)
REREFERRED_CHILDREN = Share(85.5, 4, 1)
AWAITING = Share(3.4, 2.5, 2, memory=0.7)
CHILDREN = {"Anypoint": Share(93.5, 2.4, 0.6), "Started": Share(94, 2.6, 0.6), "Ended": Share(95, 2.4, 0.6)}

B1 = tuple(
    PeopleColumn(name)
    for name in (
        "Anypoint_episodes",
        "Anypoint_child",
        "Started_episodes",
        "Started_child",
        "Ended_episodes",
        "Ended_child",
        "At31_episodes",
        "awaiting_assessment",
    )
)
C1 = (
    PeopleColumn("referral_count"),
    PeopleColumn("rereferral_count"),
    RatioColumn("rereferral_percent", "rereferral_count", ("referral_count",), 100, 1),
    PeopleColumn("no_further_action_count"),
    RatioColumn("no_further_action_percent", "no_further_action_count", ("referral_count",), 100, 1),
    PeopleColumn("not_in_need_count"),
    RatioColumn("not_in_need_percent", "not_in_need_count", ("referral_count",), 100, 1),
    PeopleColumn("referral_child_count"),
    PeopleColumn("rereferral_child_count"),
    RatioColumn("rereferral_child_percent", "rereferral_child_count", ("referral_child_count",), 100, 1),
)
D3 = (
    PeopleColumn("CPP_start"),
    PeopleColumn("CPP_subsequent"),
    RatioColumn("CPP_subsequent_percent", "CPP_subsequent", ("CPP_start",), 100, 1),
)


def _in_need(source: Source, year: int, release: int, _value: str) -> Sheet:
    """b1: who was there at any point is who was there at the end and who left; both ways of adding up agree."""
    factors = source.amendments.of_counts("b1", year, release)
    started = amend(source.in_year(Count.NEED_STARTED, year), factors)
    ended = amend(source.in_year(Count.NEED_ENDED, year), factors)
    stock = amend(source.at_end(Count.NEED, year), factors)
    episodes = {"Anypoint": stock + ended, "Started": started, "Ended": ended}
    amounts: dict[str, Amounts] = {"At31_episodes": stock}
    for name, count in episodes.items():
        amounts[f"{name}_episodes"] = count
        amounts[f"{name}_child"] = source.part(f"b1 {name}", CHILDREN[name], count, year)
    amounts["awaiting_assessment"] = source.part("b1 awaiting", AWAITING, stock, year)
    return _with_gaps(source, "children in need", year, amounts)


def _referrals(source: Source, year: int, release: int, _value: str) -> Sheet:
    factors = source.amendments.of_counts("c1", year, release)
    referrals = amend(source.in_year(Count.REFERRALS, year), factors)
    again = amend(source.in_year(Count.REREFERRALS, year), factors)
    children = source.part("c1 children", REFERRED_CHILDREN, referrals, year)
    again_children = source.part("c1 children again", REREFERRED_CHILDREN, again, year)
    amounts = {
        "referral_count": referrals,
        "rereferral_count": again,
        "no_further_action_count": source.part("c1 no action", NO_ACTION, referrals, year),
        "not_in_need_count": source.part("c1 not in need", NOT_IN_NEED, referrals, year),
        "referral_child_count": children,
        "rereferral_child_count": np.minimum(again_children, children),
    }
    return _with_gaps(source, "referrals", year, amounts)


def _plans(source: Source, year: int, release: int, _value: str) -> Sheet:
    factors = source.amendments.of_counts("d3", year, release)
    amounts = {
        "CPP_start": amend(source.in_year(Count.PLANS_STARTED, year), factors),
        "CPP_subsequent": amend(source.in_year(Count.PLANS_REPEATED, year), factors),
    }
    return _with_gaps(source, "plans", year, amounts)


def _with_gaps(source: Source, table: str, year: int, amounts: dict[str, Amounts]) -> Sheet:
    rng = stream(source.world.parameters.seed, "unsupplied", table, str(year))
    return Sheet(amounts, draw_unsupplied([tuple(amounts)], len(source.world.councils), rng))


_cin = partial(Table, years=YEARS)
CIN_TABLES = (
    _cin("b1_children_in_need", B1, _in_need, filters={"category": ("Children in Need",)}),
    _cin(
        "c1_children_in_need_referrals_and_rereferrals",
        C1,
        _referrals,
        filters={"category": ("Referrals and Re-referrals",)},
    ),
    _cin(
        "d3_cpps_subsequent_plan",
        D3,
        _plans,
        filters={"category": ("Child Protection Plans which are a second or subsequent plan",)},
    ),
)
