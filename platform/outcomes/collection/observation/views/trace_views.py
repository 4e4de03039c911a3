"""Where one figure came from: file, sheet, cell, version, who sent it, who approved it, and what was before."""

from flask import render_template, url_for

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import today
from core.quarters import Quarter
from core.transaction import reading
from outcomes.catalogue.indicators import get_shown_indicator
from outcomes.catalogue.versions import indicator_on
from outcomes.collection.observation.trace import Trace, trace_of
from outcomes.collection.observation.views.asked import read_asked
from outcomes.collection.observation.views.blueprint import figures
from outcomes.collection.observation.views.picture import meaning, write
from outcomes.collection.submission.find import figure_of_row
from outcomes.collection.submission.models import SubmittedFigure
from outcomes.collection.submission.views.words import figure_words


@figures.get("/authorities/<code>/figures/<indicator_code>/<quarter:quarter>")
@requires(Permission.FIGURES_READ)
def trace(code: str, indicator_code: str, quarter: Quarter) -> str:
    """Follow a figure back to its cell."""
    asked, chosen = read_asked(), get_shown_indicator(indicator_code)
    identity = current_identity()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = trace_of(session, authority=authority, indicator=chosen.code, quarter=quarter, as_at=asked.as_at)
        return render_template(
            "figures/trace.html",
            authority=authority,
            indicator=indicator_on(chosen.code, quarter),
            quarter=quarter,
            trace=found,
            file_url=_file_url(code, quarter, found) if identity.may(Permission.RETURN_READ, authority.id) else None,
            sent=[(each, _words(each.before), _words(each.figure)) for each in found.sent],
            asked=asked,
            today=today(),
            write=write,
            meaning=meaning,
        )


def _file_url(code: str, quarter: Quarter, found: Trace) -> str | None:
    """The original file, where the figure came in one that is kept here."""
    version = found.shown.version
    if version is None:
        return None
    return url_for("returns.version_file", code=code, quarter=quarter, number=version.number)


def _words(figure: SubmittedFigure | None) -> str:
    return figure_words(None if figure is None else figure_of_row(figure))
