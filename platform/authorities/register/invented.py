"""Invented councils: the only authorities that a file may create, in a database that holds no real ones (5.8)."""

import re
from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.register.find import find_authority
from authorities.register.models import Authority, AuthorityAlias, AuthorityCode
from authorities.register.names import normalise
from core.access import Identity
from core.audit import record
from core.deployment import Purpose, settle_purpose

CODE = re.compile(r"Z\d{3,4}")
GSS = re.compile(r"Z99\d{6}")


def register_invented_authority(
    session: Session,
    *,
    by: Identity,
    code: str,
    gss_code: str,
    name: str,
    region: str,
    kind: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    population_0_17: int | None = None,
) -> Authority:
    """Add an invented council, or find it unchanged.

    Settles the database for demonstration at the first one.

    Raises:
        RegisterError: its codes could be taken for real ones, or it is on record with other facts.
        ConflictError: the database holds real authorities.
    """
    if not CODE.fullmatch(code) or not GSS.fullmatch(gss_code):
        raise RegisterError(
            f"'{code}' with '{gss_code}' could be taken for a real authority: codes of invented councils are Z and "
            "three or four digits, their GSS codes Z99 and six digits.",
            field="code",
        )
    settle_purpose(session, Purpose.DEMONSTRATION)
    told = {
        "gss_code": gss_code,
        "name": name,
        "kind": kind,
        "region": region,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "population_0_17": population_0_17,
    }
    existing = find_authority(session, code)
    if existing is not None:
        _require_same(existing, told)
        return existing
    authority = Authority(code=code, invented=True, **told)
    session.add(authority)
    session.flush()  # its number is needed by all that follows
    session.add_all(
        [
            AuthorityAlias(authority_id=authority.id, alias=name, normalised=normalise(name), source="its name"),
            AuthorityCode(
                authority_id=authority.id, gss_code=gss_code, valid_from=None, valid_to=None, source="its code"
            ),
        ]
    )
    record(
        session,
        by=by,
        deed="authority.registered",
        subject=f"authority:{code}",
        authority_id=authority.id,
        after={"code": code, "name": name, "invented": True},
    )
    return authority


def _require_same(existing: Authority, told: Mapping[str, object]) -> None:
    different = [field for field, value in told.items() if getattr(existing, field) != value]
    if different:
        raise RegisterError(
            f"{existing.code} is on record as {existing.name} with another {' and '.join(different)}: "
            "give the council the facts on record, or a code of its own.",
            field=different[0],
        )
