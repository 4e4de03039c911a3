"""A second person of the authority reads a story with its warnings and reasons, and releases it or sends it back."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import Permission, current_identity, requires
from core.clock import now
from core.forms import show_refusal
from core.transaction import reading, transaction
from outcomes.collection.people import names_of
from outcomes.stories.check import check_story
from outcomes.stories.errors import OwnStoryError, StoryError, WrongStateError
from outcomes.stories.move import may_review
from outcomes.stories.review import release_story, send_back
from outcomes.stories.states import Deed, State
from outcomes.stories.views.at_hand import at_hand, attached_words
from outcomes.stories.views.blueprint import STORY, stories
from outcomes.stories.views.forms import ReleaseForm, SendBackForm


@stories.get(f"{STORY}/review")
@requires(Permission.STORY_REVIEW)
def review(code: str, story_id: UUID) -> ResponseReturnValue:
    """The story with its warnings and the reasons that were given."""
    with reading(current_identity().scope()) as session:
        if at_hand(session, code, story_id).state is not State.WAITING:
            return redirect(url_for("stories.story", code=code, story_id=story_id), 303)
    return _page(code, story_id, SendBackForm(formdata=None))


@stories.post(f"{STORY}/release")
@requires(Permission.STORY_REVIEW)
def release(code: str, story_id: UUID) -> ResponseReturnValue:
    """Let the programme support team see it."""
    form = ReleaseForm()
    seen = form.seen_at()
    with transaction(current_identity().scope()) as session:
        held = at_hand(session, code, story_id)
        if seen is None or seen.tzinfo is None:
            raise StoryError("Read the story on its review page first.")
        release_story(session, by=held.by, authority=held.authority, story=held.story, seen=seen, at=now())
    flash("Released. The programme support team can read it now; your authority can withdraw it at any time.")
    return redirect(url_for("stories.story", code=code, story_id=story_id), 303)


@stories.post(f"{STORY}/send-back")
@requires(Permission.STORY_REVIEW)
def return_story(code: str, story_id: UUID) -> ResponseReturnValue:
    """Send it back to whoever wrote it, with what is to be looked at again."""
    form = SendBackForm()
    if form.validate_on_submit():
        try:
            with transaction(current_identity().scope()) as session:
                held = at_hand(session, code, story_id)
                send_back(session, by=held.by, story=held.story, reason=form.reason.data or "", at=now())
        except StoryError as error:
            if error.field is None:
                raise
            show_refusal(form, error)
        else:
            flash("Sent back. The writer reads your reason on the story's page.")
            return redirect(url_for("stories.story", code=code, story_id=story_id), 303)
    return _page(code, story_id, form), 422


def _page(code: str, story_id: UUID, form: SendBackForm) -> str:
    with reading(current_identity().scope()) as session:
        held = at_hand(session, code, story_id)
        if held.state is not State.WAITING:
            raise WrongStateError(Deed.RELEASED, held.state)
        if not may_review(session, held.by, held.story):
            raise OwnStoryError
        return render_template(
            "stories/review.html",
            held=held,
            attached=attached_words(held.story),
            checked=check_story(session, held.authority, held.story),
            writer=names_of(session, [held.story.written_by_id]).get(held.story.written_by_id),
            form=form,
            release_form=ReleaseForm(formdata=None, seen=held.story.written_at.isoformat()),
        )
