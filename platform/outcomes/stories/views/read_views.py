"""The list of an authority's stories, and one of them."""

from uuid import UUID

from flask import render_template

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.transaction import reading
from outcomes.collection.people import names_of
from outcomes.stories.check import check_story, unanswered
from outcomes.stories.find import is_of_authority, list_events, list_stories
from outcomes.stories.move import may_review
from outcomes.stories.states import CHANGEABLE, Deed, State, next_state
from outcomes.stories.views.at_hand import at_hand, attached_words
from outcomes.stories.views.blueprint import STORIES, STORY, stories
from outcomes.stories.views.forms import ButtonForm

EVENT_WORDS = {
    Deed.WRITTEN: "Written",
    Deed.CHANGED: "Changed",
    Deed.SENT: "Sent for review",
    Deed.SENT_BACK: "Sent back",
    Deed.RELEASED: "Released",
    Deed.WITHDRAWN: "Withdrawn",
}


@stories.get(STORIES)
@requires(Permission.STORY_READ)
def overview(code: str) -> str:
    """What the authority tells of its work; its own people see what is not released too."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = list_stories(session, by=identity, authority_id=authority.id)
        return render_template(
            "stories/overview.html",
            authority=authority,
            released=[story for story in found if story.state == State.RELEASED],
            others=[story for story in found if story.state != State.RELEASED],
            own=is_of_authority(identity, authority.id),
            may_write=identity.may(Permission.STORY_WRITE, authority.id),
            state_of=State,
            attached_words=attached_words,
        )


@stories.get(STORY)
@requires(Permission.STORY_READ)
def story(code: str, story_id: UUID) -> str:
    """One story; for the authority's own people with its warnings, its events and what can be done."""
    with reading(current_identity().scope()) as session:
        held = at_hand(session, code, story_id)
        own = is_of_authority(held.by, held.authority.id)
        events = list_events(session, held.story) if own else []
        checked = check_story(session, held.authority, held.story) if own and held.state in CHANGEABLE else []
        writes = held.by.may(Permission.STORY_WRITE, held.authority.id)
        return render_template(
            "stories/story.html",
            held=held,
            attached=attached_words(held.story),
            own=own,
            events=[(EVENT_WORDS[Deed(event.kind)], event) for event in events],
            names=names_of(session, (event.by_id for event in events)),
            checked=checked,
            unanswered=unanswered(checked),
            may_change=writes and held.state in CHANGEABLE,
            may_withdraw=writes and next_state(held.state, Deed.WITHDRAWN) is not None,
            may_review=held.state is State.WAITING and may_review(session, held.by, held.story),
            form=ButtonForm(formdata=None),
        )
