"""What the world needs for walks over succession: everything said of the post whose holder the personas are."""

from decimal import Decimal

from addresses import HOLDER
from fixtures.databases import Clone
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.clock import today
from core.process import Process
from leadership.register.models import Post
from leadership.risk.models import RiskRun
from leadership.succession.alert import set_threshold
from leadership.succession.engagement import Engagement, call_consistency, state_engagement
from leadership.succession.items import ItemFacts, assess_item
from leadership.succession.kinds import Item, Level, Loss, Ready
from leadership.succession.models import AlertCrossing
from leadership.succession.plan import PlanFacts, judge_loss, record_plan
from leadership.succession.successors import name_successor
from reports.succession.issue import make_issue

SUPPORT = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))


def furnish_succession(clone: Clone, codes: tuple[str, ...]) -> None:
    """Judgements, a plan, a successor, items, engagement and an alert of each; then one issue of the report."""
    with clone.session() as session:
        numbers = {
            authority.code: authority.id
            for authority in session.scalars(select(Authority).where(Authority.code.in_(codes)))
        }
    for code, number in numbers.items():
        by = Identity(None, "Lead", frozenset({Membership(Role.LEAD, number)}))
        with clone.session(by.scope(), Process.WEB) as session:
            _say(session, by, session.get_one(Authority, number), f"Walked {code}")
            session.commit()
    with clone.session(SUPPORT.scope(), Process.WEB) as session:
        set_threshold(session, by=SUPPORT, percent=50, on=today())
        run = session.scalars(select(RiskRun).order_by(RiskRun.requested_at).limit(1)).one()
        for number in numbers.values():
            session.add(
                AlertCrossing(
                    authority_id=number,
                    post_id=_post(session, number).id,
                    run_id=run.id,
                    chance=Decimal("0.6"),
                    threshold=Decimal("0.5"),
                    reached_on=today(),
                )
            )
        session.flush()
        make_issue(session, by=SUPPORT, on=today())
        session.commit()


def _post(session: Session, authority_id: int) -> Post:
    _, post_id, *_ = session.connection().exec_driver_sql(HOLDER, (authority_id,)).one()
    return session.get_one(Post, post_id)


def _say(session: Session, by: Identity, authority: Authority, words: str) -> None:
    post, on = _post(session, authority.id), today()
    for kind in Loss:
        judge_loss(
            session, by=by, post=post, kind=kind, level=Level.HIGH, reason=words, owner=words, judged_on=on, on=on
        )
    record_plan(session, by=by, post=post, facts=PlanFacts(True, words, on, words, on, on, words), on=on)
    name_successor(session, by=by, post=post, ready=Ready.NOW, place=None, on=on, name=words, note=words)
    said = ItemFacts(Decimal(1), words, on, words)
    assess_item(session, by=by, authority=authority, post=post, item=Item.CHAMPIONS, facts=said, on=on)
    assess_item(session, by=by, authority=authority, post=None, item=Item.OWNERSHIP, facts=said, on=on)
    state_engagement(
        session,
        by=by,
        authority=authority,
        said=Engagement(words, on, frozenset({"visits"}), {"visits": words}),
        on=on,
    )
    call_consistency(session, by=by, authority=authority, high=True, reason=words, owner=words, on=on)
