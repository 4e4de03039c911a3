"""A name is corrected; and the support team says that two records are of one person."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from core.access import Permission, current_identity, requires
from core.clock import today
from core.forms import show_refusal
from core.transaction import reading, transaction
from leadership.register.errors import LeadershipError
from leadership.register.models import Person, Post, Tenure
from leadership.register.people import correct_name, find_people, get_person, get_person_here, same_person
from leadership.register.told import Told
from leadership.register.views.blueprint import leaders
from leadership.register.views.forms import CorrectNameForm, SamePersonForm


@leaders.route("/authorities/<code>/people/<uuid:person_id>/same-as", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def join_people(code: str, person_id: UUID) -> ResponseReturnValue:
    """Find the other record by name, then join the two."""
    identity, asked = current_identity(), request.args.get("name", "").strip()
    form = SamePersonForm()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        person = get_person(session, by=identity, person_id=person_id, authority_id=authority.id)
        found = [each for each in find_people(session, by=identity, name=asked or person.name) if each.id != person_id]
        form.same_as.choices = {str(each.id): _described(session, each) for each in found}
    if found and form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                same_person(
                    session,
                    by=identity,
                    person=session.get_one(Person, person_id),
                    same_as=session.get_one(Person, UUID(form.same_as.data)),
                    told=form.told(today()),
                    on=today(),
                )
        except LeadershipError as error:
            show_refusal(form, error)
        else:
            flash("The two records are one person from now on. Both stay, and so do the times in post under each.")
            return redirect(url_for("leaders.people", code=code), 303)
    page = render_template(
        "leadership/same_person.html",
        form=form,
        authority=authority,
        person=person,
        asked=asked,
        found=found,
        heading=f"Another record of {person.name}",
    )
    return page, 422 if form.is_submitted() else 200


@leaders.route("/authorities/<code>/people/<uuid:person_id>/name", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def correct_person(code: str, person_id: UUID) -> ResponseReturnValue:
    """Correct the name of somebody on record."""
    identity, form = current_identity(), CorrectNameForm()
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                authority = authority_by_code(session, code)
                person = get_person_here(session, person_id=person_id, authority_id=authority.id)
                right = correct_name(
                    session,
                    by=identity,
                    authority=authority,
                    person=person,
                    name=form.name.data or "",
                    told=Told(form.known_on.data or today()),
                    on=today(),
                )
                said = (
                    f"{right.name} is the name from now on. Pages of earlier days show {person.name}, as was believed."
                )
        except LeadershipError as error:
            show_refusal(form, error)
        else:
            flash(said)
            return redirect(url_for("leaders.people", code=code), 303)
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        person = get_person_here(session, person_id=person_id, authority_id=authority.id)
    page = render_template("leadership/correct_name.html", form=form, authority=authority, person=person)
    return page, 422 if form.is_submitted() else 200


def _described(session: Session, person: Person) -> str:
    """The name with the posts held, so that namesakes can be told apart."""
    held = session.execute(
        select(Post.title, Authority.name)
        .join(Tenure, (Tenure.authority_id == Post.authority_id) & (Tenure.post_id == Post.id))
        .join(Authority, Authority.id == Post.authority_id)
        .where(Tenure.person_id == person.id, Tenure.superseded_at.is_(None))
        .order_by(Tenure.started_on.desc())
        .limit(3)
    ).all()
    posts = "; ".join(f"{title}, {authority}" for title, authority in held)
    return f"{person.name} ({posts})" if posts else f"{person.name} (no post on record)"
