"""Reads the results of a leader's own rounds, as they were released."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity
from leadership.profiles.kinds import Attribute, View
from leadership.profiles.models import ProfileResult
from leadership.profiles.release.precision import End
from leadership.profiles.release.result import Gap, Result

ATTRIBUTES, VIEWS = list(Attribute), list(View)


def list_results(session: Session, *, by: Identity, round_id: UUID) -> list[Result]:
    """Every attribute from every view, in one order whatever is hidden; none before the round is released."""
    rows = session.scalars(
        select(ProfileResult).where(ProfileResult.round_id == round_id, ProfileResult.person_id.in_(by.person_ids))
    ).all()
    return in_order(result_of(row) for row in rows)


def in_order(results: Iterable[Result]) -> list[Result]:
    """By attribute and view, which never follows a value."""
    return sorted(results, key=lambda each: (ATTRIBUTES.index(each.attribute), VIEWS.index(each.view)))


def _value(row: ProfileResult) -> Decimal | None:
    """A score stands as it was given, a mean with its one decimal."""
    whole = row.seen_by in {View.SELF, View.LINE_MANAGER}
    return row.value.quantize(Decimal(1)) if row.value is not None and whole else row.value


def _half_width(row: ProfileResult) -> Decimal | None:
    """To two significant digits, as it was worked out."""
    if row.half_width is None:
        return None
    return row.half_width.quantize(Decimal("0.1") if row.half_width >= 1 else Decimal("0.01"))


def result_of(row: ProfileResult) -> Result:
    """A stored row as the value that pages, pictures and files are made from."""
    return Result(
        attribute=Attribute(row.attribute),
        view=View(row.seen_by),
        value=_value(row),
        end=End(row.at_end) if row.at_end else None,
        raters=row.raters,
        half_width=_half_width(row),
        gap=Gap(row.gap) if row.gap else None,
        fewest=row.fewest,
    )
