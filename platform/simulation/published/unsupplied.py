"""Councils whose return failed for a year (`x`) or was too poor to use (`u`), as happens to a few every year."""

import numpy as np

NOT_SUPPLIED = 0.003
UNRELIABLE = 0.002


def draw_unsupplied(
    groups: list[tuple[str, ...]], councils: int, rng: np.random.Generator, scale: float = 1.0
) -> dict[str, dict[int, str]]:
    """Return symbols by column and council; the columns of a group fail together."""
    symbols: dict[str, dict[int, str]] = {}
    for group in groups:
        draws = rng.random(councils)
        missing = {int(i): "x" for i in np.flatnonzero(draws < scale * NOT_SUPPLIED)}
        poor = np.flatnonzero((draws >= scale * NOT_SUPPLIED) & (draws < scale * (NOT_SUPPLIED + UNRELIABLE)))
        missing |= {int(i): "u" for i in poor}
        for name in group:
            symbols.setdefault(name, {}).update(missing)
    return symbols
