"""Opening a programme, and saying where its innovations come from."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.programme.models import Innovation, Innovator, Programme
from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import NotFoundError
from core.scope import scope_of


def open_programme(
    session: Session,
    *,
    by: Identity,
    code: str,
    name: str,
    starts_on: date,
    ends_on: date | None = None,
    source: str | None = None,
    confidence: str | None = None,
) -> Programme:
    """Open a programme, or find the one of that code as it is. `ends_on` is the first day after its funded period."""
    existing = session.scalar(select(Programme).where(Programme.code == code))
    if existing is not None:
        return existing
    if ends_on is not None and ends_on < starts_on:
        raise RegisterError("The programme ends before it starts: check both dates.", field="ends_on")
    programme = Programme(
        code=code, name=name, starts_on=starts_on, ends_on=ends_on, source=source, confidence=confidence
    )
    session.add(programme)
    session.flush()  # its number is needed by its members
    record(
        session,
        by=by,
        deed="programme.opened",
        subject=f"programme:{code}",
        authority_id=None,
        after={"name": name, "starts_on": starts_on.isoformat()},
    )
    return programme


def get_programme(session: Session, *, code: str | None = None) -> Programme:
    """The programme of that code, or the only one when none is named.

    Raises:
        RegisterError: there is none yet, or several and none was named.
        NotFoundError: there is none of that code.
    """
    programmes = list_programmes(session)
    if code is not None:
        programmes = [programme for programme in programmes if programme.code == code]
        if not programmes:
            raise NotFoundError(f"There is no programme '{code}'.")
    if len(programmes) != 1:
        raise RegisterError(
            "No programme is open yet: load the reference data, or open one, first."
            if not programmes
            else "There are several programmes: say which is meant.",
            field="programme",
        )
    return programmes[0]


def list_programmes(session: Session) -> list[Programme]:
    """Every programme, the earliest first."""
    return list(session.scalars(select(Programme).order_by(Programme.starts_on, Programme.code)))


def list_innovations(session: Session) -> list[Innovation]:
    """Every innovation, by name."""
    return list(session.scalars(select(Innovation).order_by(Innovation.name)))


def name_innovator(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    innovation: str,
    since: date | None = None,
    precision: str = "day",
    source: str | None = None,
    confidence: str | None = None,
) -> Innovator:
    """Say that an innovation comes from this authority; saying it twice changes nothing."""
    scope_of(session).require(authority.id)
    existing = session.scalar(
        select(Innovator).where(Innovator.authority_id == authority.id, Innovator.innovation_code == innovation)
    )
    if existing is not None:
        return existing
    innovator = Innovator(
        authority_id=authority.id,
        innovation_code=get_innovation(session, innovation).code,
        since=since,
        precision=precision,
        source=source,
        confidence=confidence,
    )
    session.add(innovator)
    record(
        session,
        by=by,
        deed="innovator.named",
        subject=f"innovation:{innovation}",
        authority_id=authority.id,
        after={"innovation": innovation},
    )
    return innovator


def get_innovation(session: Session, code: str) -> Innovation:
    """The innovation of that code; raises RegisterError naming those that there are."""
    innovation = session.get(Innovation, code)
    if innovation is None:
        known = ", ".join(each.code for each in list_innovations(session))
        raise RegisterError(
            f"'{code}' is not an innovation of the programme: write one of {known}.", field="innovation"
        )
    return innovation


def list_innovators(session: Session) -> list[tuple[Innovator, Authority]]:
    """Every innovator with its authority, by innovation and code."""
    rows = session.execute(
        select(Innovator, Authority)
        .join(Authority, Authority.id == Innovator.authority_id)
        .order_by(Innovator.innovation_code, Authority.code)
    )
    return [(innovator, authority) for innovator, authority in rows]
