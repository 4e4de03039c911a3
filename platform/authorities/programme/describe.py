"""What is said of an adoption beside its dates: its wave, its name there, a note, where it is known from."""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.programme.models import Adoption, AdoptionDate, AdoptionPause
from authorities.programme.open import get_innovation
from authorities.recorded import Versioned
from authorities.refusals import refusing
from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.scope import scope_of

DESCRIBED = "adoption.described"


@dataclass(frozen=True)
class AdoptionWords:
    """An adoption's own words; `innovation` is its code."""

    innovation: str
    wave: str | None = None
    local_name: str | None = None
    note: str | None = None
    source: str | None = None
    confidence: str | None = None

    @classmethod
    def of(cls, adoption: Adoption) -> "AdoptionWords":
        """Those on record."""
        return cls(
            adoption.innovation_code,
            adoption.wave,
            adoption.local_name,
            adoption.note,
            adoption.source,
            adoption.confidence,
        )


def describe_adoption(
    session: Session, *, by: Identity, authority: Authority, adoption: Adoption, words: AdoptionWords
) -> Adoption:
    """Say something else of an adoption; what was said before stays in the audit, and in the history of the record.

    One recorded for the wrong innovation is moved to the right one, as long as nothing dated hangs on it: dates and
    pauses of one innovation must not turn into those of another.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: nothing would change, or the innovation cannot.
    """
    scope_of(session).require(adoption.authority_id)
    before = AdoptionWords.of(adoption)
    if words == before:
        raise RegisterError("That is what is on record: change something, or go back.")
    if words.innovation != before.innovation and _is_dated(session, adoption):
        raise RegisterError(
            "Its stages or pauses are on record for this innovation: withdraw them first.", field="innovation"
        )
    with refusing(session):
        adoption.innovation_code = get_innovation(session, words.innovation).code
        adoption.wave, adoption.local_name, adoption.note = words.wave, words.local_name, words.note
        adoption.source, adoption.confidence = words.source, words.confidence
    record(
        session,
        by=by,
        deed=DESCRIBED,
        subject=f"adoption:{authority.code}:{words.innovation}",
        authority_id=adoption.authority_id,
        before=asdict(before),
        after=asdict(words),
    )
    return adoption


def _is_dated(session: Session, adoption: Adoption) -> bool:
    kinds: tuple[type[Versioned], ...] = (AdoptionDate, AdoptionPause)
    return any(
        session.scalars(
            select(kind.id).where(
                kind.authority_id == adoption.authority_id,  # type: ignore[attr-defined]
                kind.adoption_id == adoption.id,  # type: ignore[attr-defined]
                kind.superseded_at.is_(None),
                ~kind.withdrawn,
            )
        ).first()
        for kind in kinds
    )
