"""How the leaders of the programme are seen, for the summary: the reader of it is connected by web/wiring.py.

It is not imported, because what leads to the risk report must not lead to profiles (an import contract says so). What
comes back has been released already, in bands of half a point (risk-and-analysis 14.2).
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from reports.publication.content import ProfileBand

Bands = tuple[ProfileBand, ...]
_readers: list[Callable[[Session], Bands]] = []


def use_profile(read: Callable[[Session], Bands]) -> None:
    """Connect what reads the bands; the last one that was connected counts."""
    _readers[:] = [read]


def read_profile(session: Session) -> Bands:
    """The bands of all five attributes, or nothing."""
    return _readers[0](session) if _readers else ()
