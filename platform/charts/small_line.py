"""A line of a few figures, small enough for a row of a table: what was before, and where the new figure stands.

Written as SVG directly, as the small through-line is: a page of forty would cost the drawing engine seconds.
"""

from collections.abc import Iterator, Sequence

from charts.theme import DARK_BLUE, INK, PAPER

WIDTH = 120
HEIGHT = 28
EDGE = 4.0
FEWEST = 2

Place = tuple[float, float]


def small_line(before: Sequence[float | None], now: float | None) -> str:
    """An `<svg>` of the figures before as a line and the new one as an open dot; empty when there is too little.

    A figure that is missing leaves a gap. Hidden from screen readers: print `small_words` beside it.
    """
    there = [value for value in (*before, now) if value is not None]
    if len(there) < FEWEST:
        return ""
    low, high = min(there), max(there)
    step = (WIDTH - 2 * EDGE) / len(before)
    span = (high - low) or 1.0

    def place(number: int, value: float) -> Place:
        return EDGE + number * step, HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE)

    parts = [_run(run) for run in _runs([None if v is None else place(n, v) for n, v in enumerate(before)])]
    if now is not None:
        x, y = place(len(before), now)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{PAPER}" stroke="{INK}" stroke-width="1.5"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-small-line" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def small_words(before: Sequence[float | None], now: float | None) -> str:
    """The same in words: "between 18.2 and 23.4 in the 8 quarters before"."""
    there = [value for value in before if value is not None]
    if not there:
        return "no figures before" if now is not None else ""
    low, high = min(there), max(there)
    quarters = "quarter" if len(there) == 1 else "quarters"
    if low == high:
        return f"{low:g} in the {len(there)} {quarters} before"
    return f"between {low:g} and {high:g} in the {len(there)} {quarters} before"


def _runs(places: Sequence[Place | None]) -> Iterator[list[Place]]:
    run: list[Place] = []
    for place in places:
        if place is not None:
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _run(run: list[Place]) -> str:
    if len(run) == 1:
        x, y = run[0]
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{DARK_BLUE}"/>'
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in run)
    return f'<path d="M{path}" fill="none" stroke="{DARK_BLUE}" stroke-width="1.75" stroke-linejoin="round"/>'
