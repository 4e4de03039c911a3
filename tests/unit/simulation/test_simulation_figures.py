import re
from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import numpy as np
import pytest
from simulation_days import UNTIL

from core.quarters import Quarter
from simulation.activity.counts import Count
from simulation.figures import Figure, quarterly_figures
from simulation.figures.indicators import INDICATORS
from simulation.figures.programme_measures import MEASURES

CATALOGUE = """
REF_RATE REREF_PCT RETURN_12M_PCT ASSESS_45_PCT S47_RATE ICPC_RATE ICPC_15_PCT CIN_RATE CPP_RATE CPP_START_RATE
CPP_REPEAT_PCT CPP_2Y_PCT PL_KINSHIP_PCT CLA_RATE CLA_XUASC_RATE CLA_START_RATE CLA_START_ADOL_PCT
CLA_CEASE_RATE CLA_HOME_PCT CLA_SGO_PCT CARE_APP_RATE PL_3PLUS_PCT PL_LONGTERM_PCT PL_20MI_PCT
PL_RESIDENTIAL_PCT CLA_MISSING_PCT CLA_OFFEND_PCT CLA_SDQ_MEAN CIN_PA_PCT CLA_PA_PCT CL_EET_PCT CIN_UNAUTH_PCT
SW_TURNOVER_PCT SW_VACANCY_PCT SW_AGENCY_PCT SW_CASELOAD FGC_OFFER_PCT FGC_AVOID_PCT EDGE_HOME_PCT
MDT_FILLED_PCT
"""
CODES = re.findall(r"\w+", CATALOGUE)
MULTIPLIERS = {"RATE": 10_000, "PCT": 100, "MEAN": 1, "CASELOAD": 1}
PROGRAMME = {measure.code for measure in MEASURES}


@pytest.fixture(scope="module")
def figures(world, activity) -> list[Figure]:
    return quarterly_figures(world, activity)


def test_all_forty_indicators_of_the_catalogue_have_figures(figures):
    assert {figure.code for figure in figures} == set(CODES)
    assert len(CODES) == 40


def test_every_adopter_has_five_and_a_half_years_to_the_last_completed_quarter(world, figures):
    staying = {a.council for a in world.programme.adoptions if not a.left_on}
    quarters = defaultdict(set)
    for figure in figures:
        quarters[figure.council].add(figure.quarter)
    for council in staying:
        assert len(quarters[council]) == 22
        assert max(quarters[council]) == Quarter(2026, 2)


def test_who_has_left_returns_nothing_more(world, figures):
    (left,) = [a for a in world.programme.adoptions if a.left_on]
    last = max(figure.quarter for figure in figures if figure.council == left.council)
    assert last.ends_on < left.left_on <= last.next().ends_on


def test_a_value_is_its_numerator_over_its_denominator_at_the_catalogue_s_decimals(figures):
    shown = [figure for figure in figures if figure.status == "ok"]
    for figure in shown:
        multiplier = MULTIPLIERS[figure.code.rsplit("_", 1)[1]]
        exact = Decimal(str(figure.numerator)) * multiplier / Decimal(str(figure.denominator))
        assert figure.value == exact.quantize(figure.value, rounding=ROUND_HALF_UP)
    assert {-figure.value.as_tuple().exponent for figure in shown if figure.code == "CLA_RATE"} == {0}
    assert {-figure.value.as_tuple().exponent for figure in shown if figure.code == "REREF_PCT"} == {1}


def test_a_figure_without_a_value_has_no_counts_either(figures):
    gone = [figure for figure in figures if figure.status != "ok"]
    assert gone
    assert all(f.value is f.numerator is f.denominator is None for f in gone)


def test_counts_of_one_to_five_children_are_hidden_and_nought_is_shown(figures):
    people = [f for f in figures if f.status == "ok" and not f.code.startswith("SW_") and f.code != "MDT_FILLED_PCT"]
    assert not [f for f in people if 1 <= f.numerator <= 5 or 1 <= f.denominator <= 5]
    hidden = Counter(f.code for f in figures if f.status == "c")
    assert hidden["CLA_OFFEND_PCT"] > 3
    assert hidden["REF_RATE"] == 0


def test_a_few_figures_were_not_supplied(figures):
    assert 0.004 < sum(figure.status == "x" for figure in figures) / len(figures) < 0.04


