"""An authority's approved figures: every indicator by quarter, and one of them as a line with table and CSV."""

from flask import Response, render_template
from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from core.access import Permission, current_identity, requires
from core.attachment import attachment
from core.clock import today
from core.transaction import reading
from outcomes.catalogue.indicators import Indicator, get_shown_indicator, list_indicators
from outcomes.catalogue.status import Status
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import list_figures, list_of_authority
from outcomes.collection.observation.views.asked import SHOWN, Asked, read_asked
from outcomes.collection.observation.views.blueprint import figures
from outcomes.collection.observation.views.picture import change_of, csv_of, draw_figures, meaning, write
from outcomes.collection.observation.withheld import count_withheld
from outcomes.stories.find import list_released

SYMBOLS = tuple((status.value, status.meaning) for status in Status if status is not Status.OK)


@figures.get("/authorities/<code>/figures")
@requires(Permission.FIGURES_READ)
def overview(code: str) -> str:
    """Every indicator by quarter as known on a day, with how many figures are withheld."""
    asked = read_asked()
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        found = list_of_authority(session, authority_id=authority.id, as_at=asked.as_at)
        quarters = sorted({quarter for _, quarter in found}, reverse=True)
        there = {indicator for indicator, _ in found}
        topics: dict[str, list[Indicator]] = {}
        for each in list_indicators():
            if each.code in there:
                topics.setdefault(each.group, []).append(each)
        return render_template(
            "figures/overview.html",
            authority=authority,
            found=found,
            topics=topics,
            quarters=quarters if asked.every else quarters[:SHOWN],
            every_quarter=quarters,
            more=0 if asked.every else max(len(quarters) - SHOWN, 0),
            withheld=count_withheld(session, authority_ids=[authority.id], as_at=asked.as_at),
            asked=asked,
            today=today(),
            write=write,
            meaning=meaning,
            symbols=SYMBOLS,
        )


@figures.get("/authorities/<code>/figures/<indicator_code>")
@requires(Permission.FIGURES_READ)
def indicator(code: str, indicator_code: str) -> str:
    """One indicator over time; each number leads to where it came from."""
    identity, asked, chosen = current_identity(), read_asked(), get_shown_indicator(indicator_code)
    with reading(identity.scope()) as session:
        authority, rows = _rows(session, code, chosen, asked)
        return render_template(
            "figures/indicator.html",
            authority=authority,
            indicator=chosen,
            chart=draw_figures(rows, chosen, code=authority.code, name=authority.name, as_at=asked.as_at),
            rows=list(reversed(rows)),
            changes={row.quarter: change_of(rows, row) for row in rows},
            definitions=sorted({row.definition for row in rows}),
            withheld=count_withheld(session, authority_ids=[authority.id], as_at=asked.as_at),
            stories=list_released(session, authority_id=authority.id, indicator_code=chosen.code),
            may_write=identity.may(Permission.STORY_WRITE, authority.id),
            asked=asked,
            today=today(),
            write=write,
            meaning=meaning,
            symbols=SYMBOLS,
        )


@figures.get("/authorities/<code>/figures/<indicator_code>.csv")
@requires(Permission.FIGURES_READ)
def indicator_csv(code: str, indicator_code: str) -> Response:
    """The same as a CSV file, with file, sheet and cell of every figure."""
    asked, chosen = read_asked(), get_shown_indicator(indicator_code)
    with reading(current_identity().scope()) as session:
        authority, rows = _rows(session, code, chosen, asked)
        content = csv_of(rows, chosen, code=authority.code, name=authority.name, as_at=asked.as_at)
        name = f"{authority.code}-{chosen.code}-quarters-{asked.as_at}.csv".lower().replace("_", "-")
    return attachment(content, name)


def _rows(session: Session, code: str, chosen: Indicator, asked: Asked) -> tuple[Authority, list[Observation]]:
    authority = authority_by_code(session, code)
    found = list_figures(session, authority_ids=[authority.id], indicator_code=chosen.code, as_at=asked.as_at)
    return authority, list(found.get(authority.id, ()))
