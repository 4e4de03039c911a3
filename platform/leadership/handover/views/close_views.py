"""Forms: the new holder confirms that they have what they need; or the pack is not needed."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.clock import today
from leadership.handover.confirm import acts_for_holder, confirm_handover
from leadership.handover.find import Handover
from leadership.handover.open import set_aside
from leadership.handover.views.answer import Page, Subject, answer
from leadership.handover.views.blueprint import PACK, handover_forms
from leadership.handover.views.forms import ConfirmForm, SetAsideForm


@handover_forms.route(f"{PACK}/confirm", methods=["GET", "POST"])
@requires(Permission.HANDOVER_CONFIRM)
def confirm(code: str, pack_id: UUID) -> ResponseReturnValue:
    """Confirm the handover: as the new holder, or as a lead on their behalf."""

    def store(subject: Subject) -> str:
        pack = confirm_handover(subject.session, by=subject.by, handover=subject.handover, on=today())
        said = " on behalf of the new holder" if pack.on_behalf else ""
        return f"The handover is confirmed{said}, and the pack is closed. It stays here to be read."

    def ask(subject: Subject) -> Page:
        return Page(
            "Confirm the handover", _asked(subject.handover, for_them=acts_for_holder(subject.by, subject.handover))
        )

    return answer(code, pack_id, ConfirmForm(), store, ask)


@handover_forms.route(f"{PACK}/not-needed", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def not_needed(code: str, pack_id: UUID) -> ResponseReturnValue:
    """Close a pack that nobody needs, as when the post closes and nobody follows."""

    def store(subject: Subject) -> str:
        set_aside(subject.session, by=subject.by, pack=subject.handover.pack)
        return "The pack is closed as not needed. What was written stays here to be read."

    lead = (
        "Close the pack if nobody is to take the post over, such as when the post closes. If whoever was to leave "
        "stays, withdraw the announcement instead: that closes the pack by itself."
    )
    return answer(code, pack_id, SetAsideForm(), store, lambda _subject: Page("Close the pack as not needed", lead))


def _asked(handover: Handover, *, for_them: bool) -> str:
    if not handover.taken_over(today()):
        return "Nobody has started in this post yet. The handover is confirmed once somebody has."
    whose = f"on behalf of {handover.who_follows}" if for_them else "as the new holder"
    return (
        f"You confirm {whose} that what matters has been handed over. The pack is closed then and can still be read. "
        "A part may be missing: the pack goes on saying so."
    )
