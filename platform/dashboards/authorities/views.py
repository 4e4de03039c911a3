"""The list of authorities, the page of one, and what was recorded about it over time."""

from collections.abc import Collection, Mapping
from datetime import date

from flask import Blueprint, Response, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from authorities.programme.open import list_innovations
from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from authorities.words import CONTACT_WORDS, KIND_WORDS, STAGE_NAMES, day_words, on_day
from charts.chart import Chart
from core.access import Identity, Permission, current_identity, requires
from core.clock import today
from core.errors import NotFoundError
from core.transaction import reading
from dashboards.authorities.beside import read_beside
from dashboards.authorities.directors import Director, list_directors
from dashboards.authorities.filters import OWN, SHOWS, SORTS, STAGES, Filters, choose, page_of
from dashboards.authorities.history import list_chains
from dashboards.authorities.lines import list_lines
from dashboards.authorities.page import read_page
from dashboards.authorities.through_line import authority_line
from leadership.succession.overview import read_overview
from leadership.succession.views.words import overview_sentence
from outcomes.evidence.statistics.leading import leading_of

authorities = Blueprint("authorities", __name__)
EARLIEST = date(1900, 1, 1)

# Pages of other domains about one authority: permission, words, endpoint. A link appears when it may be opened.
SECTIONS = (
    (Permission.LEADERSHIP_READ, "Leaders", "leaders.posts"),
    (Permission.SUCCESSION_READ, "Succession and readiness", "succession.overview"),
    (Permission.SUCCESSION_READ, "Landscape", "succession.landscape"),
    (Permission.HANDOVER_READ, "Handovers", "handovers.of_authority"),
    (Permission.SUCCESSION_READ, "Recruitment", "recruitment.overview"),
    (Permission.LEADERSHIP_READ, "Timeline of leaders", "timeline.timeline"),
    (Permission.FIDELITY_READ, "Fidelity and adaptation", "fidelity.overview"),
    (Permission.FIGURES_READ, "Approved figures", "figures.overview"),
    (Permission.STATISTICS_READ, "Published statistics", "published_statistics.indicators"),
    (Permission.STORY_READ, "Stories", "stories.overview"),
    (Permission.RISK_READ, "Risk of leadership change", "risk_reports.authority"),
    (Permission.AUTHORITY_PROFILE_READ, "Leadership profile", "profile_aggregates.authority"),
    (Permission.TEAM_PULSE, "Team health check", "team_pulse.trend"),
    (Permission.SUPPORT_GIVEN, "Support given", "support_given.log"),
)
WORDS = {
    "kind_words": KIND_WORDS,
    "stage_names": STAGE_NAMES,
    "contact_words": CONTACT_WORDS,
    "day_words": day_words,
    "on_day": on_day,
}


@authorities.get("/authorities")
@requires(Permission.AUTHORITY_LIST)
def overview() -> str:
    """The authorities in the reader's scope, narrowed down as the address says."""
    on, scope = today(), current_identity().scope()
    with reading(scope) as session:
        lines = list_lines(session, on=on)
        innovations = {innovation.code: innovation.name for innovation in list_innovations(session)}
    regions = sorted({line.region for line in lines})
    shows = SHOWS if scope.authorities is None else OWN
    filters = Filters.read(request.args, innovations=innovations, regions=regions, shows=shows)
    chosen = choose(lines, filters)
    rows, number, pages = page_of(chosen, filters.page)
    with reading(scope) as session:
        directors = _directors(session, [line.id for line in rows], on)
    return render_template(
        "authorities/overview.html",
        rows=rows,
        directors=directors,
        total=len(chosen),
        all_lines=len(lines),
        number=number,
        pages=pages,
        filters=filters,
        choices={"show": shows, "innovation": innovations, "region": regions, "stage": STAGES, "sort": SORTS},
        on=on,
    )


@authorities.get("/authorities/<code>")
@requires(Permission.AUTHORITY_READ)
def authority(code: str) -> str:
    """One authority, as known on a day."""
    identity = current_identity()
    as_at, problem = _day_asked()
    with reading(identity.scope()) as session:
        found = authority_by_code(session, code)
        line = _line(session, identity, found, as_at)
        # Until leaders are on record there is no line to hang an outcome under: then the outcomes stand by themselves.
        alone = line is None and identity.may(Permission.STATISTICS_READ, found.id)
        return render_template(
            "authorities/authority.html",
            page=read_page(session, found, on=as_at, today=today()),
            line=line,
            series=leading_of(session, found, as_at=as_at) if alone else (),
            sections=_sections(identity, found),
            readiness=_readiness(session, identity, found, as_at),
            beside=read_beside(session, identity, found) if as_at == today() else None,
            may_edit=identity.may(Permission.AUTHORITY_EDIT),
            may_read=lambda number: identity.may(Permission.AUTHORITY_READ, number),
            as_at=as_at,
            today=today(),
            problem=problem,
            **WORDS,
        )


@authorities.get("/authorities/<code>/history")
@requires(Permission.AUTHORITY_READ)
def history(code: str) -> str:
    """Every version of what is on record about one authority."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        found = authority_by_code(session, code)
        chains = list_chains(session, found, names=identity.may(Permission.AUTHORITY_EDIT))
        return render_template("authorities/history.html", authority=found, chains=chains)


@authorities.get("/authorities/<code>/through-line.csv")
@requires(Permission.LEADERSHIP_READ)
def through_line_csv(code: str) -> Response:
    """The table of the through-line as a file."""
    identity = current_identity()
    as_at, _ = _day_asked()
    with reading(identity.scope()) as session:
        chart = _line(session, identity, authority_by_code(session, code), as_at)
    if chart is None:
        raise NotFoundError("No leadership post of this authority is on record, so there is no table of them.")
    response = make_response(chart.to_csv().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{chart.filename}.csv"'
    return response


def _directors(session: Session, shown: Collection[int], on: date) -> Mapping[str, Director]:
    """The director's posts of the authorities on this page of the list."""
    identity = current_identity()
    readable = [number for number in shown if identity.may(Permission.LEADERSHIP_READ, number)]
    chances_of = [number for number in readable if identity.may(Permission.RISK_READ, number)]
    return list_directors(session, readable, on=on, chances_of=chances_of)


def _line(session: Session, identity: Identity, found: Authority, as_at: date) -> Chart | None:
    """The through-line, with the chances only for those who may see them."""
    if not identity.may(Permission.LEADERSHIP_READ, found.id):
        return None
    return authority_line(session, found, on=as_at, with_chances=identity.may(Permission.RISK_READ, found.id))


def _readiness(session: Session, identity: Identity, found: Authority, as_at: date) -> str | None:
    """How ready its posts are in one sentence; None for those who may not read plans."""
    if not identity.may(Permission.SUCCESSION_READ, found.id):
        return None
    return overview_sentence(read_overview(session, by=identity, authority=found, on=as_at))


def _sections(identity: Identity, found: Authority) -> list[dict[str, str]]:
    return [
        {"text": words, "href": url_for(endpoint, code=found.code)}
        for permission, words, endpoint in SECTIONS
        if identity.may(permission, found.id)
    ]


def _day_asked() -> tuple[date, str | None]:
    """The day whose knowledge is asked for; one that cannot be read or lies ahead shows today, and says so."""
    asked = request.args.get("as_at", "").strip()
    if not asked:
        return today(), None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today(), "The day must be written like 2025-11-28. Today is shown instead."
    if day > today():
        return today(), "The day must not be in the future. Today is shown instead."
    if day < EARLIEST:
        return today(), f"The day must be {EARLIEST.year} or later. Today is shown instead."
    return day, None
