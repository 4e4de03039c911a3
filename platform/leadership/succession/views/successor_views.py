"""Forms about those who might follow in a post: for the leads of the authority alone."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.clock import today
from core.errors import NotFoundError
from leadership.register.models import Person
from leadership.register.people import get_person, list_people
from leadership.succession.errors import SuccessionError
from leadership.succession.kinds import Ready
from leadership.succession.successors import (
    NOT_THERE,
    Named,
    change_successor,
    list_named,
    name_successor,
    withdraw_successor,
)
from leadership.succession.views.answer import About, Page, answer
from leadership.succession.views.blueprint import succession
from leadership.succession.views.forms import NOBODY, SOMEBODY_NEW, StandingForm, SuccessorForm, WithdrawForm

ADDRESS = "/authorities/<code>/posts/<uuid:post_id>/succession/successors"
BACK = "succession.post"
ALONE = "Only those who lead this authority see names. The support team sees how many there are, and how soon."


@succession.route(f"{ADDRESS}/new", methods=["GET", "POST"])
@requires(Permission.SUCCESSORS_READ)
def name(code: str, post_id: UUID) -> ResponseReturnValue:
    """Put somebody on the list of those who might follow."""
    form = SuccessorForm()

    def fill(about: About) -> None:
        people = list_people(about.session, authority_id=about.authority.id)
        form.person.choices = {
            NOBODY: "Choose somebody",
            SOMEBODY_NEW: "Somebody else, named below",
            **{str(person.id): person.name for person in people},
        }

    def store(about: About) -> str:
        name_successor(
            about.session,
            by=about.by,
            post=about.its_post,
            ready=Ready(form.ready.data),
            place=_place(form.place.data),
            on=today(),
            note=form.note.data or None,
            person=_person(about, form),
            name=_typed(form),
        )
        return "They are on the list of the post."

    return answer(
        code, post_id, form, fill=fill, store=store, page=lambda _: Page("Name a successor", ALONE), back=BACK
    )


@succession.route(f"{ADDRESS}/<uuid:successor_id>", methods=["GET", "POST"])
@requires(Permission.SUCCESSORS_READ)
def change(code: str, post_id: UUID, successor_id: UUID) -> ResponseReturnValue:
    """Change how soon somebody could take over, or their place."""
    form = StandingForm()

    def fill(about: About) -> None:
        named = _named(about, successor_id)
        if not form.is_submitted():
            form.ready.data, form.place.data = named.standing.ready, named.standing.place
            form.note.data = named.note or ""

    def store(about: About) -> str:
        change_successor(
            about.session,
            by=about.by,
            post=about.its_post,
            successor_id=successor_id,
            ready=Ready(form.ready.data),
            place=_place(form.place.data) or 1,
            note=form.note.data or None,
            on=today(),
        )
        return "The list of the post is up to date."

    def page(about: About) -> Page:
        return Page("Change a successor", f"{_named(about, successor_id).who}. {ALONE}")

    return answer(code, post_id, form, fill=fill, store=store, page=page, back=BACK)


@succession.route(f"{ADDRESS}/<uuid:successor_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.SUCCESSORS_READ)
def withdraw(code: str, post_id: UUID, successor_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list; their name is deleted."""

    def store(about: About) -> str:
        withdraw_successor(about.session, by=about.by, post=about.its_post, successor_id=successor_id, on=today())
        return "They are off the list, and their name is deleted from it."

    def page(about: About) -> Page:
        who = _named(about, successor_id).who
        return Page(
            "Take off the list",
            f"{who} is then no longer on the list. Their name and the note are deleted; that somebody was on the list "
            "stays on record, without a name.",
        )

    return answer(code, post_id, WithdrawForm(), store=store, page=page, back=BACK)


def _named(about: About, successor_id: UUID) -> Named:
    found = [each for each in list_named(about.session, post=about.its_post) if each.successor.id == successor_id]
    if not found:
        raise NotFoundError(NOT_THERE)
    return found[0]


def _place(place: int | None) -> int | None:
    if place is not None and place < 1:
        raise SuccessionError("The place in the order counts from 1.", field="place")
    return place


def _person(about: About, form: SuccessorForm) -> Person | None:
    """The person of the register that was chosen; None where somebody else is named."""
    chosen = form.person.data or NOBODY
    if chosen == SOMEBODY_NEW:
        return None
    if chosen == NOBODY:
        raise SuccessionError("Choose who could follow.", field="person")
    if form.name.data:
        raise SuccessionError("Clear this name, or choose somebody else above.", field="name")
    return get_person(about.session, by=about.by, person_id=UUID(chosen), authority_id=about.authority.id)


def _typed(form: SuccessorForm) -> str | None:
    """The name that was typed for somebody who is not in the list."""
    if form.person.data != SOMEBODY_NEW:
        return None
    if not form.name.data:
        raise SuccessionError("Enter the name.", field="name")
    return str(form.name.data)
