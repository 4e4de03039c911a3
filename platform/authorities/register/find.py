"""Which authority a code, a GSS code or a name means. What is not known is an error, never a new record (A1)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import AmbiguousNameError, PairMismatchError, UnknownAuthorityError
from authorities.register.life import existed_on
from authorities.register.models import Authority, AuthorityAlias, AuthorityCode
from authorities.register.names import normalise
from core.errors import NotFoundError
from core.scope import Scope, scope_of

NOT_YOURS = "There is no such page, or it is not yours to see."


def find_authority(session: Session, code: str) -> Authority | None:
    """The authority with this code, or None."""
    return session.scalar(select(Authority).where(Authority.code == code))


def authority_by_code(session: Session, code: str, scope: Scope | None = None) -> Authority:
    """The authority with this code, if the scope (else the session's own) covers it.

    Raises:
        NotFoundError: there is none, or it is another's; the answer does not tell which.
    """
    authority = find_authority(session, code)
    if authority is None or not (scope or scope_of(session)).covers(authority.id):
        raise NotFoundError(NOT_YOURS)
    return authority


def find_authority_by_gss(session: Session, gss_code: str) -> Authority | None:
    """The authority that has, or had, this nine-character statistical code; None if nobody ever had it."""
    return session.scalar(
        select(Authority)
        .join(AuthorityCode, AuthorityCode.authority_id == Authority.id)
        .where(AuthorityCode.gss_code == gss_code.strip().upper())
    )


def list_authorities_named(session: Session, name: str) -> list[Authority]:
    """Every authority that goes, or went, by this name or an alias of it, by code."""
    return list(
        session.scalars(
            select(Authority)
            .join(AuthorityAlias, AuthorityAlias.authority_id == Authority.id)
            .where(AuthorityAlias.normalised == normalise(name))
            .order_by(Authority.code)
        )
    )


def resolve_authority(
    session: Session,
    *,
    code: str | None = None,
    gss_code: str | None = None,
    name: str | None = None,
    on: date | None = None,
) -> Authority:
    """The one authority that everything given agrees on.

    Args:
        session: authorities are public; no scope is needed.
        code: DfE's three digits, or an invented council's code.
        gss_code: any statistical code that the authority ever had.
        name: its name or an alias, however spelled.
        on: settles which is meant when a name was had by two: the one that existed that day.

    Raises:
        UnknownAuthorityError: something given is not known, or nothing was given.
        PairMismatchError: what is given means different authorities.
        AmbiguousNameError: a name alone that two had, and `on` does not tell.
    """
    meant = _meant(session, code, gss_code, name)
    if not meant:
        raise UnknownAuthorityError("Give the code or the name of an authority.", field="code")
    shared = set.intersection(*({authority.id for authority in found} for _, found in meant))
    candidates = {authority.id: authority for _, found in meant for authority in found if authority.id in shared}
    if not candidates:
        described = ", ".join(f"{what} means {_listed(found)}" for what, found in meant)
        raise PairMismatchError(f"What was given does not agree: {described}. Correct one of them.", field="name")
    if len(candidates) > 1 and on is not None:
        candidates = {number: each for number, each in candidates.items() if existed_on(each, on)} or candidates
    if len(candidates) > 1:
        raise AmbiguousNameError(
            f"'{name}' means more than one authority: {_listed(candidates.values())}. Give the code as well.",
            field="code",
        )
    return next(iter(candidates.values()))


def _meant(
    session: Session, code: str | None, gss_code: str | None, name: str | None
) -> list[tuple[str, list[Authority]]]:
    """What each of those given means; refuses what nobody knows."""
    meant: list[tuple[str, list[Authority]]] = []
    for kind, given in (("code", code), ("GSS code", gss_code), ("name", name)):
        if given is None or not given.strip():
            continue
        found = _one_kind(session, kind, given.strip())
        if not found:
            raise UnknownAuthorityError(
                f"The register holds no authority with {kind} '{given}': check the spelling. A file never adds one.",
                field="name" if kind == "name" else "code",
            )
        meant.append((f"{kind} '{given}'", found))
    return meant


def _one_kind(session: Session, kind: str, given: str) -> list[Authority]:
    if kind == "name":
        return list_authorities_named(session, given)
    found = find_authority(session, given) if kind == "code" else find_authority_by_gss(session, given)
    return [found] if found is not None else []


def _listed(authorities: Iterable[Authority]) -> str:
    return " and ".join(
        f"{each.name} ({each.code}{', until ' + str(each.valid_to.year) if each.valid_to else ''})"
        for each in sorted(authorities, key=lambda each: each.code)
    )
