"""What a check knows without a server: the tables that ship with the product, and earlier figures if given. Pure.

The same rules run as on the server; what only the server knows is left out, and the ledger says which rules that cost.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from authorities.reference.tables import read_table
from core.errors import DomainError
from core.quarters import Quarter
from outcomes.catalogue.indicators import Indicator
from outcomes.catalogue.versions import list_due
from outcomes.collection.check.context import Asked, CheckContext, History

INVENTED = re.compile(r"Z\d{3,4}")
INNOVATIONS = ("family_safeguarding", "family_valued", "no_wrong_door")
MATTERS = 2


class UnknownAuthorityError(DomainError):
    """No authority of the shipped reference has this code."""


@dataclass(frozen=True)
class Place:
    """An authority as the shipped reference knows it. Nothing but its code is known of an invented one."""

    code: str
    name: str
    names: frozenset[str]
    children: int | None
    innovations: tuple[str, ...]


def find_place(code: str) -> Place:
    """The authority with this code (three digits, or its GSS code); an invented one by its code alone."""
    wanted = code.strip().upper()
    if INVENTED.fullmatch(wanted):
        return Place(wanted, wanted, frozenset({wanted.lower()}), None, ())
    by_gss = {row["gss_code"]: row["code"] for row in read_table("codes")}
    wanted = by_gss.get(wanted, wanted)
    found = next((row for row in read_table("authorities") if row["code"] == wanted), None)
    if found is None:
        raise UnknownAuthorityError(
            f"There is no authority with the code {code}. Give the three digits of the local authority, such as 919."
        )
    names = {found["code"], found["name"]}
    names |= {gss for gss, of in by_gss.items() if of == wanted}
    names |= {row["alias"] for row in read_table("aliases") if row["code"] == wanted}
    return Place(
        code=wanted,
        name=found["name"],
        names=frozenset(" ".join(name.lower().split()) for name in names),
        children=int(found["population_0_17"]) if found["population_0_17"] else None,
        innovations=tuple(row["innovation"] for row in read_table("adoptions") if row["code"] == wanted),
    )


def offline_context(
    place: Place,
    quarter: Quarter,
    *,
    on: date,
    innovations: Collection[str] = (),
    children: int | None = None,
    history: History | None = None,
) -> CheckContext:
    """The context of a check off-line: everything that the catalogue asks for in the quarter is asked."""
    known = tuple(innovations) or place.innovations
    return CheckContext(
        authority_code=place.code,
        authority_name=place.name,
        quarter=quarter,
        on=on,
        asked=tuple(Asked(each.code, _is_required(each, known)) for each in list_due(quarter)),
        names=place.names,
        children=children or place.children,
        history=history,
    )


def _is_required(indicator: Indicator, innovations: Collection[str]) -> bool:
    """Whether it matters for one of the innovations; without knowing which, whether it matters for each of them."""
    matters = {name for name in INNOVATIONS if indicator.relevance.get(name, MATTERS + 1) <= MATTERS}
    return bool(matters.intersection(innovations)) if innovations else matters == set(INNOVATIONS)
