"""Pages of published statistics: an authority's indicators, and one of them as a line with its table and CSV."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Permission, current_identity, requires
from core.asked_day import read_asked_day
from core.attachment import attachment
from core.clock import today
from core.errors import NotFoundError
from core.transaction import reading
from outcomes.catalogue.indicators import Indicator, get_shown_indicator
from outcomes.evidence.statistics.leading import draw_leading
from outcomes.evidence.statistics.periods import PeriodKind
from outcomes.evidence.statistics.picture import draw_series
from outcomes.evidence.statistics.position import IndicatorView, Position, get_position
from outcomes.evidence.statistics.written import csv_of, files_of, lead_of, rows_of, table_of

published_statistics = Blueprint("published_statistics", __name__)

NOT_YOURS = "There is no such page, or it is not yours to see."
EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the address holds the view, so that it can be sent and comes back the same."""

    as_at: date
    problem: str | None
    model_year: int | None
    kind: PeriodKind | None

    @property
    def kept(self) -> dict[str, str]:
        """The parameters to keep when the day is changed."""
        kept = {"model": str(self.model_year)} if self.model_year else {}
        return {**kept, "period": self.kind.value} if self.kind else kept

    @property
    def address(self) -> dict[str, str]:
        """Every parameter, for links to other pages of the same view."""
        return self.kept if self.as_at == today() else {**self.kept, "as_at": self.as_at.isoformat()}


@published_statistics.get("/authorities/<code>/statistics")
@requires(Permission.STATISTICS_READ)
def indicators(code: str) -> str:
    """Every indicator with published figures: latest value, change, neighbours, England; the leading ones as lines."""
    asked = _asked()
    with reading(current_identity().scope()) as session:
        position = get_position(session, _authority(session, code), as_at=asked.as_at, model_year=asked.model_year)
        return render_template(
            "statistics/indicators.html",
            position=position,
            topics=rows_of(position),
            lines=draw_leading(position),
            asked=asked,
            today=today(),
        )


@published_statistics.get("/authorities/<code>/statistics/<indicator_code>")
@requires(Permission.STATISTICS_READ)
def indicator(code: str, indicator_code: str) -> str:
    """One indicator over time, with England and the neighbours' median."""
    asked, chosen = _asked(), get_shown_indicator(indicator_code)
    with reading(current_identity().scope()) as session:
        position, view = _view(session, code, chosen, asked)
        return render_template(
            "statistics/indicator.html",
            position=position,
            view=view,
            lead=lead_of(position, view),
            chart=draw_series(position, view),
            table=table_of(position, view) if view.periods else None,
            files=files_of(view),
            asked=asked,
            today=today(),
        )


@published_statistics.get("/authorities/<code>/statistics/<indicator_code>.csv")
@requires(Permission.STATISTICS_READ)
def indicator_csv(code: str, indicator_code: str) -> Response:
    """The same as a CSV file, with the file, line and column of every figure."""
    asked, chosen = _asked(), get_shown_indicator(indicator_code)
    with reading(current_identity().scope()) as session:
        position, view = _view(session, code, chosen, asked)
        content = csv_of(position, view)
    name = f"{position.code}-{chosen.code}-{asked.as_at}.csv".lower().replace("_", "-")
    return attachment(content, name)


def _view(session: Session, code: str, chosen: Indicator, asked: Asked) -> tuple[Position, IndicatorView]:
    position = get_position(
        session,
        _authority(session, code),
        as_at=asked.as_at,
        model_year=asked.model_year,
        indicators=[chosen],
        kind=asked.kind,
    )
    return position, position.views[0]


def _authority(session: Session, code: str) -> Authority:
    found = session.scalars(select(Authority).where(Authority.code == code)).one_or_none()
    if found is None:
        raise NotFoundError(NOT_YOURS)
    current_identity().scope().require(found.id)
    return found


def _asked() -> Asked:
    """Read the address. A day that cannot be read shows today with the reason; other oddities are simply not asked."""
    as_at, problem = read_asked_day(request.args.get("as_at", "").strip(), on=today(), earliest=EARLIEST)
    model = request.args.get("model", "")
    period = request.args.get("period", "")
    return Asked(
        as_at,
        problem,
        int(model) if model.isdecimal() and len(model) == len("2025") else None,
        PeriodKind(period) if period in set(PeriodKind) else None,
    )