def test_percentages_stay_within_their_bounds(figures):
    shares = [figure for figure in figures if figure.code.endswith("_PCT") and figure.value is not None]
    assert all(0 <= figure.value <= 100 for figure in shares if figure.code != "SW_TURNOVER_PCT")
    assert all(f.numerator <= f.denominator for f in shares if f.code != "SW_TURNOVER_PCT")


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        ("REF_RATE", 75, 217),
        ("REREF_PCT", 14.1, 27.8),
        ("CPP_RATE", 24.9, 73.2),
        ("CLA_RATE", 35, 128),
        ("CLA_START_RATE", 3.6, 11.3),
        ("PL_3PLUS_PCT", 6, 15),
        ("SW_TURNOVER_PCT", 6.8, 23.2),
        ("SW_CASELOAD", 11.6, 19.1),
        ("CL_EET_PCT", 42.5, 69),
        ("CLA_SDQ_MEAN", 12.4, 16.8),
    ],
)
def test_most_councils_lie_between_the_catalogue_s_limits_of_nine_in_ten_real_ones(activity, code, low, high):
    (indicator,) = [indicator for indicator in INDICATORS if indicator.code == code]
    last = np.s_[:, -12:]
    values = indicator.rule.multiplier * indicator.numerator(activity)[last] / indicator.denominator(activity)[last]
    assert 0.75 < ((values >= low) & (values <= high)).mean() < 1


def test_yearly_indicators_have_a_row_in_their_quarter_alone(figures):
    quarters = defaultdict(set)
    for figure in figures:
        quarters[figure.code].add(figure.quarter.number)
    assert quarters["CLA_OFFEND_PCT"] == quarters["CARE_APP_RATE"] == {4}
    assert quarters["CIN_PA_PCT"] == {2}
    assert quarters["CLA_RATE"] == {1, 2, 3, 4}


def test_snapshots_change_little_from_quarter_to_quarter(figures):
    series = defaultdict(list)
    for figure in figures:
        if figure.code == "CLA_RATE" and figure.numerator:
            series[figure.council].append(figure.numerator)
    moved = [abs(other / one - 1) for values in series.values() for one, other in pairwise(values)]
    assert sorted(moved)[len(moved) // 2] < 0.05


def test_programme_measures_begin_with_go_live(world, figures):
    live = {adoption.council: adoption.go_live_on for adoption in world.programme.adoptions}
    for figure in figures:
        if figure.code in PROGRAMME and figure.status != "z":
            assert live[figure.council] <= figure.quarter.ends_on
    assert [f for f in figures if f.code in PROGRAMME and f.status == "z"]


def test_programme_measures_of_another_innovation_do_not_apply(world, figures):
    of = {adoption.council: adoption.innovation for adoption in world.programme.adoptions}
    hub = [f for f in figures if f.code == "EDGE_HOME_PCT" and f.status != "z"]
    assert {of[figure.council] for figure in hub} == {"no_wrong_door"}
    assert all(f.status == "z" for f in figures if f.code == "FGC_OFFER_PCT" and of[f.council] != "family_valued")


def test_programme_measures_stop_while_an_adoption_is_paused(world, figures):
    (pause,) = world.programme.pauses
    paused = [
        f
        for f in figures
        if f.code == "MDT_FILLED_PCT"
        and f.council == pause.council
        and pause.paused_on <= f.quarter.starts_on
        and f.quarter.ends_on < pause.resumed_on
    ]
    assert paused
    assert {figure.status for figure in paused} == {"z"}


def test_figures_come_out_of_the_services_activity(world, activity, figures):
    figure = next(f for f in figures if f.code == "CPP_RATE" and f.status == "ok")
    column = activity.grid.column(figure.quarter)
    assert figure.numerator == activity.counts[Count.PLANS][figure.council, column]
    assert figure.denominator == activity.population.for_quarter(figure.quarter)[figure.council]


def test_a_quarter_is_known_ten_weeks_after_its_end(world, activity):
    known = {figure.quarter for figure in quarterly_figures(world, activity, UNTIL)}
    assert max(known) == Quarter(2023, 4)
    assert max(f.quarter for f in quarterly_figures(world, activity, date(2024, 6, 8))) == Quarter(2023, 3)
    assert max(f.quarter for f in quarterly_figures(world, activity, date(2024, 6, 9))) == Quarter(2023, 4)


def test_what_was_known_early_is_what_the_whole_world_says(world, activity, figures):
    whole = {(f.council, f.quarter, f.code): f for f in figures}
    early = quarterly_figures(world, activity, UNTIL)
    assert early
    assert all(whole[f.council, f.quarter, f.code] == f for f in early)


def test_indicators_are_named_once():
    codes = [indicator.code for indicator in INDICATORS] + [measure.code for measure in MEASURES]
    assert len(codes) == len(set(codes)) == 40
