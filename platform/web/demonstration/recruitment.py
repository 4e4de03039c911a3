"""Recruitment in the invented programme, by the real verbs, at the personas' own authority.

A search goes on for each post that is vacant or soon will be, but for the last; one search is over.
"""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.personas import Persona, find_persona
from core.access import Identity
from core.clock import now
from core.scope import Scope
from core.transaction import transaction
from leadership.profiles.kinds import Attribute
from leadership.recruitment.kinds import Ground, Place
from leadership.recruitment.models import RecruitmentPack
from leadership.recruitment.open import close_pack, ground_of, open_pack
from leadership.recruitment.ticks import Ticks, tick_place
from leadership.register.history import list_histories
from leadership.register.seats import Seat, seat_on
from web.demonstration.return_people import identity_of, persona_authority

ALL = tuple(Attribute)
OWNER = "Head of people services"
EVIDENCE = {
    Place.ADVERT: "Advert of the last campaign, in the recruitment folder",
    Place.PERSON_SPECIFICATION: "Criteria 4 to 8 of the person specification",
    Place.INTERVIEW: "Plan of the assessment day, with the panel's questions",
    Place.INDUCTION: "Induction plan for the first ninety days",
}
# How many attributes stand in each place of the first search, the second, and so on.
SEARCHES = (
    {Place.ADVERT: 5, Place.PERSON_SPECIFICATION: 5, Place.INTERVIEW: 3},
    {Place.ADVERT: 5},
)
OVER = dict.fromkeys(Place, 5)


def make_recruitment(on: date) -> int:
    """Open the packs of the personas' authority; returns how many. Done once: where there is one, nothing happens."""
    with transaction(Scope.EVERYTHING) as session:
        number = persona_authority(session)
        account = find_persona(session, Persona.LEAD)
        if number is None or account is None or session.scalars(select(RecruitmentPack.id).limit(1)).one_or_none():
            return 0
        lead = identity_of(session, account)
    # As the lead, who sees what a lead may see.
    with transaction(lead.scope()) as session:
        histories = list_histories(session, by=lead, authority_id=number, on=on, open_only=True)
        seats = [seat_on(history, on) for history in histories]
        calling = [seat for seat in seats if ground_of(seat) is not Ground.BY_HAND]
        settled = [seat for seat in seats if ground_of(seat) is Ground.BY_HAND]
        # The last one that calls for a pack has none, so that the list has something to say.
        for seat, places in zip(calling[:-1] or calling, SEARCHES, strict=False):
            _search(session, lead, seat, places, None, on)
        for seat in settled[:1]:
            pack = _search(session, lead, seat, OVER, "Somebody of the team was to move up and has stayed", on)
            close_pack(session, by=lead, pack=pack, on=on, at=now())
    return min(len(calling[:-1] or calling), len(SEARCHES)) + len(settled[:1])


def _search(
    session: Session, by: Identity, seat: Seat, places: dict[Place, int], reason: str | None, on: date
) -> RecruitmentPack:
    pack = open_pack(session, by=by, post=seat.history.post, reason=reason, on=on)
    for days, (place, number) in enumerate(places.items()):
        ticks = Ticks(ALL[:number], EVIDENCE[place], OWNER, on - timedelta(days=5 * days))
        tick_place(session, by=by, pack=pack, place=place, ticks=ticks, after_version=0, on=on)
    return pack
