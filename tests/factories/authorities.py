"""Invented councils and people who act for them, as the tests of the register need them."""

from datetime import date

from sqlalchemy.orm import Session

import web.models  # noqa: F401  (the mappers of every package)
from authorities.programme.models import Programme
from authorities.programme.open import open_programme
from authorities.register.invented import register_invented_authority
from authorities.register.models import Authority
from core.access import SYSTEM

TODAY = date(2026, 6, 30)
BY = {"by": SYSTEM, "on": TODAY}


def make_council(session: Session, number: int = 1, name: str | None = None, **facts: object) -> Authority:
    """An invented council: Z001 for number 1."""
    told: dict[str, object] = {"region": "Norland", "kind": "unitary", **facts}
    return register_invented_authority(
        session,
        by=SYSTEM,
        code=f"Z{number:03}",
        gss_code=f"Z99{number:06}",
        name=name or f"Council {number}",
        **told,  # type: ignore[arg-type]
    )


def make_programme(session: Session) -> Programme:
    """The programme of the tests, open since April 2019."""
    return open_programme(
        session, by=SYSTEM, code="demonstration", name="Demonstration programme", starts_on=date(2019, 4, 1)
    )
