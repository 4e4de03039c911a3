"""The gazetteer of this installation, from the register of authorities."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority, AuthorityAlias, AuthorityCode
from outcomes.evidence.statistics.geography import Gazetteer, KnownAuthority


def get_gazetteer(session: Session) -> Gazetteer:
    """Every authority with every code and spelling it goes by; the files name areas only by these."""
    gss: dict[int, set[str]] = defaultdict(set)
    names: dict[int, set[str]] = defaultdict(set)
    for authority_id, code in session.execute(select(AuthorityCode.authority_id, AuthorityCode.gss_code)):
        gss[authority_id].add(code)
    for authority_id, alias in session.execute(select(AuthorityAlias.authority_id, AuthorityAlias.alias)):
        names[authority_id].add(alias)
    authorities = session.scalars(select(Authority).order_by(Authority.code)).all()
    return Gazetteer(
        [
            KnownAuthority(
                code=authority.code,
                gss_codes=frozenset(gss[authority.id] | {authority.gss_code}),
                names=frozenset(names[authority.id] | {authority.name}),
                valid_from=authority.valid_from,
                valid_to=authority.valid_to,
            )
            for authority in authorities
        ],
        invented=any(authority.invented for authority in authorities),
    )
