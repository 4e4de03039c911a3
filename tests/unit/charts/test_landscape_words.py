"""The words of the landscape's four fields: never under the point, and out of the shaded stretch if there is room."""

from typing import Any

import pytest

from charts.landscape import Axis, landscape_chart


def records_of(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    """What is drawn with one kind of mark, over all layers."""
    return [record for layer in spec["layer"] if layer["mark"]["type"] == mark for record in layer["data"]["values"]]


def narrow(low: float, point: float, high: float) -> dict[str, Any]:
    chart = landscape_chart(
        name="Ashmere",
        across=Axis(0.75, 0.5, 1.0, "high"),
        up=Axis(point, low, high, "stability"),
        hatched=False,
        categories=[2],
        title="Ashmere",
        caption="As known today",
        filename="landscape",
    )
    assert chart.narrow is not None
    return chart.narrow


@pytest.mark.parametrize("middle", [each / 20 for each in range(21)])
def test_a_thin_stretch_crosses_no_words_wherever_it_lies(middle: float):
    spec = narrow(max(middle - 0.01, 0), middle, min(middle + 0.01, 1))
    stretch = records_of(spec, "rect")[-1]
    lines = [each for each in records_of(spec, "text") if "consistency" in each["text"] or "stability" in each["text"]]
    high = [each["y"] for each in lines if each["text"].startswith("High consistency")]
    assert len(high) == 4  # two fields, each with a ground and with its letters
    for first in high:
        assert stretch["y2"] <= first - 8 or stretch["y"] >= first + 16 + 8


@pytest.mark.parametrize("point", [0.05, 0.25, 0.45, 0.55, 0.75, 0.95])
def test_no_words_lie_under_the_point_where_all_is_shaded(point: float):
    spec = narrow(0, point, 1)
    (drawn,) = records_of(spec, "point")
    for line in records_of(spec, "text"):
        if "High consistency" in str(line["text"]):
            assert not line["y"] - 8 < drawn["y"] < line["y"] + 16 + 8
