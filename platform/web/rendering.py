"""Sets up the templates: where they are found, how they write dates and figures, and how they draw charts."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, has_app_context
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from charts.chart import Chart
from charts.small_line import small_line, small_words
from charts.svg import to_svg
from charts.through_line import Row, mini_line, mini_words
from charts.words import chance_in_words, count_in_words, day_in_words, month_in_words, number_in_words, short_day

SERVICE_NAME = "Throughline"
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Drawing:
    """A chart as it goes into a page, with its natural width in pixels."""

    svg: Markup
    width: float


def set_up_templates(app: Flask) -> None:
    """Let templates find the GOV.UK macros, and give them the product's filters, tests and pictures."""
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.loader = ChoiceLoader(
        [
            PackageLoader("web"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    environment.filters.update(
        spoken=number_in_words,
        day=day,
        short_day=short,
        month=month,
        moment=moment,
        number=number,
        percent=percent,
        chance=chance,
        count=count,
    )
    environment.tests["day"] = lambda value: isinstance(value, date)
    environment.globals.update(
        service_name=SERVICE_NAME,
        draw=draw,
        csv_link=csv_link,
        mini_line=_mini_line,
        mini_words=mini_words,
        small_line=_small_line,
        small_words=small_words,
        form_problems=_no_problems,
    )


def day(value: date | None) -> str:
    """A day in words, "28 November 2026"; a moment counts for its day in London; nothing for nothing."""
    return "" if value is None else day_in_words(_local(value))


def short(value: date | None) -> str:
    """A day where room is short: "28 Nov 2026"."""
    return "" if value is None else short_day(_local(value))


def month(value: date | None) -> str:
    """The month of a day: "November 2026"."""
    return "" if value is None else month_in_words(_local(value))


def moment(value: datetime | None) -> str:
    """A moment in London: "28 November 2026 at 2:05pm"."""
    if value is None:
        return ""
    here = _local(value)
    half = "am" if here.hour < NOON else "pm"
    return f"{day_in_words(here)} at {here.hour % NOON or NOON}:{here:%M}{half}"


NOON = 12


def _local(value: Any) -> Any:
    """A moment with a zone, seen from London; a day as it is."""
    return value.astimezone(LONDON) if isinstance(value, datetime) and value.tzinfo else value


def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """A figure with commas between thousands: "12,345"; nothing for nothing."""
    return "" if value is None else f"{value:,.{decimals}f}"


def percent(share: float | Decimal | None, decimals: int = 0) -> str:
    """A share from 0 to 1 as a percentage: "34%"."""
    return "" if share is None else f"{share:.{decimals}%}"


def chance(value: float | None) -> str:
    """A chance from 0 to 1 in the words of the risk report: "under 5%", "34%", "over 95%"."""
    return "" if value is None else chance_in_words(value)


def count(value: int, one: str, many: str) -> str:
    """A number with its noun, such as "3 posts"."""
    return count_in_words(value, one, many)


def draw(chart: Chart, *, narrow: bool = False) -> Drawing:
    """The chart's picture for this page, with ids that no other picture of the page has."""
    picture = to_svg(chart, narrow=narrow, prefix=f"chart{_next_picture()}")
    width = float(picture.split('width="', 1)[1].split('"', 1)[0])
    # The engine escapes every word it writes; what it returns is markup.
    return Drawing(Markup(picture), width)  # noqa: S704


def csv_link(chart: Chart) -> str:
    """The chart's table as an address that holds the whole file, where no route gives it."""
    encoded = b64encode(chart.to_csv().encode("utf-8-sig")).decode()
    return f"data:text/csv;charset=utf-8;base64,{encoded}"


def _mini_line(row: Row, *, today: date) -> Markup:
    # Numbers and fixed colours only: no word of anybody goes into it.
    return Markup(mini_line(row, today=today))  # noqa: S704


def _small_line(before: Sequence[float | None], now: float | None) -> Markup:
    # Numbers and fixed colours only: no word of anybody goes into it.
    return Markup(small_line(before, now))  # noqa: S704


def _next_picture() -> int:
    """The number of this picture within the request; a file rendered outside one counts in its own context."""
    if not has_app_context():
        raise RuntimeError("Charts are numbered within an application context; open one around the rendering")
    g.pictures = g.get("pictures", 0) + 1
    drawn: int = g.pictures
    return drawn


def _no_problems(_form: object) -> list[dict[str, str]]:
    """Stands in until the forms are set up."""
    return []
