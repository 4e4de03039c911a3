"""The bands of the programme's profile, as the summary for DfE holds them."""

from sqlalchemy.orm import Session

from leadership.profiles.aggregates.find import list_bands
from leadership.profiles.attributes import WORDS
from reports.publication.content import ProfileBand


def read_bands(session: Session) -> tuple[ProfileBand, ...]:
    """By the names of the attributes, in the order of the programme's report."""
    return tuple(
        ProfileBand(WORDS[band.attribute].name, float(band.low), float(band.high)) for band in list_bands(session)
    )
