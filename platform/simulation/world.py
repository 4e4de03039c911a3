"""One invented country: its councils, what happened to them, who led them, and the truth behind it all."""

import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulation.conditions.calendar import Conditions, live_through
from simulation.councils import Council, invent_councils
from simulation.days import month_starts
from simulation.effects import TrueEffects, draw_effects
from simulation.leaders.hazard import HOLDERS, AverageRatios, Hazards
from simulation.leaders.history import History
from simulation.leaders.ledger import Ledger
from simulation.leaders.seats import SeatPlan, Seats
from simulation.leaders.settle import fill_first_seats, posts_open_from
from simulation.parameters import WorldParameters
from simulation.programme import Programme, run_programme
from simulation.records import Event, Fact, Post, Tenure
from simulation.roles import RATES, Role
from simulation.streams import stream
from simulation.window import People, keep_window

Amounts = NDArray[np.float64]
# A first guess of what circumstances multiply a rate by: flags by about a sixth, and each of some four recent changes.
FLAGS_USUALLY = 1.17
CHANGES_USUALLY = 3.7
REHEARSALS = 2
INNOVATION_ON = ("plans_started", "care_started")
INNOVATION_EFFECT, INNOVATION_SPREAD = -0.04, 0.04
ADOPTER_ROLES = (Role.PROGRAMME_MANAGER, Role.PRACTICE_LEAD)


@dataclass(frozen=True)
class Truth:
    """What the simulator knows and no reader of the files may.

    True effects, frailties by council, log rates by year, what circumstances multiplied each base rate by on average,
    and the log effects of the innovations two years after go-live. A change of leader has no effect on any figure:
    careful studies find none of a size that would show (section 12 of the risk specification).
    """

    effects: TrueEffects
    frailty: tuple[float, ...]
    year_log_rates: dict[int, float]
    programme_effects: dict[str, float]
    average_ratios: AverageRatios


@dataclass(frozen=True)
class World:
    """A whole world in memory, knowing everything; `write.write_world` tells only what was known on a day."""

    parameters: WorldParameters
    councils: tuple[Council, ...]
    posts: tuple[Post, ...]
    people: People
    tenures: tuple[Tenure, ...]
    events: tuple[Event, ...]
    facts: tuple[Fact, ...]
    programme: Programme
    truth: Truth


def simulate_world(parameters: WorldParameters) -> World:
    """Simulate one world. The same parameters always give the same world, whatever day it is told of later."""
    seed = parameters.seed
    councils = invent_councils(parameters.authorities, stream(seed, "councils"))
    conditions = live_through(councils, parameters)
    programme = run_programme(councils, conditions, parameters, stream(seed, "programme"))
    truth = _draw_truth(parameters)
    stage = _Stage(parameters, tuple(councils), conditions, programme, truth)
    average_ratios = truth.average_ratios
    for _ in range(REHEARSALS):
        average_ratios = _play(stage, average_ratios, rehearsal=True)[1]
    ledger, _ = _play(stage, average_ratios, rehearsal=False)
    kept = keep_window(ledger, conditions.facts, parameters)
    return World(
        parameters=parameters,
        councils=stage.councils,
        posts=kept.posts,
        people=kept.people,
        tenures=kept.tenures,
        events=kept.events,
        facts=kept.facts,
        programme=programme,
        truth=replace(truth, average_ratios=average_ratios),
    )


@dataclass(frozen=True)
class _Stage:
    """Everything in which leaders come and go."""

    parameters: WorldParameters
    councils: tuple[Council, ...]
    conditions: Conditions
    programme: Programme
    truth: Truth


def _play(stage: _Stage, average_ratios: AverageRatios, *, rehearsal: bool) -> tuple[Ledger, AverageRatios]:
    """Play the leaders' history; return it, and what circumstances multiplied each role's rate by.

    Rehearsals only tell those multipliers: with them the base rates of the performance give the mean stays of section
    2.5 whatever effects this world has drawn. A second is needed since changes elsewhere feed the next ones.
    """
    first, truth = stage.parameters.settles_from, stage.truth
    plans = _plan_seats(stage.councils, stage.programme)
    seats, ledger = Seats(plans), _found_posts(plans, first, Ledger(keeps_log=not rehearsal))
    starts = month_starts(first, stage.parameters.months)
    month_log_rates = np.array([truth.year_log_rates[start.year] for start in starts])
    hazards = Hazards(
        seats,
        stage.conditions,
        truth.effects,
        council_log_rates=np.log(np.array(truth.frailty)),
        month_log_rates=month_log_rates,
        average_ratios=average_ratios,
    )
    history = History(seats, ledger, hazards, stream(stage.parameters.seed, "leaders"))
    fill_first_seats(history, plans, first, stream(stage.parameters.seed, "first holders"))
    _open_programme_posts(history, plans, stage.programme)
    history.play(starts)
    return ledger, hazards.ratios_met()


def _draw_truth(parameters: WorldParameters) -> Truth:
    """Draw effects, frailties with mean one, and years whose log rates sum to nought over the written ones.

    National counts fix the country's rate over the years, so neither frailties nor years may move it.
    """
    rng = stream(parameters.seed, "truth")
    effects = draw_effects(parameters.effect_sd, parameters.role_sd, rng)
    frailty = np.exp(parameters.frailty_sd * rng.standard_normal(parameters.authorities))
    frailty /= frailty.mean()
    years = range(parameters.settles_from.year, parameters.end.year + 2)
    shocks = parameters.year_sd * rng.standard_normal(len(years))
    shocks -= shocks[-1 - parameters.years : -1].mean()
    return Truth(
        effects=effects,
        frailty=tuple(frailty.tolist()),
        year_log_rates=dict(zip(years, shocks.tolist(), strict=True)),
        programme_effects={name: float(rng.normal(INNOVATION_EFFECT, INNOVATION_SPREAD)) for name in INNOVATION_ON},
        average_ratios={
            (role, held): FLAGS_USUALLY * math.exp(CHANGES_USUALLY * effects.of("other_changes", role))
            for role in Role
            for held in HOLDERS
        },
    )


def _plan_seats(councils: tuple[Council, ...], programme: Programme) -> list[SeatPlan]:
    """Every council has its statutory and corporate posts; adopters also those of the programme."""
    adopters = {adoption.council for adoption in programme.adoptions}
    plans = []
    for council in councils:
        roles = [Role.DCS, *[Role.ASSISTANT_DIRECTOR] * council.assistant_directors]
        roles += [Role.CHIEF_EXECUTIVE, Role.LEAD_MEMBER]
        roles += ADOPTER_ROLES if council.index in adopters else ()
        plans += [SeatPlan(council.index, role, roles[:place].count(role)) for place, role in enumerate(roles)]
    return plans


def _found_posts(plans: list[SeatPlan], first: date, ledger: Ledger) -> Ledger:
    """Fill an empty ledger with one post for every seat, at the same position."""
    for plan in plans:
        ledger.add_post(plan.council, plan.role, RATES[plan.role].titles[plan.place], posts_open_from(first))
    return ledger


def _open_programme_posts(history: History, plans: list[SeatPlan], programme: Programme) -> None:
    """Programme posts open when a council joins and close when it leaves the programme."""
    adoptions = {adoption.council: adoption for adoption in programme.adoptions}
    for seat, plan in enumerate(plans):
        if plan.role not in ADOPTER_ROLES:
            continue
        adoption = adoptions[plan.council]
        history.ledger.posts[seat].opened_on = adoption.joined_on
        history.open_post(seat, adoption.joined_on.toordinal())
        if adoption.left_on:
            history.close_post(seat, adoption.left_on.toordinal())
