"""Which adoption an address is about, and which day's knowledge it asks for."""

from dataclasses import dataclass
from datetime import date

from flask import request
from sqlalchemy.orm import Session

from authorities.fidelity.assess import MOST_BACK
from authorities.programme.listing import AdoptionRecord, list_adoptions
from authorities.programme.models import Innovation
from authorities.register.find import NOT_YOURS, authority_by_code
from core.errors import NotFoundError
from core.quarters import Quarter

NAME = "as_known_on"
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Asked:
    """The day to show, today, and what was wrong with the day that the address named."""

    day: date
    today: date
    problem: str | None = None


def day_asked(today: date) -> Asked:
    """The day of the address; one that cannot be read or lies out of reach shows today, and says so."""
    written = request.args.get(NAME, "").strip()
    if not written:
        return Asked(today, today)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return Asked(today, today, "The day must be written like 2025-11-28. Today is shown instead.")
    if not EARLIEST <= day <= today:
        return Asked(today, today, f"The day must lie between {EARLIEST.year} and today. Today is shown instead.")
    return Asked(day, today)


def adoption_of(session: Session, code: str, innovation: str) -> tuple[AdoptionRecord, Innovation]:
    """The authority's adoption of an innovation; NotFoundError where there is none or it is another's."""
    authority = authority_by_code(session, code)
    found = session.get(Innovation, innovation)
    for record in list_adoptions(session, authority_ids=[authority.id]):
        if found is not None and record.adoption.innovation_code == found.code:
            return record, found
    raise NotFoundError(NOT_YOURS)


def need_page(quarter: Quarter, on: date) -> None:
    """A quarter that nobody can assess has no page."""
    now = Quarter.containing(on)
    if not now.plus(-MOST_BACK) <= quarter <= now:
        raise NotFoundError(NOT_YOURS)
