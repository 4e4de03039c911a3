from dataclasses import replace
from math import exp, log

import pytest
from risk_histories import announced, council, day, plain_facts, seat, tenure

from leadership.risk.drivers import parts_of, reference_rate
from leadership.risk.facts import AuthorityFacts, ControlChange, Election, Inspection
from leadership.risk.gamma_poisson import fit
from leadership.risk.known import freeze

LANDMARK = day("2025-01-01")


def outlook_of(*seats, facts=None):
    cut = freeze(seats, [facts or plain_facts()], LANDMARK)
    return fit(cut).outlook(cut)


def predicted(*seats, facts=None):
    cut = freeze(seats, [facts or plain_facts()], LANDMARK)
    return fit(cut).predict(cut)[0]


def troubled_facts():
    return AuthorityFacts(
        "A",
        inspections=(Inspection(day("2024-08-01"), day("2024-10-01"), "inadequate", "inadequate"),),
        control=(
            ControlChange(day("2015-05-08"), day("2015-05-08"), "Labour"),
            ControlChange(day("2024-05-03"), day("2024-05-03"), "no overall control"),
        ),
        elections=(Election(day("2025-05-01"), day("2024-01-01"), "all_out"),),
    )


def test_the_logarithms_of_all_parts_add_up_exactly_to_that_of_the_hazard():
    councils = [council(number) for number in range(6)]
    seats = [one for seats, _ in councils for one in seats]
    cut = freeze(seats, [facts for _, facts in councils], LANDMARK)
    outlook = fit(cut).outlook(cut)
    for holder, stretch in enumerate(outlook.rows.stretches):
        reference = reference_rate(stretch.post.seat.role)
        for interval in range(3):
            total = sum(part.log for part in parts_of(outlook, holder, interval))
            assert total == pytest.approx(log(outlook.hazard[holder, interval] / reference), abs=1e-12)


def test_what_is_plainly_worst_comes_first_with_its_prior_and_source():
    chief = seat(
        "A-ce",
        tenure("8", "old", "2015-01-01", "2024-10-01"),
        tenure("9", "new", "2024-10-01"),
        role="chief_executive",
    )
    one = predicted(seat("A-a", tenure("1", "ann", "2022-06-01")), chief, facts=troubled_facts())
    by_code = {driver.code: driver for driver in one.drivers}
    assert one.drivers[0].code == "inadequate_recent"
    inadequate = by_code["inadequate_recent"]
    assert (inadequate.multiplier, inadequate.source, inadequate.months) == (2.0, "published", "0-3")
    assert inadequate.low == pytest.approx(2 * exp(-1.2816 * 0.35), abs=0.001)
    assert inadequate.high == pytest.approx(2 * exp(1.2816 * 0.35), abs=0.001)
    assert by_code["chief_executive_changed"].multiplier == 1.4
    assert by_code["chief_executive_changed"].source == "judgement"
    assert len(one.drivers) == 5


def test_what_is_known_ahead_is_told_for_its_months():
    warned = seat("A-a", tenure("1", "ann", "2022-06-01"), announcements=[announced("2025-05-31", "2024-12-01")])
    first = predicted(warned).drivers[0]
    assert (first.code, first.multiplier, first.months) == ("announced", 12.0, "3-6")


def test_an_interim_is_told_as_an_interim():
    one = predicted(seat("A-a", tenure("1", "ann", "2024-10-01", status="acting"), observed_from=LANDMARK))
    first = one.drivers[0]
    assert (first.code, first.text, first.source) == ("interim", "Held by an acting holder", "published")
    assert first.multiplier == pytest.approx(0.132 * 48, abs=0.001)


def test_changes_elsewhere_are_counted_in_the_text():
    others = [
        seat(
            f"B{n}",
            tenure(f"{n}-1", f"{n}-1", "2015-01-01", "2024-03-01"),
            tenure(f"{n}-2", f"{n}-2", "2024-03-01"),
            role="practice_lead",
        )
        for n in range(3)
    ]
    told = {driver.code: driver for driver in predicted(seat("A-a", tenure("1", "ann", "2022-06-01")), *others).drivers}
    assert told["other_changes"].text == "3 changes in the authority's other posts in the last three years"
    assert told["other_changes"].multiplier == pytest.approx(1.02**3, abs=0.001)


def test_what_is_not_recorded_is_listed_once_and_never_taken_for_no():
    nothing = AuthorityFacts("A", elections=(Election(day("2019-05-02"), day("2019-03-20"), "all_out"),))
    row = tenure("1", "ann", "2022-06-01", status="fixed_term", internal=None)
    one = predicted(seat("A-a", row), facts=nothing)
    assert one.not_recorded == (
        "Ofsted inspections",
        "the chief executive's post",
        "political control",
        "when the fixed term ends",
        "whether the holder was appointed from within",
    )
    plain = predicted(seat("A-a", tenure("1", "ann", "2022-06-01")))
    assert plain.not_recorded == ("the chief executive's post",)


def change_line(*seats, facts=None):
    return predicted(*seats, facts=facts).change_line


def test_the_line_on_what_would_change_the_figure_names_one_thing_and_the_figure_after_it():
    interim = seat("A-a", tenure("1", "ann", "2024-10-01", status="interim"), observed_from=LANDMARK)
    assert change_line(interim) == "Falls to 13% once a permanent holder has started."
    leaving = seat("A-a", tenure("1", "ann", "2022-06-01"), announcements=[announced("2025-03-31", "2024-12-01")])
    assert change_line(leaving).endswith("once a permanent successor has started.")
    inadequate = seat("A-a", tenure("1", "ann", "2022-06-01"))
    line = change_line(inadequate, facts=troubled_facts())
    assert line.endswith("once Ofsted has found the services better than inadequate.")
    plain = seat("A-a", tenure("1", "ann", "2023-01-01"), observed_from=LANDMARK)
    warned = replace(plain, announcements=(announced("2025-02-28", "2025-01-01"),))
    after = predicted(warned).r12.estimate
    assert change_line(plain) == f"Rises to {round(after * 100)}% if a departure is announced."


def test_the_figure_after_the_change_is_the_figure_of_the_changed_facts():
    one = seat("A-a", tenure("1", "ann", "2022-06-01"), observed_from=LANDMARK)
    better = AuthorityFacts(
        "A",
        inspections=(Inspection(day("2024-08-01"), day("2024-10-01"), "good", "good"),),
        control=troubled_facts().control,
        elections=troubled_facts().elections,
    )
    after = predicted(one, facts=better).r12.estimate
    assert f"Falls to {round(after * 100)}% once Ofsted" in change_line(one, facts=troubled_facts())
