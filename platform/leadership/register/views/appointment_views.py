"""Forms: somebody is appointed to a post, or confirmed in it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from authorities.register.models import Authority
from core.access import Permission, requires
from core.clock import today
from leadership.register.appointments import appoint as appoint_in_their_own_right
from leadership.register.appointments import appoint_temporary
from leadership.register.confirmation import confirm as confirm_holder
from leadership.register.days import Day
from leadership.register.errors import LeadershipError
from leadership.register.kinds import EndReason, TenureStatus
from leadership.register.models import Person, Post, Tenure
from leadership.register.past import record_past_holder
from leadership.register.people import find_people, get_person, list_open_tenures, list_people, record_person
from leadership.register.views.answer import Page, Subject, answer, looking
from leadership.register.views.blueprint import leaders
from leadership.register.views.forms import (
    SOMEBODY_NEW,
    AppointForm,
    ConfirmForm,
    PastHolderForm,
    known_day,
    needed,
    yes_no,
)

ADDRESS = "/authorities/<code>/posts/<uuid:post_id>"


@leaders.route(f"{ADDRESS}/appoint", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def appoint(code: str, post_id: UUID) -> ResponseReturnValue:
    """Appoint somebody: permanently, for a fixed term, as interim or acting."""
    form = AppointForm()
    with looking(code, post_id) as subject:
        people = _people(subject)
        form.person.choices = _choices(people)
        form.leaves.choices = dict(_held(subject, people))
        nobody_else = not subject.seat.holders
    if not form.leaves.choices:
        del form.leaves
    if nobody_else:
        del form.stands_in
    if not form.is_submitted():
        form.person.data = request.args.get("person", "")

    def ask(subject: Subject) -> Page:
        elsewhere = url_for("leaders.from_elsewhere", code=code, post_id=post_id)
        anywhere = subject.by.may(Permission.AUTHORITY_EDIT)
        return Page(
            "Record an appointment",
            _who_holds(subject),
            (("Somebody who works in another authority", elsewhere),) if anywhere else (),
        )

    return answer(code, post_id, form, lambda subject: _store(form, subject), ask)


@leaders.route(f"{ADDRESS}/held-before", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def held_before(code: str, post_id: UUID) -> ResponseReturnValue:
    """Record somebody who held the post before, with the start and the end of their time."""
    form = PastHolderForm()
    with looking(code, post_id) as subject:
        form.person.choices = _choices(_people(subject))

    def store(subject: Subject) -> str:
        person, last = (
            _person(form, subject, "Choose who held the post."),
            known_day(form.last_day, form.ended_precision),
        )
        started = known_day(form.started_on, form.started_precision)
        record_past_holder(
            subject.session,
            by=subject.by,
            post=subject.post,
            person=person,
            status=TenureStatus(form.status.data),
            started=started,
            ended=last.after,
            reason=EndReason(form.reason.data),
            told=form.told(today()),
            on=today(),
            internal=yes_no(form.internal.data),
        )
        return f"{person.name} is on record in this post from {started.words} to {last.words}."

    def ask(_subject: Subject) -> Page:
        return Page(
            "Record somebody who held it before",
            "A whole time in post, between two on record or before the first. Nobody else's time changes.",
        )

    return answer(code, post_id, form, store, ask)


@leaders.get(f"{ADDRESS}/appoint/from-elsewhere")
@requires(Permission.AUTHORITY_EDIT)
def from_elsewhere(code: str, post_id: UUID) -> str:
    """Find somebody of another authority, so that a person who moves stays one person."""
    asked = request.args.get("name", "").strip()
    with looking(code, post_id) as subject:
        found = find_people(subject.session, by=subject.by, name=asked) if asked else []
        return render_template(
            "leadership/elsewhere.html",
            subject=subject,
            asked=asked,
            found=[(person, list(_posts_of(subject, person))) for person in found],
            heading="Somebody who works in another authority",
            choose=lambda person: url_for("leaders.appoint", code=code, post_id=post_id, person=person.id),
        )


@leaders.route(f"{ADDRESS}/tenures/<uuid:tenure_id>/confirm", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def confirm(code: str, post_id: UUID, tenure_id: UUID) -> ResponseReturnValue:
    """Confirm an interim or acting holder in the post."""
    form = ConfirmForm()

    def store(subject: Subject) -> str:
        tenure = subject.tenure(tenure_id)
        day = Day(needed(form.started_on))
        confirm_holder(
            subject.session,
            by=subject.by,
            post=subject.post,
            tenure=tenure,
            status=TenureStatus(form.status.data),
            started=day,
            told=form.told(today()),
            on=today(),
            contract_ends_on=form.contract_ends_on.data,
        )
        return f"{subject.name(tenure)} is confirmed in the post from {day.words}. It counts as no change of leader."

    def ask(subject: Subject) -> Page:
        name = subject.name(subject.tenure(tenure_id))
        return Page("Confirm in the post", f"{name} holds the post until it is filled, and is now to have it.")

    return answer(code, post_id, form, store, ask)


def _store(form: AppointForm, subject: Subject) -> str:
    status, on = TenureStatus(form.status.data), today()
    started = known_day(form.started_on, form.precision)
    person = _person(form, subject, "Choose who is appointed.")
    facts: dict[str, Any] = {
        "by": subject.by,
        "post": subject.post,
        "person": person,
        "status": status,
        "started": started,
        "told": form.told(on),
        "on": on,
        "contract_ends_on": form.contract_ends_on.data,
        "internal": yes_no(form.internal.data),
        "leaves": [
            _given_up(subject, person, UUID(number)) for number in (form.leaves.data or () if form.leaves else ())
        ],
    }
    if status.substantive:
        appoint_in_their_own_right(subject.session, **facts)
    else:
        stands_in = bool(form.stands_in.data) if form.stands_in else False
        appoint_temporary(subject.session, stands_in=stands_in, **facts)
    return (
        f"{person.name} is on record as {status.words} from {started.words}. "
        "The prediction for this post starts anew with the next risk run."
    )


def _choices(people: list[Person]) -> dict[str, str]:
    return {
        "": "Choose somebody",
        SOMEBODY_NEW: "Somebody new, named below",
        **{str(person.id): person.name for person in people},
    }


def _person(form: AppointForm | PastHolderForm, subject: Subject, unsaid: str) -> Person:
    name = form.new_name.data or ""
    if form.person.data != SOMEBODY_NEW:
        if not form.person.data:
            raise LeadershipError(unsaid, field="person")
        if name:
            raise LeadershipError("Clear this name, or choose somebody new above.", field="new_name")
        number = UUID(form.person.data)
        return get_person(subject.session, by=subject.by, person_id=number, authority_id=subject.authority.id)
    if not name:
        raise LeadershipError("Enter the name of the person.", field="new_name")
    return record_person(subject.session, by=subject.by, authority=subject.authority, name=name)


def _people(subject: Subject) -> list[Person]:
    """Those of the authority, and whoever the support team has found elsewhere."""
    people = list_people(subject.session, authority_id=subject.authority.id)
    asked = request.args.get("person", "")
    if asked and subject.by.may(Permission.AUTHORITY_EDIT) and asked not in {str(person.id) for person in people}:
        found = subject.session.scalars(select(Person).where(Person.id == _number(asked))).one_or_none()
        return [*people, found] if found else people
    return people


def _number(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _held(subject: Subject, people: list[Person]) -> Iterator[tuple[str, str]]:
    """The other posts that these people hold, for ticking those that are given up."""
    for person in people:
        for tenure, words in _posts_of(subject, person):
            if tenure.post_id != subject.post.id:
                yield str(tenure.id), f"{person.name}: {words}"


def _posts_of(subject: Subject, person: Person) -> Iterator[tuple[Tenure, str]]:
    for tenure in list_open_tenures(subject.session, person=person, on=today()):
        title, authority = subject.session.execute(
            select(Post.title, Authority.name)
            .join(Authority, Authority.id == Post.authority_id)
            .where(Post.authority_id == tenure.authority_id, Post.id == tenure.post_id)
        ).one()
        where = "" if tenure.authority_id == subject.authority.id else f", {authority}"
        yield tenure, f"{title}{where}"


def _given_up(subject: Subject, person: Person, tenure_id: UUID) -> Tenure:
    for tenure in list_open_tenures(subject.session, person=person, on=today()):
        if tenure.id == tenure_id:
            return tenure
    raise LeadershipError(f"{person.name} does not hold one of the ticked posts. Untick it.", field="leaves")


def _who_holds(subject: Subject) -> str:
    if not subject.seat.holders:
        return "Nobody holds this post."
    holder = subject.seat.holders[0]
    return f"{holder.name} holds this post as {holder.tenure.status.words}, since {holder.tenure.started.words}."
