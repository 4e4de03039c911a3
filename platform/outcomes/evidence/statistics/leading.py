"""The indicators drawn before one is chosen: what the innovations aim at, and the workforce that has to do it."""

from datetime import date

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.chart import Chart
from outcomes.catalogue.indicators import get_indicator
from outcomes.evidence.statistics.picture import draw_series
from outcomes.evidence.statistics.position import IndicatorView, Position, get_position

LEADING = ("CLA_RATE", "REREF_PCT", "CPP_REPEAT_PCT", "SW_TURNOVER_PCT")


def draw_leading(position: Position) -> list[tuple[IndicatorView, Chart]]:
    """The leading indicators as lines, each beside its neighbours and its country; those without a number left out."""
    views = {view.indicator.code: view for view in position.views}
    drawn = ((views[code], draw_series(position, views[code])) for code in LEADING if code in views)
    return [(view, chart) for view, chart in drawn if chart is not None]


def leading_of(session: Session, authority: Authority, *, as_at: date) -> list[tuple[IndicatorView, Chart]]:
    """The same for one authority as published by a day."""
    indicators = [get_indicator(code) for code in LEADING]
    return draw_leading(get_position(session, authority, as_at=as_at, indicators=indicators))
