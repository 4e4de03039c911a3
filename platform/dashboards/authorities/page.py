"""Everything on the page of one authority, as known on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.contacts.manage import list_contacts
from authorities.contacts.models import Contact
from authorities.fidelity.profile import read_profile
from authorities.inspection.models import Inspection
from authorities.neighbours.listing import NeighbourGroup, count_in_all, list_neighbour_groups
from authorities.programme.listing import AdoptionRecord, list_adoptions
from authorities.programme.open import list_innovations, list_innovators
from authorities.recorded import as_known_on
from authorities.register.boundaries import Boundary, list_boundaries
from authorities.register.life import list_predecessors, list_successors
from authorities.register.models import Authority, AuthorityCode
from authorities.timeline.entries import Entry
from authorities.timeline.read import list_timeline
from dashboards.authorities.sentence import summary_sentence

ASSESSED_WITHIN = 8
"""Quarters that are looked back on."""


@dataclass(frozen=True)
class AuthorityPage:
    """What the page of an authority shows."""

    authority: Authority
    sentence: str
    gss_codes: Sequence[AuthorityCode]
    innovations: dict[str, str]
    innovator_of: Sequence[str]
    adoptions: Sequence[AdoptionRecord]
    # Of each adoption that was assessed, how far its elements are in place.
    fidelity: Mapping[UUID, str]
    ahead: Sequence[Entry]
    past: Sequence[Entry]
    replaced: Boundary | None
    last_day: date | None
    predecessors: Sequence[Authority]
    successors: Sequence[Authority]
    neighbours: Sequence[NeighbourGroup]
    in_all_models: int
    contacts: Sequence[Contact]


def read_page(session: Session, authority: Authority, *, on: date, today: date) -> AuthorityPage:
    """Read the page of an authority, with what was known on a day; contacts are those of today."""
    innovations = {innovation.code: innovation.name for innovation in list_innovations(session)}
    innovator_of = [
        innovations[innovator.innovation_code]
        for innovator, each in list_innovators(session)
        if each.id == authority.id
    ]
    adoptions = list_adoptions(session, authority_ids=[authority.id], known_on=on)
    inspections = as_known_on(session.scalars(select(Inspection).where(Inspection.authority_id == authority.id)), on)
    boundaries = list_boundaries(session, authority_ids=[authority.id], known_on=on)[authority.id]
    happened = [each.event.id for each in boundaries if each.forecast.takes_effect_on <= on]
    lines = list_timeline(session, authority, known_on=on)
    # A stage that was planned for a past day and has not begun is still ahead of the authority.
    ahead = [line for line in lines if line.day > on or line.planned]
    neighbours = list_neighbour_groups(session, authority)
    return AuthorityPage(
        authority=authority,
        sentence=summary_sentence(
            authority,
            on=on,
            adoptions=adoptions,
            innovations=innovations,
            innovator_of=innovator_of,
            inspections=inspections,
            ahead=ahead,
            boundaries=boundaries,
        ),
        gss_codes=_list_codes(session, authority),
        innovations=innovations,
        innovator_of=innovator_of,
        adoptions=adoptions,
        fidelity=_fidelity(session, adoptions, innovations, on),
        ahead=ahead,
        past=[line for line in reversed(lines) if line not in ahead],
        replaced=next((each for each in boundaries if each.ends_authority and each.is_ahead), None),
        last_day=authority.valid_to if on >= today else _last_day(authority, boundaries, on),
        predecessors=list_predecessors(session, authority, events=happened),
        successors=list_successors(session, authority, events=happened),
        neighbours=neighbours,
        in_all_models=count_in_all(neighbours),
        contacts=list_contacts(session, authority, on=today),
    )


def _fidelity(
    session: Session, adoptions: Sequence[AdoptionRecord], names: Mapping[str, str], on: date
) -> Mapping[UUID, str]:
    """What the newest assessment of each adoption says, beside its stage."""
    profiles = [
        read_profile(session, record, names[record.adoption.innovation_code], on=on, shown=ASSESSED_WITHIN)
        for record in adoptions
    ]
    return {profile.record.adoption.id: profile.sentence for profile in profiles if profile.latest is not None}


def _last_day(authority: Authority, boundaries: Sequence[Boundary], on: date) -> date | None:
    """The last day of the authority as a past day knew it: when it was over, or as a forecast told it then."""
    if authority.valid_to is None or authority.valid_to < on:
        return authority.valid_to
    after = authority.valid_to + timedelta(days=1)
    known = any(each.ends_authority and each.forecast.takes_effect_on == after for each in boundaries)
    return authority.valid_to if known else None


def _list_codes(session: Session, authority: Authority) -> list[AuthorityCode]:
    codes = session.scalars(select(AuthorityCode).where(AuthorityCode.authority_id == authority.id))
    return sorted(codes, key=lambda each: (each.valid_from or date.min, each.gss_code))
