"""How the pages about exposure word a chance: as the risk report does, never as certain."""

from typing import Any, cast

from leadership.risk.models import StoredPrediction
from leadership.succession.exposure import Terms
from leadership.succession.read_exposure import PostExposure


def exposure(prediction: StoredPrediction | None) -> PostExposure:
    nothing = cast("Any", None)
    return PostExposure(nothing, nothing, prediction, None, Terms(1, 1, 1, 1, 1), None, ())


def test_no_chance_is_printed_as_certain_or_impossible():
    near = exposure(StoredPrediction(r12=0.998, r12_low=0.93, r12_high=1.0))
    assert near.chance_words == "over 95% (93% to over 95%)"
    assert exposure(StoredPrediction(r12=0.31, r12_low=0.25, r12_high=0.4)).chance_words == "31% (25% to 40%)"
    assert exposure(StoredPrediction(r12=0.01, r12_low=0.0, r12_high=0.02)).chance_words == "under 5%"
    assert exposure(None).chance_words == ""
