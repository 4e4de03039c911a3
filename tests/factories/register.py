"""Fifteen invented councils with something of everything that the register keeps."""

from datetime import date

from factories.authorities import make_council, make_programme
from sqlalchemy.orm import Session

from authorities.contacts.manage import add_contact
from authorities.inspection.detail import Judgements
from authorities.inspection.record import record_inspection
from authorities.neighbours.record import Neighbours, record_neighbours
from authorities.politics.record import record_control, schedule_election
from authorities.programme.adopt import StageDates, adopt
from authorities.programme.open import name_innovator
from authorities.register.models import BoundaryEvent, BoundaryParty, VestingForecast
from core.access import SYSTEM

ON = date(2026, 6, 30)
NAMES = ("Alderwick", "Birchford", "Cedarholt", *(f"Other {n}" for n in range(4, 16)))


def fill_register(session: Session) -> None:
    """Two adopters, an innovator with the ten after it as neighbours, and a council that is to be replaced."""
    councils = [make_council(session, number, name) for number, name in enumerate(NAMES, start=1)]
    alder, birch, cedar = councils[:3]
    make_programme(session)
    told = {"by": SYSTEM, "on": ON}
    adopt(
        session,
        **told,
        authority=alder,
        innovation="family_safeguarding",
        joined_on=date(2019, 10, 3),
        stages={"go_live": StageDates(date(2020, 10, 1), date(2021, 2, 11), "month", reason="pandemic")},
        wave="first",
        source="council report",
        confidence="medium",
    )
    adopt(session, **told, authority=birch, innovation="family_valued", joined_on=date(2019, 10, 3))
    name_innovator(session, by=SYSTEM, authority=cedar, innovation="no_wrong_door")
    record_inspection(
        session,
        **told,
        authority=alder,
        inspected_on=date(2024, 3, 4),
        published_on=date(2024, 4, 15),
        judgements=Judgements(overall="good", impact_of_leaders="outstanding"),
        source="report 1",
    )
    schedule_election(session, **told, authority=alder, polling_on=date(2029, 5, 3), cycle="all_out", known_on=ON)
    record_control(session, **told, authority=birch, effective_on=date(2023, 5, 5), control="Purple")
    add_contact(
        session, by=SYSTEM, authority=alder, name="Ada Writer", email="ada@alder.example", role="lead", since=ON
    )
    groups = [
        Neighbours(year, "Z001", tuple(f"Z{number:03}" for number in range(first, first + 10)))
        for year, first in ((2021, 2), (2025, 5))
    ]
    record_neighbours(session, by=SYSTEM, groups=groups)
    split = BoundaryEvent(ref="LGR-1", kind="split", status="planned", description="Cut in two.", source="a letter")
    session.add(split)
    session.flush()
    session.add_all(
        [
            BoundaryParty(event_id=split.id, authority_id=birch.id, side="predecessor"),
            VestingForecast(event_id=split.id, takes_effect_on=date(2028, 4, 1), known_on=date(2026, 2, 1), source="x"),
        ]
    )
    session.commit()
