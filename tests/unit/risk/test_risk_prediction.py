from math import isfinite, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from risk_histories import announced, day, plain_facts, seat, tenure

from leadership.risk.bands import RiskBand
from leadership.risk.gamma_poisson import fit
from leadership.risk.known import freeze

LANDMARK = day("2025-01-01")


def predicted(*seats, facts=None):
    """Predictions by the priors and the little that these posts themselves show."""
    cut = freeze(seats, [facts or plain_facts()], LANDMARK)
    return fit(cut).predict(cut)


def test_a_plain_director_is_near_the_base_rate_and_in_the_band_medium():
    one = predicted(seat("A-dcs", tenure("1", "ann", "2023-01-01"), observed_from=LANDMARK))[0]
    assert one.status == "permanent"
    assert one.cell == "dcs/permanent/24-60"
    assert one.months_in_post == 24.0
    assert one.base_r12 == pytest.approx(0.2212, abs=0.0001)
    assert one.r12.estimate == pytest.approx(0.20, abs=0.01)
    assert one.r12.low < 0.12
    assert one.r12.high > 0.28
    assert one.band is RiskBand.MEDIUM
    assert one.prior_kind == "national"


def test_a_vacant_post_has_no_figures_and_states_the_gap():
    gone = seat("A-dcs", tenure("1", "ann", "2020-01-01", "2024-08-01"))
    one = predicted(gone)[0]
    assert (one.status, one.r3, one.r6, one.r12, one.band, one.base_r12) == ("vacant", None, None, None, None, None)
    assert one.cell == "dcs/vacant"
    assert one.gap == one.change_line == "Vacant since 1 August 2024 (5 months). No successor is known."
    awaited = seat("A-dcs", *gone.tenures, tenure("2", "bob", "2025-02-03", known="2024-12-01"))
    assert predicted(awaited)[0].gap.endswith("A successor is due to start on 3 February 2025.")
    never = seat("A-dcs", opened_on=day("2024-11-04"))
    assert predicted(never)[0].gap.startswith("Nobody is on record in this post, which opened on 4 November 2024.")


def test_a_post_that_is_not_open_is_not_predicted():
    closed = seat("A-ad", tenure("1", "ann", "2020-01-01"), closed_on=LANDMARK, close_known_on=LANDMARK)
    coming = seat("A-pm", opened_on=day("2025-02-01"))
    assert predicted(closed, coming) == ()


def test_a_post_that_will_close_is_at_risk_until_then():
    row = tenure("1", "ann", "2022-01-01")
    plain = predicted(seat("A-dcs", row))[0]
    closing = predicted(seat("A-dcs", row, closed_on=day("2025-04-01"), close_known_on=LANDMARK))[0]
    assert closing.r3.estimate == pytest.approx(plain.r3.estimate, abs=0.002)
    assert closing.r12.estimate == closing.r3.estimate < plain.r6.estimate
    assert "closes on 1 April 2025" in closing.change_line


def test_a_job_share_changes_when_either_leaves():
    ann, bob = tenure("1", "ann", "2022-01-01"), tenure("2", "bob", "2024-10-01", status="interim")
    both = predicted(seat("A-dcs", ann, bob, job_share=True, observed_from=LANDMARK))[0]
    alone = [predicted(seat("A-dcs", row, observed_from=LANDMARK))[0] for row in (ann, bob)]
    hazards = [-log(1 - one.r12.estimate) for one in (*alone, both)]
    assert hazards[2] == pytest.approx(hazards[0] + hazards[1], rel=0.01)
    assert both.status == "interim"
    assert any(driver.code == "job_share" and driver.multiplier > 1 for driver in both.drivers)
    assert "; held" not in both.hard_facts
    assert both.hard_facts.startswith("held: interim since 2024-10-01, permanent since 2022-01-01")


@pytest.mark.parametrize(
    ("role", "status", "kind"),
    [
        ("dcs", "permanent", "national"),
        ("dcs", "interim", "national"),
        ("chief_executive", "permanent", "national"),
        ("chief_executive", "interim", "judgement"),
        ("lead_member", "permanent", "judgement"),
        ("head_of_fostering", "fixed_term", "judgement"),
    ],
)
def test_a_prior_without_published_figures_is_called_judgement(role, status, kind):
    one = predicted(seat("A-x", tenure("1", "ann", "2023-01-01", status=status), role=role))[0]
    assert one.prior_kind == kind


def test_hard_facts_tell_holder_notice_control_and_judgement_and_no_name():
    one = seat("A-dcs", tenure("1", "ann", "2023-01-01"), announcements=[announced("2025-03-31", "2024-12-01")])
    told = predicted(one)[0].hard_facts
    assert told == "held: permanent since 2023-01-01; notice: 2025-03-31; control: Labour; Ofsted: good, leaders good"
    plain = predicted(seat("A-dcs", tenure("1", "ann", "2023-01-01")))[0].hard_facts
    assert "notice: none" in plain


statuses = st.sampled_from(["permanent", "fixed_term", "interim", "acting"])
roles = st.sampled_from(["dcs", "assistant_director", "lead_member", "council_leader", "chief_executive", "other"])
starts = st.dates(day("1990-01-01"), LANDMARK)


@st.composite
def any_seat(draw):
    notice = draw(st.none() | st.dates(day("2024-01-01"), day("2027-01-01")))
    ends = draw(st.none() | st.dates(day("2024-01-01"), day("2028-01-01")))
    closed = draw(st.none() | st.dates(day("2025-01-02"), day("2026-06-01")))
    row = tenure(
        "1",
        "ann",
        draw(starts).isoformat(),
        status=draw(statuses),
        internal=draw(st.sampled_from([True, False, None])),
        contract_ends_on=ends,
    )
    said = [announced(notice.isoformat(), "2024-01-01")] if notice else []
    return seat(
        "A-x", row, role=draw(roles), announcements=said, closed_on=closed, close_known_on=LANDMARK if closed else None
    )


@given(any_seat(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_figures_are_always_whole_ordered_and_repeatable(one, recorded):
    cut = freeze([one], [plain_facts()] if recorded else [], LANDMARK)
    (prediction,) = fit(cut).predict(cut)
    risks = prediction.r3, prediction.r6, prediction.r12
    for risk in risks:
        assert 0 <= risk.low <= risk.estimate <= risk.high <= 1
        assert isfinite(risk.low + risk.high)
    for end in ("low", "estimate", "high"):
        sizes = [getattr(risk, end) for risk in risks]
        assert sizes == sorted(sizes)
    assert prediction.band in RiskBand
    assert len(prediction.drivers) <= 5
    assert all(driver.low <= driver.multiplier <= driver.high for driver in prediction.drivers)
    assert prediction.change_line.endswith(".")
    assert fit(cut).predict(cut) == (prediction,)
