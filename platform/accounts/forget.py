"""Links and sessions are kept for a day after they have ended (reliability 8.3); the audit remembers that they were."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from accounts.models import SignedInSession, SignInToken
from accounts.session_limits import ABSOLUTE

KEEP = timedelta(days=1)


def forget_ended(session: Session, *, at: datetime) -> int:
    """Delete links and sessions that ended more than a day ago, and return how many."""
    links = session.execute(delete(SignInToken).where(SignInToken.expires_at < at - KEEP).returning(SignInToken.id))
    sessions = session.execute(
        delete(SignedInSession)
        .where(or_(SignedInSession.ended_at < at - KEEP, SignedInSession.created_at < at - ABSOLUTE - KEEP))
        .returning(SignedInSession.id)
    )
    return len(links.all()) + len(sessions.all())
