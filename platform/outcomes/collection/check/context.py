"""What a check knows beside the file: whose return it is, what is asked, what is stored, what was before. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.quarters import Quarter
from outcomes.collection.figure import Figure


@dataclass(frozen=True)
class Asked:
    """One indicator of the collection; `required` if it matters (1 or 2) for an innovation of this authority."""

    indicator: str
    required: bool


@dataclass(frozen=True)
class Published:
    """A published annual figure of this authority, for the check that four quarters add up to it."""

    indicator: str
    year: int  # the financial year that begins in April of it
    value: Decimal


@dataclass(frozen=True)
class History:
    """What is known of earlier quarters. Rules that need it are not run without it, and the ledger says so.

    `figures` are approved ones by indicator and quarter, of the same definition as now.
    """

    figures: Mapping[tuple[str, Quarter], Figure] = field(default_factory=dict)
    published: tuple[Published, ...] = ()


@dataclass(frozen=True)
class CheckContext:
    """Whose return it is, for which quarter, on which day it is checked.

    `stored` are the figures of the current version, by indicator; `names` are every way to write this authority
    (codes, names), in lower case; `children` is its population aged 0 to 17, None where unknown.
    """

    authority_code: str
    authority_name: str
    quarter: Quarter
    on: date
    asked: tuple[Asked, ...]
    names: frozenset[str]
    children: int | None = None
    stored: Mapping[str, Figure] = field(default_factory=dict)
    history: History | None = None
