from dataclasses import replace

import pytest

from simulation.national import (
    PRESETS,
    NationalFigures,
    national_figures,
    preset_2017_18,
    preset_2023_24,
    preset_long_run,
    relative_gaps,
)


@pytest.fixture(scope="module")
def simulated() -> dict[str, NationalFigures]:
    return {preset.name: national_figures(preset) for preset in PRESETS}


@pytest.mark.parametrize("figure", ["changes", "interim_appointments", "interims_in_post", "tenure_permanent"])
def test_the_2023_24_preset_reproduces_the_published_main_figures_within_a_tenth(simulated, figure):
    gaps = relative_gaps(simulated["2023-24"], preset_2023_24.published)
    assert abs(gaps[figure]) <= 0.10


def test_the_2023_24_preset_also_reproduces_every_other_published_figure_closely(simulated):
    gaps = relative_gaps(simulated["2023-24"], preset_2023_24.published)
    assert len(gaps) == 10
    assert {name for name, gap in gaps.items() if abs(gap) > 0.12} == set()


@pytest.mark.parametrize("preset", [preset_2017_18, preset_long_run], ids=lambda preset: preset.name)
def test_the_other_presets_reproduce_changes_and_interim_appointments(simulated, preset):
    gaps = relative_gaps(simulated[preset.name], preset.published)
    assert abs(gaps["changes"]) <= 0.10
    assert abs(gaps["interim_appointments"]) <= 0.10


def test_tenure_and_stock_of_2017_18_are_reproduced(simulated):
    gaps = relative_gaps(simulated["2017-18"], preset_2017_18.published)
    assert abs(gaps["tenure_permanent"]) <= 0.10
    assert abs(gaps["interims_in_post"]) <= 0.10


def test_a_constant_hazard_is_refuted_by_the_published_tenure():
    constant = national_figures(replace(preset_2023_24, shape=1.0), runs=10, years=20)
    assert constant.tenure_permanent > 45


def test_figures_agree_with_each_other(simulated):
    for figures in simulated.values():
        assert figures.authorities_one + figures.authorities_two_or_more == pytest.approx(figures.authorities_any)
        assert figures.changes > figures.authorities_any
        assert figures.tenure_interim < figures.tenure_all < figures.tenure_permanent


def test_the_same_seed_gives_the_same_figures():
    first, second = (national_figures(preset_2023_24, runs=2, years=3, seed=4) for _ in range(2))
    assert first == second
    assert first != national_figures(preset_2023_24, runs=2, years=3, seed=5)


def test_figures_that_were_not_published_have_no_gap():
    gaps = relative_gaps(national_figures(preset_long_run, runs=1, years=1), preset_long_run.published)
    assert set(gaps) == {"changes", "interim_appointments"}
