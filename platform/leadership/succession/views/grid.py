"""The four by four grid of exposure: bands of chance across, quarters of consequence up, each post a short code."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadership.risk.bands import RiskBand, band_of
from leadership.succession.read_exposure import PostExposure

QUARTER_WORDS = {4: "75 to 100", 3: "50 to 75", 2: "25 to 50", 1: "0 to 25"}


@dataclass(frozen=True)
class Keyed:
    """A post with the short code under which it stands in the grid."""

    code: str
    words: str


@dataclass(frozen=True)
class Grid:
    """Rows from the largest consequence down; columns from the lowest band to the highest; the key of the codes."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    key: tuple[Keyed, ...]


def exposure_grid(posts: Sequence[PostExposure], *, with_authority: bool) -> Grid | None:
    """The grid of the posts that have a chance; None where none has."""
    placed = [each for each in posts if each.chance is not None]
    if not placed:
        return None
    codes = {each.seat.history.post.id: f"P{number}" for number, each in enumerate(placed, start=1)}
    rows = []
    for quarter, words in QUARTER_WORDS.items():
        cells = tuple(
            tuple(
                codes[each.seat.history.post.id]
                for each in placed
                if each.quarter == quarter and each.chance is not None and band_of(each.chance.estimate) is band
            )
            for band in RiskBand
        )
        rows.append((words, cells))
    key = tuple(
        Keyed(
            codes[each.seat.history.post.id],
            f"{each.overview.authority.name}, {each.seat.history.post.title}"
            if with_authority
            else each.seat.history.post.title,
        )
        for each in placed
    )
    return Grid(tuple(band.label for band in RiskBand), tuple(rows), key)
