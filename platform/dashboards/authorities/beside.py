"""What stands on an authority's page beside its record: the team's own trend, stories, and the support given.

Each for those alone who may open its page: a support team's page is the same whether there is a pulse or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.chart import Chart
from core.access import Identity, Permission
from leadership.pulse.trend import list_months
from leadership.pulse.views.picture import lead_sentence, picture_of
from leadership.support.find import list_support
from leadership.support.kinds import Kind
from leadership.support.models import SupportEntry
from outcomes.stories.find import list_released
from outcomes.stories.models import Story

MOST = 3


@dataclass(frozen=True)
class Beside:
    """As far as the reader may see it; None where they may not."""

    pulse: Chart | None
    pulse_sentence: str | None
    stories: Sequence[Story]
    support: Sequence[tuple[str, SupportEntry]]


def read_beside(session: Session, identity: Identity, authority: Authority) -> Beside:
    """The newest of each."""
    pulse, sentence = None, None
    if identity.may(Permission.TEAM_PULSE, authority.id):
        months = list_months(session, authority_id=authority.id)
        pulse, sentence = picture_of(authority, months), lead_sentence(months) if months else None
    stories: Sequence[Story] = ()
    if identity.may(Permission.STORY_READ, authority.id):
        stories = list_released(session, authority_id=authority.id, most=MOST)
    support: Sequence[SupportEntry] = ()
    if identity.may(Permission.SUPPORT_GIVEN, authority.id):
        support = list_support(session, authority_id=authority.id)[:MOST]
    return Beside(pulse, sentence, stories, [(Kind(entry.kind).words, entry) for entry in support])
