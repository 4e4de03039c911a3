"""Which elements belong to an innovation, as data with dates (sector, part D: they differ, so they are not code)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.fidelity.models import FidelityElement
from core.quarters import Quarter


def list_elements(session: Session, innovation_code: str, quarter: Quarter) -> list[FidelityElement]:
    """The elements of an innovation that count in a quarter, in their order."""
    found = session.scalars(
        select(FidelityElement)
        .where(FidelityElement.innovation_code == innovation_code)
        .order_by(FidelityElement.position)
    )
    return [element for element in found if counts_in(element, quarter)]


def counts_in(element: FidelityElement, quarter: Quarter) -> bool:
    """Whether an element belonged to its innovation for at least a day of the quarter."""
    begun = element.valid_from is None or element.valid_from <= quarter.ends_on
    return begun and (element.valid_to is None or element.valid_to > quarter.starts_on)
