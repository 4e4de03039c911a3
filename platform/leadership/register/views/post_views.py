"""Forms: a post is opened, a post is closed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import today
from core.forms import show_refusal
from core.transaction import reading, transaction
from leadership.register.days import in_words
from leadership.register.errors import LeadershipError
from leadership.register.posts import close_post, create_post, list_roles
from leadership.register.views.answer import Page, Subject, answer
from leadership.register.views.blueprint import leaders
from leadership.register.views.forms import ClosePostForm, OpenPostForm, needed


@leaders.route("/authorities/<code>/leaders/open-post", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def open_post(code: str) -> ResponseReturnValue:
    """Open a post in the authority; it is vacant until somebody is appointed."""
    identity, form = current_identity(), OpenPostForm()
    with reading(identity.scope()) as session:
        form.role.choices = {"": "Choose a role", **{role.code: role.name for role in list_roles(session)}}
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                post = create_post(
                    session,
                    by=identity,
                    authority=authority_by_code(session, code),
                    role_code=form.role.data,
                    title=form.title.data or "",
                    opened_on=needed(form.opened_on),
                    told=form.told(today()),
                    on=today(),
                    job_share=bool(form.job_share.data),
                )
                number = post.id
        except LeadershipError as error:
            show_refusal(form, error)
        else:
            flash("The post is open and vacant. Record who is appointed to it, as soon as somebody is.")
            return redirect(url_for("leaders.post", code=code, post_id=number), 303)
    with reading(identity.scope()) as session:
        page = render_template(
            "leadership/open_post.html", form=form, authority=authority_by_code(session, code), heading="Open a post"
        )
    return page, 422 if form.is_submitted() else 200


@leaders.route("/authorities/<code>/posts/<uuid:post_id>/close", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def close(code: str, post_id: UUID) -> ResponseReturnValue:
    """Close a post; whoever holds it leaves with it."""
    form = ClosePostForm()

    def store(subject: Subject) -> str:
        day = needed(form.closed_on)
        close_post(
            subject.session, by=subject.by, post=subject.post, closed_on=day, told=form.told(today()), on=today()
        )
        return f"The post is closed from {in_words(day)} on. It stays in the history and leaves the list that day."

    def ask(subject: Subject) -> Page:
        names = " and ".join(holder.name for holder in subject.seat.holders)
        leaves = f" {names} leaves it with the closing." if names else ""
        return Page("Close the post", f"The post ceases to exist.{leaves}")

    return answer(code, post_id, form, store, ask)
