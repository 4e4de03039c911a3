"""Twelve invented authorities under real-looking codes, the first with ten neighbours in each of two models."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

import web.models  # noqa: F401  (the mappers of every package)
from authorities.neighbours.models import Neighbour
from authorities.register.models import Authority, AuthorityAlias
from outcomes.evidence.statistics.store import Imported

TODAY = date(2026, 3, 2)
FIRST = 501
COUNT = 12


def add_register(session: Session) -> dict[str, int]:
    """Authorities 501 to 512; 502 to 511 are the neighbours of 501 in the 2025 model, 503 to 512 in that of 2021."""
    made = [
        Authority(
            code=str(FIRST + number),
            gss_code=f"E06000{FIRST + number}",
            name=f"Testshire {number + 1}",
            kind="unitary",
            region="North East",
            valid_from=date(2023, 4, 1) if number == COUNT - 1 else None,
            population_0_17=50_000,
        )
        for number in range(COUNT)
    ]
    session.add_all(made)
    session.flush()
    for authority in made:
        alias = f"{authority.name}, County of"
        session.add(
            AuthorityAlias(authority_id=authority.id, alias=alias, normalised=alias.lower(), source="these tests")
        )
    for year, neighbours in ((2025, made[1:11]), (2021, made[2:12])):
        for rank, neighbour in enumerate(neighbours, start=1):
            session.add(
                Neighbour(
                    authority_id=made[0].id, model_year=year, rank=rank, neighbour_id=neighbour.id, closeness="Close"
                )
            )
    session.flush()
    return {authority.code: authority.id for authority in made}


def place(code: str) -> dict[str, str]:
    """The columns of a row for one of these authorities."""
    return {
        "geographic_level": "Local authority",
        "old_la_code": code,
        "new_la_code": f"E06000{code}",
        "la_name": f"Testshire {int(code) - FIRST + 1}",
    }


Import = Callable[..., Imported]
