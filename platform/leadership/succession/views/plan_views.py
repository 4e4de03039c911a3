"""Forms: likelihood and impact of a loss, the written plan, the items of readiness."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.clock import today
from leadership.succession.items import ItemFacts, assess_item, find_item
from leadership.succession.kinds import ITEM_MEANS, Item, Level, Loss
from leadership.succession.plan import PlanFacts, find_judgement, find_plan, judge_loss, record_plan
from leadership.succession.views.answer import About, Page, answer
from leadership.succession.views.blueprint import succession
from leadership.succession.views.forms import ItemForm, LossForm, PlanForm, text_of

ADDRESS = "/authorities/<code>/posts/<uuid:post_id>/succession"
BACK = "succession.post"
ASKED = {
    Loss.LIKELIHOOD: "How likely is it, in the authority's own judgement, that the holder is lost within a year? "
    "It stands beside the model's chance and never enters it.",
    Loss.IMPACT: "How much would it hurt the innovation if the holder were lost, whoever follows and however likely "
    "that is?",
}


@succession.route(f"{ADDRESS}/<any(likelihood, impact):kind>", methods=["GET", "POST"])
@requires(Permission.SUCCESSION_WRITE)
def judge(code: str, post_id: UUID, kind: str) -> ResponseReturnValue:
    """Judge how likely a loss is, or how much it would hurt: one at a time."""
    form, of = LossForm(), Loss(kind)

    def fill(about: About) -> None:
        known = find_judgement(about.session, post=about.its_post, kind=of)
        if known is not None and not form.is_submitted():
            form.process(level=known.level, reason=known.reason, owner=known.owner)

    def store(about: About) -> str:
        judge_loss(
            about.session,
            by=about.by,
            post=about.its_post,
            kind=of,
            level=Level(form.level.data),
            reason=text_of(form.reason),
            owner=text_of(form.owner),
            judged_on=form.judged_on.data or today(),
            on=today(),
        )
        return f"{of.words} is on record. The judgement before it is kept."

    return answer(code, post_id, form, fill=fill, store=store, page=lambda _: Page(of.words, ASKED[of]), back=BACK)


@succession.route(f"{ADDRESS}/plan", methods=["GET", "POST"])
@requires(Permission.SUCCESSION_WRITE)
def plan(code: str, post_id: UUID) -> ResponseReturnValue:
    """Say how the written plan of the post stands."""
    form = PlanForm()

    def fill(about: About) -> None:
        known = find_plan(about.session, post=about.its_post)
        if known is not None and not form.is_submitted():
            form.process(obj=known, written="yes" if known.written else "no")
            form.written.data = "yes" if known.written else "no"

    def store(about: About) -> str:
        record_plan(
            about.session,
            by=about.by,
            post=about.its_post,
            facts=PlanFacts(
                written=form.written.data == "yes",
                owner=text_of(form.owner),
                approved_on=form.approved_on.data,
                approved_by=form.approved_by.data or None,
                reviewed_on=form.reviewed_on.data,
                review_due_on=form.review_due_on.data,
                evidence=form.evidence.data or None,
            ),
            on=today(),
        )
        return "The plan is on record, and the readiness of the post with it."

    return answer(
        code,
        post_id,
        form,
        fill=fill,
        store=store,
        page=lambda _: Page("Written succession plan", ITEM_MEANS[Item.PLAN]),
        back=BACK,
    )


@succession.route(f"{ADDRESS}/items/<any(recruitment, handover, champions):item>", methods=["GET", "POST"])
@requires(Permission.SUCCESSION_WRITE)
def item(code: str, post_id: UUID, item: str) -> ResponseReturnValue:
    """Say how far one item of readiness is in place for the post."""
    return _assess(code, post_id, Item(item), BACK)


@succession.route("/authorities/<code>/succession/ownership", methods=["GET", "POST"])
@requires(Permission.SUCCESSION_WRITE)
def ownership(code: str) -> ResponseReturnValue:
    """Say how far political ownership is shared; it counts for every post of the authority."""
    return _assess(code, None, Item.OWNERSHIP, "succession.overview")


def _assess(code: str, post_id: UUID | None, of: Item, back: str) -> ResponseReturnValue:
    form = ItemForm()
    form.ask_about(of)

    def fill(about: About) -> None:
        known = find_item(about.session, authority_id=about.authority.id, post_id=post_id, item=of)
        if known is not None and not form.is_submitted():
            form.value.data = f"{known.value.normalize():f}"
            form.evidence.data, form.owner.data = known.evidence or "", known.owner

    def store(about: About) -> str:
        facts = ItemFacts(
            form.decimal, text_of(form.owner), form.assessed_on.data or today(), form.evidence.data or None
        )
        assess_item(
            about.session, by=about.by, authority=about.authority, post=about.post, item=of, facts=facts, on=today()
        )
        return f"{of.words}: on record. It counts in full for twelve months, then by half."

    return answer(code, post_id, form, fill=fill, store=store, page=lambda _: Page(of.words, ITEM_MEANS[of]), back=back)
