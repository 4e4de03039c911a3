"""The field a picture is drawn on: where its edges lie in pixels and how days and values find their place.

Labels stand inside the picture's own width instead of hanging out of the plot, so every picture is exactly as wide as
its page allows and two pictures under one another share their time axis to the pixel.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import altair as alt

NICE_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Frame:
    """A drawing field in CSS pixels and the days it spans; `left` to `right` and `top` to `bottom` hold the data.

    `height` is the whole field, with what is written under `bottom`.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    start: date
    end: date

    def place(self, day: date) -> float:
        """The pixel at which a day lies."""
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return self.left + share * (self.right - self.left)

    def time(self, field: str) -> alt.X:
        """The encoding of a day along the field. Days are UTC, so the server's own time zone moves nothing."""
        domain = [milliseconds(self.start), milliseconds(self.end)]
        scale = alt.Scale(type="utc", domain=domain, range=[self.left, self.right])
        return alt.X(field, type="temporal", scale=scale, axis=None)

    def height_of(self, value: float, domain: tuple[float, float]) -> float:
        """The pixel, counted from the top, at which a value lies."""
        low, high = domain
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


def milliseconds(day: date) -> int:
    """A day as the engine counts it: milliseconds since 1970 at midnight UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def nice_scale(values: list[float], *, steps: int = 4) -> list[float]:
    """Round tick values that cover all values, in about the number of steps asked for.

    Starts at zero when the smallest value is within two fifths of the largest, so that a rate is not made to look
    wilder than it is; never starts below zero unless a value does.

    Raises:
        ValueError: when there is no value to cover.
    """
    if not values:
        raise ValueError("A scale needs at least one value")
    low, high = min(values), max(values)
    if 0 <= low <= high * 0.4 or low == high:
        low = min(low, 0.0)
    high = high if high > low else low + 1
    step = _nice_step((high - low) / steps)
    first = int(low // step)
    last = int(-(-high // step))
    return [round(step * number, 10) for number in range(first, last + 1)]


def _nice_step(rough: float) -> float:
    size: float = 10.0 ** int(f"{rough:e}".split("e")[1])
    return next(size * nice for nice in NICE_STEPS if size * nice >= rough * 0.999)
