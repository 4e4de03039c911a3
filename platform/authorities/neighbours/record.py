"""Storing a model of statistical neighbours: ten for each authority, ranked, of one model year."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.neighbours.models import TEN, Neighbour
from authorities.register.models import Authority
from core.access import Identity
from core.audit import record as record_deed
from core.scope import scope_of


@dataclass(frozen=True)
class Neighbours:
    """The ten neighbours of one authority in the model of a year, the closest first; codes, and words for closeness."""

    model_year: int
    authority_code: str
    neighbour_codes: tuple[str, ...]
    closeness: tuple[str | None, ...] = ()


def record_neighbours(session: Session, *, by: Identity, groups: Sequence[Neighbours]) -> Counter[str]:
    """Store groups of neighbours; one on record with the same members changes nothing.

    Returns:
        How many groups were 'new' and how many 'unchanged'.

    Raises:
        NotFoundError: an authority is outside the session's scope.
        RegisterError: a code is not in the register, a group has not ten different members, or it is on record with
            others: a model year is published once.
    """
    numbers = {authority.code: authority.id for authority in session.scalars(select(Authority))}
    on_record = _codes_on_record(session)
    counted: Counter[str] = Counter(new=0, unchanged=0)
    rows: list[dict[str, object]] = []
    for group in groups:
        _check(group, numbers)
        scope_of(session).require(numbers[group.authority_code])
        stored = on_record.get((group.model_year, group.authority_code))
        if stored is not None and stored != group.neighbour_codes:
            raise RegisterError(
                f"The {group.model_year} model has other neighbours for {group.authority_code}: a model year is "
                "published once. Give a corrected model a year of its own."
            )
        counted["new" if stored is None else "unchanged"] += 1
        if stored is None:
            rows += _rows(group, numbers)
    if rows:
        session.execute(insert(Neighbour), rows)
    _tell(session, by, groups, counted)
    return counted


def _codes_on_record(session: Session) -> dict[tuple[int, str], tuple[str, ...]]:
    of, neighbour = Authority.__table__.alias("own"), Authority.__table__.alias("other")
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    for year, code, other in session.execute(
        select(Neighbour.model_year, of.c.code, neighbour.c.code)
        .join(of, of.c.id == Neighbour.authority_id)
        .join(neighbour, neighbour.c.id == Neighbour.neighbour_id)
        .order_by(Neighbour.model_year, of.c.code, Neighbour.rank)
    ):
        found[year, code] = (*found.get((year, code), ()), other)
    return found


def _check(group: Neighbours, numbers: dict[str, int]) -> None:
    unknown = [code for code in (group.authority_code, *group.neighbour_codes) if code not in numbers]
    if unknown:
        raise RegisterError(f"The register holds no authority with code {', '.join(unknown)}: correct it.")
    members = set(group.neighbour_codes)
    if len(members) != len(group.neighbour_codes) or len(members) > TEN or group.authority_code in members:
        raise RegisterError(
            f"{group.authority_code} in the {group.model_year} model: give up to ten different neighbours, not itself."
        )


def _rows(group: Neighbours, numbers: dict[str, int]) -> list[dict[str, object]]:
    closeness = group.closeness or (None,) * len(group.neighbour_codes)
    return [
        {
            "authority_id": numbers[group.authority_code],
            "model_year": group.model_year,
            "rank": rank,
            "neighbour_id": numbers[code],
            "closeness": close,
        }
        for rank, (code, close) in enumerate(zip(group.neighbour_codes, closeness, strict=True), start=1)
    ]


def _tell(session: Session, by: Identity, groups: Sequence[Neighbours], counted: Counter[str]) -> None:
    if counted["new"]:
        years = sorted({group.model_year for group in groups})
        record_deed(
            session,
            by=by,
            deed="neighbours.recorded",
            subject="neighbours:" + ",".join(map(str, years)),
            authority_id=None,
            after={"groups": counted["new"]},
        )
