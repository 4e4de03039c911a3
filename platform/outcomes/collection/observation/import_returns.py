"""Stores a file of many past returns as approved history: checked by the rules of returns, whole or not at all.

For the support team's backlog. What has a return here goes through that return, and an approved figure is never
replaced by a file.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import DomainError
from core.quarters import Quarter
from outcomes.catalogue.load import load_indicators
from outcomes.catalogue.versions import list_due
from outcomes.collection.check.context import Asked, CheckContext
from outcomes.collection.check.many import Key, Part, check_part, part_grid
from outcomes.collection.check.result import Checked
from outcomes.collection.due.models import Collection as Due
from outcomes.collection.figure import Figure
from outcomes.collection.intake.grid import Notice
from outcomes.collection.intake.limits import listed
from outcomes.collection.intake.read import read_grid
from outcomes.collection.observation.load_figures import APPROVED_AFTER
from outcomes.collection.observation.merge import Given, Merged, merge
from outcomes.collection.observation.models import Observation
from outcomes.collection.rules.book import rules_version
from outcomes.collection.submission.models import Submission

FIRST_SHOWN = 5
Says = tuple[str, Decimal | None, Decimal | None, Decimal | None]
Held = Mapping[tuple[int, Quarter, str], Says]


@dataclass(frozen=True)
class Found:
    """What the check of all returns of a file found: `checked` holds the findings of all of them."""

    parts: tuple[Part, ...]
    checked: Checked


@dataclass(frozen=True)
class Imported:
    """What was found, and what became of the figures."""

    found: Found
    merged: Merged


class ReturnsRefusedError(DomainError):
    """Something in the file must be mended first; nothing of it was stored."""

    def __init__(self, sentence: str, found: Found) -> None:
        super().__init__(sentence)
        self.found = found


def import_returns(
    session: Session, *, by: Identity, content: bytes, file_name: str, at: datetime, on: date
) -> Imported:
    """Check every return of the file and store all their figures, or none.

    The figures of returns that are checked are stored while the next are checked, and taken back when a fault turns up:
    a file of 20,000 rows takes little longer than its checks alone. A figure counts as known ten weeks after its
    quarter, as the figures of a world do, and never later than today.

    Args:
        session: of a transaction over every authority.
        by: who imports it.
        content: CSV or XLSX in the layout of the template, with authority and quarter in every row.
        file_name: what a figure's trace calls the file.
        at: when.
        on: the day in London.

    Raises:
        RefusedError: the file cannot be read, or does not say whose its rows are.
        DomainError: one of its returns is made here.
        ReturnsRefusedError: an error in a row, or a figure that is approved and differs.
    """
    with ThreadPoolExecutor(max_workers=1) as aside:
        reading = aside.submit(read_grid, content, file_name)  # a workbook in another process, for which nobody waits
        councils = _councils(session)
        load_indicators(session)
        grid = reading.result()
    grids = part_grid(grid, councils.keys(), Quarter.containing(on).plus(-1))
    _refuse_made_here(session, grids, councils)
    held = _held(session, grids, councils)
    parts: list[Part] = []
    other: list[str] = []

    def sound_figures() -> Iterator[Given]:
        """Of each return as it is checked; from the first fault on the rest is checked and nothing more stored."""
        sound = True
        for (code, quarter), rows in grids.items():
            council = councils[code]
            part = check_part(rows, council.context(quarter, on))
            parts.append(part)
            other.extend(_other_figures(part, council.number, held))
            sound = sound and not part.checked.blocked and not other
            if sound:
                yield from _given(part, council.number, file_name, on)

    with session.begin_nested():
        merged = merge(session, by=by, given=sound_figures(), at=at)
        found = Found(tuple(parts), _together(parts, grid.notices))
        _refuse_faults(found)
        _refuse_other_figures(other, found)
    record(
        session,
        by=by,
        deed="figures.loaded",
        subject=f"file:{file_name}",
        authority_id=None,
        after={"figures": merged.new, "returns": len(parts), "rules": rules_version()},
    )
    return Imported(found, merged)


@dataclass(frozen=True)
class Council:
    """What a check of a past return needs to know of an authority."""

    number: int
    name: str
    children: int | None
    code: str

    def context(self, quarter: Quarter, on: date) -> CheckContext:
        return CheckContext(
            self.code, self.name, quarter, on, _asked(quarter), frozenset({self.code.lower()}), self.children
        )


def _councils(session: Session) -> dict[str, Council]:
    rows = session.execute(select(Authority.id, Authority.name, Authority.population_0_17, Authority.code))
    return {code: Council(number, name, children, code) for number, name, children, code in rows}


@cache
def _asked(quarter: Quarter) -> tuple[Asked, ...]:
    """Of the past nothing is required: what there is, is taken."""
    return tuple(Asked(each.code, required=False) for each in list_due(quarter))


def _together(parts: Sequence[Part], notices: tuple[Notice, ...]) -> Checked:
    return Checked(
        rules_version(),
        notices=notices,
        findings=tuple(finding for part in parts for finding in part.checked.findings),
        ledger=tuple(line for part in parts for line in part.checked.crashed),
    )


def _refuse_faults(found: Found) -> None:
    errors, crashed = found.checked.errors, found.checked.crashed
    if not errors and not crashed:
        return
    first = [f"{', '.join(each.cells[:3]) or each.rule}: {each.message} {each.remedy}" for each in errors[:FIRST_SHOWN]]
    more = [f"and {len(errors) - FIRST_SHOWN:,} more"] if len(errors) > FIRST_SHOWN else []
    failed = [f"The rule \u201c{line.title}\u201d failed itself (reference {line.why})." for line in crashed]
    kinds = f"{len(errors):,} {'error' if len(errors) == 1 else 'errors'}"
    raise ReturnsRefusedError("\n".join([f"{kinds}: nothing was stored.", *first, *more, *failed]), found)


def _refuse_made_here(session: Session, keys: Collection[Key], councils: Mapping[str, Council]) -> None:
    """A return that is made in the product has its own way to approval, and no other door."""
    there = session.execute(
        select(Submission.authority_id, Due.quarter)
        .join(Due, Due.id == Submission.collection_id)
        .where(Due.quarter.in_({quarter for _, quarter in keys}))
    )
    made = {(number, quarter) for number, quarter in there}
    both = [f"{code} {quarter}" for code, quarter in keys if (councils[code].number, quarter) in made]
    if both:
        raise DomainError(
            f"{listed(both)}: the return is made here. Take its rows out of the file and upload them on its page."
        )


def _refuse_other_figures(other: list[str], found: Found) -> None:
    if other:
        raise ReturnsRefusedError(
            f"{listed(other)}: an approved figure is stored and differs. It is not replaced by a file: remove the row,"
            " or correct it.",
            found,
        )


def _other_figures(part: Part, number: int, held: Held) -> Iterator[str]:
    if held:
        for figure in part.checked.figures:
            if held.get((number, part.quarter, figure.indicator), _says(figure)) != _says(figure):
                yield f"{part.authority_code} {part.quarter} {figure.indicator}"


def _held(session: Session, keys: Collection[Key], councils: Mapping[str, Council]) -> Held:
    """What is approved already, of the quarters and authorities of the file."""
    held = Observation
    rows = session.execute(
        select(
            held.authority_id, held.quarter, held.indicator_code, held.status, held.value, held.numerator,
            held.denominator,
        ).where(
            held.superseded_at.is_(None),
            held.quarter.in_({quarter for _, quarter in keys}),
            held.authority_id.in_({councils[code].number for code, _ in keys}),
        )
    )  # fmt: skip
    return {(row[0], row[1], row[2]): (row[3], row[4], row[5], row[6]) for row in rows}


def _says(figure: Figure) -> Says:
    return figure.status.value, figure.value, figure.numerator, figure.denominator


def _given(part: Part, number: int, file_name: str, on: date) -> Iterator[Given]:
    quarter = part.quarter
    known_on = min(quarter.ends_on + APPROVED_AFTER, on)
    for figure in part.checked.figures:
        sheet, cell = figure.place or (None, None)
        yield Given(
            number,
            figure.indicator,
            quarter,
            figure.definition,
            figure.status.value,
            figure.value,
            figure.numerator,
            figure.denominator,
            file_name,
            _line_of(cell) if cell else None,
            sheet,
            cell,
            None,
            known_on,
        )


def _line_of(cell: str) -> int:
    """The line of a cell, or of the counts "E2, F2" that a figure was worked out from."""
    return int(cell.partition(",")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
