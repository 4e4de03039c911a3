"""Forms of a lead: a story is written, changed, its warnings answered, sent for review, withdrawn."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.forms import show_refusal
from core.transaction import reading, transaction
from outcomes.stories.check import check_story
from outcomes.stories.errors import StoryError, WrongStateError
from outcomes.stories.states import CHANGEABLE, Deed
from outcomes.stories.views.at_hand import AtHand, at_hand
from outcomes.stories.views.blueprint import STORIES, STORY, stories
from outcomes.stories.views.forms import ButtonForm, StoryForm
from outcomes.stories.write import change_story, give_reasons, send_for_review, withdraw_story, write_story


@stories.route(f"{STORIES}/new", methods=["GET", "POST"])
@requires(Permission.STORY_WRITE)
def new(code: str) -> ResponseReturnValue:
    """Write a story; it is a draft until it is sent for review."""
    identity, form = current_identity(), StoryForm(indicator=request.args.get("indicator", ""))
    form.offer(today())
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                authority = authority_by_code(session, code)
                number = write_story(session, by=identity, authority=authority, text=form.text(), at=now()).id
        except StoryError as error:
            show_refusal(form, error)
        else:
            flash("Saved as a draft. Look at what the check found, then send it for review.")
            return _to_story(code, number)
    with reading(identity.scope()) as session:
        page = render_template("stories/form.html", form=form, authority=authority_by_code(session, code), story=None)
    return page, 422 if form.is_submitted() else 200


@stories.route(f"{STORY}/change", methods=["GET", "POST"])
@requires(Permission.STORY_WRITE)
def change(code: str, story_id: UUID) -> ResponseReturnValue:
    """Write the story anew, while nobody is reviewing it."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        held = at_hand(session, code, story_id)
        if _settled(held, form_sent=request.method == "POST"):
            return _to_story(code, story_id)
        story = held.story
        form = StoryForm(
            title=story.title, body=story.body, indicator=story.indicator_code or "", quarter=story.quarter or ""
        )
        form.offer(today(), story.quarter)
        authority = held.authority
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                held = at_hand(session, code, story_id)
                change_story(
                    session, by=identity, authority=held.authority, story=held.story, text=form.text(), at=now()
                )
        except StoryError as error:
            show_refusal(form, error)
        else:
            flash("Saved.")
            return _to_story(code, story_id)
    page = render_template("stories/form.html", form=form, authority=authority, story=story)
    return page, 422 if form.is_submitted() else 200


@stories.route(f"{STORY}/warnings", methods=["GET", "POST"])
@requires(Permission.STORY_WRITE)
def warnings(code: str, story_id: UUID) -> ResponseReturnValue:
    """Say of each warning why it identifies no child, where the text is to stay as it is."""
    identity, form = current_identity(), ButtonForm()
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                held = at_hand(session, code, story_id)
                checked = check_story(session, held.authority, held.story)
                reasons = {
                    each.warning.key: request.form.get(f"reason-{place}", "")
                    for place, each in enumerate(checked, start=1)
                    # The text may have been changed in another window: a reason counts for the words it was given for.
                    if request.form.get(f"found-{place}", "") == each.warning.found
                }
                give_reasons(
                    session, by=identity, authority=held.authority, story=held.story, reasons=reasons, at=now()
                )
        except StoryError as error:
            show_refusal(form, error)
        else:
            flash("Saved.")
            return _to_story(code, story_id)
    with reading(identity.scope()) as session:
        held = at_hand(session, code, story_id)
        if _settled(held, form_sent=form.is_submitted()):
            return _to_story(code, story_id)
        checked = check_story(session, held.authority, held.story)
        page = render_template("stories/warnings.html", form=form, held=held, checked=checked, typed=request.form)
    return page, 422 if form.is_submitted() else 200


@stories.post(f"{STORY}/send")
@requires(Permission.STORY_WRITE)
def send(code: str, story_id: UUID) -> ResponseReturnValue:
    """Ask a second person of the authority to review it."""
    return _do(
        code,
        story_id,
        lambda held: send_for_review(held.session, by=held.by, authority=held.authority, story=held.story, at=now()),
        "Sent for review. Another lead or the signatory of your authority reads it before anybody outside does.",
    )


@stories.post(f"{STORY}/withdraw")
@requires(Permission.STORY_WRITE)
def withdraw(code: str, story_id: UUID) -> ResponseReturnValue:
    """Take the story back."""
    return _do(
        code,
        story_id,
        lambda held: withdraw_story(held.session, by=held.by, story=held.story, at=now()),
        "The story is withdrawn. Nobody outside your authority sees it.",
    )


def _do(code: str, story_id: UUID, deed: Callable[[AtHand], None], said: str) -> ResponseReturnValue:
    with transaction(current_identity().scope()) as session:
        deed(at_hand(session, code, story_id))
    flash(said)
    return _to_story(code, story_id)


def _settled(held: AtHand, *, form_sent: bool) -> bool:
    """Whether it cannot be changed now: whoever comes to look is led to its page, which says how it stands.

    Raises WrongStateError for whoever has sent something.
    """
    if held.state in CHANGEABLE:
        return False
    if form_sent:
        raise WrongStateError(Deed.CHANGED, held.state)
    return True


def _to_story(code: str, story_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("stories.story", code=code, story_id=story_id), 303)
