"""The landscape of an authority: the picture, what it rests on, and the forms that add to it."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from authorities.register.find import authority_by_code
from charts.chart import Chart
from charts.landscape import Axis, landscape_chart
from charts.words import day_in_words
from core.access import Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.register.views.asked import NAME, day_asked
from leadership.succession.engagement import Engagement, call_consistency, find_call, find_engagement, state_engagement
from leadership.succession.kinds import Statement
from leadership.succession.overview import Overview, read_overview
from leadership.succession.prompts import CATEGORIES, CAVEAT, FOR_ALL
from leadership.succession.views.answer import About, Page, answer
from leadership.succession.views.blueprint import succession
from leadership.succession.views.files import csv_answer
from leadership.succession.views.forms import ConsistencyForm, EngagementForm, text_of
from leadership.succession.views.words import category_sentence, facts_words

ADDRESS = "/authorities/<code>/landscape"
BACK = "succession.landscape"


@succession.get(ADDRESS)
@requires(Permission.SUCCESSION_READ)
def landscape(code: str) -> str:
    """Where the authority stands on the two axes, with what that rests on."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        found = read_overview(session, by=identity, authority=authority_by_code(session, code), on=asked.day)
        return render_template(
            "succession/landscape.html",
            overview=found,
            situation=found.situation,
            lead=category_sentence(found.situation.landscape),
            chart=_chart(found),
            categories=[CATEGORIES[number] for number in found.situation.landscape.categories],
            for_all=FOR_ALL,
            caveat=CAVEAT,
            statements=list(Statement),
            may_write=identity.may(Permission.SUCCESSION_WRITE, found.authority.id) and not asked.past,
            as_at=asked.day,
            today=asked.today,
            problem=asked.problem,
            known_name=NAME,
        )


@succession.get(f"{ADDRESS}.csv")
@requires(Permission.SUCCESSION_READ)
def landscape_csv(code: str) -> Response:
    """The table behind the picture."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        found = read_overview(session, by=identity, authority=authority_by_code(session, code), on=asked.day)
        return csv_answer(_chart(found).table, f"landscape-{code.lower()}")


@succession.route(f"{ADDRESS}/engagement", methods=["GET", "POST"])
@requires(Permission.SUCCESSION_WRITE)
def engagement(code: str) -> ResponseReturnValue:
    """Say which signs of councillors' engagement hold; it counts for six months."""
    form = EngagementForm()

    def fill(about: About) -> None:
        known = find_engagement(about.session, authority_id=about.authority.id)
        if known is not None and not form.is_submitted():
            form.process(obj=known)
            form.holds.data = [each.value for each in Statement if getattr(known, each.value)]
            form.stated_on.data = None

    def store(about: About) -> str:
        holds = set(form.holds.data or ()) | ({"coalition"} if form.coalition.data else set())
        evidence = {name: form[f"{name}_evidence"].data or "" for name in (*Statement, "coalition")}
        state_engagement(
            about.session,
            by=about.by,
            authority=about.authority,
            said=Engagement(text_of(form.owner), form.stated_on.data or today(), frozenset(holds), evidence),
            on=today(),
        )
        return "The statement is on record. It counts for six months."

    lead = "Five signs that councillors and corporate leaders are engaged, each with its evidence."
    return answer(
        code, None, form, fill=fill, store=store, page=lambda _: Page("Political engagement", lead), back=BACK
    )


@succession.route(f"{ADDRESS}/consistency", methods=["GET", "POST"])
@requires(Permission.SUCCESSION_WRITE)
def consistency(code: str) -> ResponseReturnValue:
    """Call consistency by hand, for an authority whose inspections say too little."""
    form = ConsistencyForm()

    def fill(about: About) -> None:
        known = find_call(about.session, authority_id=about.authority.id)
        if known is not None and not form.is_submitted():
            form.high.data = "high" if known.high else "low"
            form.reason.data, form.owner.data = known.reason, known.owner

    def store(about: About) -> str:
        call_consistency(
            about.session,
            by=about.by,
            authority=about.authority,
            high=form.high.data == "high",
            reason=text_of(form.reason),
            owner=text_of(form.owner),
            on=today(),
        )
        return "The call is on record. It is used only while inspections say too little."

    lead = "Inspections say too little to compare two of them. Say how consistent performance is, and why."
    return answer(
        code, None, form, fill=fill, store=store, page=lambda _: Page("Consistency of performance", lead), back=BACK
    )


def _chart(overview: Overview) -> Chart:
    landscape = overview.situation.landscape
    across, up = landscape.across, landscape.up
    return landscape_chart(
        name=overview.authority.name,
        across=Axis(across.point, across.low, across.high, _consistency_words(overview)),
        up=Axis(up.point, up.low, up.high, facts_words(landscape.stability)),
        hatched=landscape.stability.facts_only,
        categories=landscape.categories,
        title=f"{overview.authority.name} in the landscape",
        caption=f"As known on {day_in_words(overview.on)}. The shaded field is where the authority may stand.",
        filename=f"landscape-{overview.authority.code.lower()}",
    )


def _consistency_words(overview: Overview) -> str:
    situation = overview.situation
    if situation.landscape.uses_call:
        return f"{'High' if situation.landscape.called else 'Low'}, called by hand"
    return situation.landscape.compared.consistency.words
