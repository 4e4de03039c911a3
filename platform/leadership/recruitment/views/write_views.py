"""Forms: open a recruitment pack, tick the attributes of one place, close the pack."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from charts.words import day_in_words
from core.access import Permission, requires
from core.clock import now, today
from leadership.profiles.kinds import Attribute
from leadership.recruitment.find import list_versions
from leadership.recruitment.kinds import Place
from leadership.recruitment.open import close_pack, open_pack
from leadership.recruitment.ticks import Ticks, tick_place
from leadership.recruitment.views.answer import About, Page, answer, looking, unless_closed
from leadership.recruitment.views.blueprint import PACK, recruitment
from leadership.recruitment.views.forms import CloseForm, OpenForm, PlaceForm

DIGITS = 6


@recruitment.route(f"{PACK}/open", methods=["GET", "POST"])
@requires(Permission.SUCCESSION_WRITE)
def open_form(code: str, post_id: UUID) -> ResponseReturnValue:
    """Open the pack of a post."""
    form = OpenForm()

    def store(about: About) -> str:
        open_pack(about.session, by=about.by, post=about.post, reason=form.reason.data, on=today())
        return "The recruitment pack is open. Tick the five attributes in each of its four places as they come in."

    return answer(
        code,
        post_id,
        form,
        store,
        lambda _: Page(
            "Open a recruitment pack",
            "It keeps the five attributes in view from the advert to the induction, with prompts for the panel.",
        ),
    )


@recruitment.route(f"{PACK}/<any(advert, person_specification, interview, induction):place>", methods=["GET", "POST"])
@unless_closed
@requires(Permission.SUCCESSION_WRITE)
def tick(code: str, post_id: UUID, place: str) -> ResponseReturnValue:
    """Say which attributes stand in one place, with evidence and owner; what stood there before is kept."""
    of = Place(place)
    form = PlaceForm(data=_last(code, post_id, of))
    form.evidence.description = of.words.evidence

    def store(about: About) -> str:
        step = tick_place(
            about.session,
            by=about.by,
            pack=about.pack,
            place=of,
            ticks=Ticks(
                [Attribute(each) for each in form.attributes.data or ()],
                form.evidence.data,
                form.owner.data or "",
                form.done_on.data or today(),
            ),
            after_version=_number(form.version.data),
            on=today(),
        )
        whole = "It counts a quarter." if step.whole else "It counts once all five attributes stand there."
        return f"Saved: {of.words.name}. {whole}"

    def ask(about: About) -> Page:
        versions = list_versions(about.session, about.pack, of)
        if form.is_submitted() and form.errors:
            # Whoever was told of a newer version sees its number now; what they save next comes after it.
            form.version.data = str(versions[0].version if versions else 0)
        return Page(of.words.name, of.words.means)

    return answer(code, post_id, form, store, ask)


@recruitment.route(f"{PACK}/close", methods=["GET", "POST"])
@unless_closed
@requires(Permission.SUCCESSION_WRITE)
def close(code: str, post_id: UUID) -> ResponseReturnValue:
    """The search is over."""

    def store(about: About) -> str:
        close_pack(about.session, by=about.by, pack=about.pack, on=today(), at=now())
        return "The recruitment pack is closed. What was ticked goes on counting for the post."

    def ask(about: About) -> Page:
        return Page(
            "Close the recruitment pack",
            f"Opened on {day_in_words(about.pack.opened_on)}. Close it when somebody has been appointed, or when the "
            "search has been given up.",
            ("What was ticked stays on record and counts half once it is older than twelve months.",),
        )

    return answer(code, post_id, CloseForm(), store, ask)


def _last(code: str, post_id: UUID, place: Place) -> dict[str, Any]:
    """What stands in the place now, to begin with."""
    with looking(code, post_id) as about:
        versions = list_versions(about.session, about.pack, place)
    if not versions:
        return {"version": "0", "done_on": today()}
    newest = versions[0]
    return {
        "attributes": list(newest.attributes),
        "evidence": newest.evidence or "",
        "owner": newest.owner,
        "done_on": today(),
        "version": str(newest.version),
    }


def _number(written: str | None) -> int:
    """The version that the writer saw; a form without one saw none."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) <= DIGITS else 0
