"""The letter about a post whose chance of a change has reached the threshold."""

from uuid import UUID

from celery import shared_task
from sqlalchemy import select

from authorities.register.models import Authority
from core.clock import now, today
from core.mail import Mail, make_mailer
from core.runtime import runtime
from core.scope import Scope
from core.transaction import transaction
from leadership.register.models import Post
from leadership.succession.alert import SEND
from leadership.succession.models import AlertCrossing
from leadership.succession.told import support_team


@shared_task(name=SEND)
def send_alert(crossing_id: str) -> None:
    """Write to the support team, once for each crossing: a message that comes again after that finds it told.

    The row is held while the letters go. Where a worker dies between the two, they carry the same reference.
    """
    with transaction(Scope.EVERYTHING) as session:
        row = session.execute(
            select(AlertCrossing, Post, Authority)
            .join(Post, Post.id == AlertCrossing.post_id)
            .join(Authority, Authority.id == AlertCrossing.authority_id)
            .where(AlertCrossing.id == UUID(crossing_id), AlertCrossing.told_at.is_(None))
            .with_for_update(of=AlertCrossing)
        ).one_or_none()
        if row is None:
            return
        crossing, post, authority = row
        settings = runtime().settings
        mailer = make_mailer(settings.mail_url, settings.mail_from)
        for reader in support_team(session, today()):
            mailer.send(
                Mail(
                    reader.email,
                    f"Leadership: {authority.name}, {post.title}",
                    _body(
                        post.title,
                        authority.name,
                        f"{settings.public_url}/authorities/{authority.code}/posts/{crossing.post_id}",
                    ),
                    f"succession-alert-{crossing_id}-{reader.account_id}",
                )
            )
        crossing.told_at = now()


def _body(title: str, authority: str, address: str) -> str:
    """No figure leaves by mail: the page shows it with its interval and its reasons (reliability 6.72)."""
    return (
        f"The chance that the post of {title} in {authority} changes hands within twelve months has reached the level "
        "at which you asked to be told.\n\n"
        f"The figure, its interval and the reasons for it are on the page of the post:\n{address}\n\n"
        "It is about the post, not the person, and decides nothing by itself. You will not be written to again about "
        "this post unless the chance falls below that level and rises again.\n"
    )
