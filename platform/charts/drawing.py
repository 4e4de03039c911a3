"""Putting pictures together from marks: each mark with its few records, layered into views, stacked into a picture.

Marks are Altair's; the layering is done here. Altair copies every record of every layer each time two charts are
joined and checks every part against its schema as it is made: 1.5 seconds for a through-line of eight rows, which takes
a tenth of a second this way. The tests check every finished specification against the whole schema instead.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from charts.theme import Spec, config

Record: TypeAlias = dict[str, Any]

# Altair's word for checking every part at the moment it is made.
disable_debug_mode()

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def draw_on(records: Sequence[Record], mark: alt.Chart) -> Spec:
    """One layer: a mark without data of its own, and the records it is drawn from."""
    layer: Spec = mark.to_dict(validate=False, context={"top_level": False})
    layer.pop("data", None)
    return {"data": {"values": list(records)}, **layer}


def view(layers: Iterable[Spec], *, width: float, height: float) -> Spec:
    """Layers over one another, from the back to the front, in a field of that many pixels."""
    return {"layer": list(layers), "width": width, "height": height}


def single(one: Spec) -> Spec:
    """A finished picture of one view."""
    return {"$schema": SCHEMA, "config": config(), "padding": 1, **one}


def stacked(views: Sequence[Spec], *, spacing: float) -> Spec:
    """A finished picture of views beneath one another.

    Flush, so that a label beyond one view's edge does not push its days out of line with those of the next.
    """
    return single({"vconcat": list(views), "spacing": spacing, "bounds": "flush"})


def pixel_x(field: str = "x") -> alt.X:
    """A place along the width that is in pixels already."""
    return alt.X(field, type="quantitative", scale=None, axis=None)


def pixel_y(field: str = "y") -> alt.Y:
    """A height that is in pixels already, counted from the top."""
    return alt.Y(field, type="quantitative", scale=None, axis=None)


def words(field: str = "text") -> alt.Text:
    """The words a text mark writes."""
    return alt.Text(field, type="nominal")


def at_x(pixel: float) -> alt.XValue:
    """One place along the width for every record; `alt.value` would cost seven milliseconds each time."""
    return alt.XValue(pixel)  # type: ignore[no-untyped-call]


def to_x(pixel: float) -> alt.X2Value:
    """The other end of a mark along the width, one for every record."""
    return alt.X2Value(pixel)  # type: ignore[no-untyped-call]


def at_y(pixel: float) -> alt.YValue:
    """One height for every record, counted from the top."""
    return alt.YValue(pixel)  # type: ignore[no-untyped-call]


def to_y(pixel: float) -> alt.Y2Value:
    """The other end of a mark in height, one for every record."""
    return alt.Y2Value(pixel)  # type: ignore[no-untyped-call]
