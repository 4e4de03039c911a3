"""An authority adds an element of its own to an innovation, and ends it; what was said of it stays."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.fidelity.errors import FidelityError
from authorities.fidelity.local_models import LocalAnswer, LocalElement
from authorities.fidelity.models import FidelityElement
from authorities.programme.models import Adoption
from core.access import Identity
from core.audit import record
from core.errors import NotFoundError
from core.quarters import Quarter
from core.scope import scope_of

LONGEST_NAME = 80
EARLIEST = date(2000, 1, 1)
MOST = 12
"""Local elements that may be open at once: more of them would be another innovation."""


def add_local_element(
    session: Session, *, by: Identity, adoption: Adoption, name: str, description: str, begins_on: date, on: date
) -> LocalElement:
    """Add what an authority does beyond the innovation's own elements; it is assessed from its first quarter on.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        FidelityError: nothing said, a name that is taken, or a day that has not come; `field` says where.
    """
    scope_of(session).require(adoption.authority_id)
    called, said = " ".join(name.split()), " ".join(description.split())
    if not called or len(called) > LONGEST_NAME:
        raise FidelityError(f"Give it a name of up to {LONGEST_NAME} letters.", field="name")
    if not said:
        raise FidelityError("Say in a sentence what it consists of.", field="description")
    if not EARLIEST <= begins_on <= on:
        raise FidelityError(f"Give a day from {EARLIEST.year} until today.", field="begins_on")
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"local_element:{adoption.id}"))))
    _need_room(session, adoption, called)
    element = LocalElement(
        id=uuid4(),
        authority_id=adoption.authority_id,
        adoption_id=adoption.id,
        name=called,
        description=said,
        begins_on=begins_on,
        known_on=on,
        recorded_by_id=by.account_id,
    )
    session.add(element)
    session.flush()  # the database's own refusals belong to this deed
    _note(session, by, element, "local_element.added", begins_on)
    return element


def end_local_element(session: Session, *, by: Identity, element: LocalElement, ends_on: date, on: date) -> None:
    """End a local element: from the first quarter that begins on that day or later it is no longer asked about.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        FidelityError: it has ended already, or the day is no day of it.
    """
    scope_of(session).require(element.authority_id)
    session.refresh(element, with_for_update=True)
    if element.ends_on is not None:
        raise FidelityError("Somebody has ended it since you opened the page. Load the page again.")
    if not element.begins_on < ends_on <= on:
        raise FidelityError("Give a day after it began, and no later than today.", field="ends_on")
    element.ends_on, element.ended_at, element.ended_by_id = ends_on, func.clock_timestamp(), by.account_id
    session.flush()  # the database's own refusals belong to this deed
    _note(session, by, element, "local_element.ended", ends_on)


def get_local_element(session: Session, adoption: Adoption, element_id: UUID) -> LocalElement:
    """An element of an adoption; NotFoundError where there is none of that number."""
    found = session.scalars(
        select(LocalElement).where(
            LocalElement.authority_id == adoption.authority_id,
            LocalElement.adoption_id == adoption.id,
            LocalElement.id == element_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such element.")
    return found


def list_local_elements(
    session: Session, adoption: Adoption, *, known_on: date, quarter: Quarter | None = None
) -> list[LocalElement]:
    """An adoption's local elements that were known on a day, of one quarter or of all, the earliest first."""
    found = session.scalars(
        select(LocalElement)
        .where(
            LocalElement.authority_id == adoption.authority_id,
            LocalElement.adoption_id == adoption.id,
            LocalElement.known_on <= known_on,
        )
        .order_by(LocalElement.begins_on, LocalElement.recorded_at, LocalElement.id)
    )
    return [each for each in found if quarter is None or counts_in(each, quarter, known_on)]


def counts_in(element: LocalElement, quarter: Quarter, known_on: date) -> bool:
    """Whether a local element was there for at least a day of the quarter, as far as was known on a day."""
    ended = element.end_known(known_on)
    return element.begins_on <= quarter.ends_on and (ended is None or ended > quarter.starts_on)


def list_local_answers(session: Session, assessment_ids: list[UUID]) -> list[LocalAnswer]:
    """What was said of local elements in these versions."""
    return list(session.scalars(select(LocalAnswer).where(LocalAnswer.assessment_id.in_(assessment_ids))))


def _need_room(session: Session, adoption: Adoption, name: str) -> None:
    """No two of a name, whether the innovation's own or the authority's; and not without end."""
    official = session.scalars(
        select(FidelityElement.name).where(FidelityElement.innovation_code == adoption.innovation_code)
    )
    own = session.scalars(
        select(LocalElement.name).where(
            LocalElement.authority_id == adoption.authority_id,
            LocalElement.adoption_id == adoption.id,
            LocalElement.ends_on.is_(None),
        )
    ).all()
    if name.casefold() in {each.casefold() for each in (*official, *own)}:
        raise FidelityError("An element of this name is there already.", field="name")
    if len(own) >= MOST:
        raise FidelityError(f"There are {MOST} local elements already: end one first.", field="name")


def _note(session: Session, by: Identity, element: LocalElement, deed: str, day: date) -> None:
    record(
        session,
        by=by,
        deed=deed,
        subject=f"local_element:{element.id}",
        authority_id=element.authority_id,
        after={"adoption": str(element.adoption_id), "day": day.isoformat()},
    )
