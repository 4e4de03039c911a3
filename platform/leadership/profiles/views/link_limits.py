"""How often a link that needs no account may be used: by link, and by the place that it is used from.

As with links to sign in (accounts/views/sign_in.py), and counted in the same way: in the cache for all processes, in
this one when the cache is away. A link is counted whether or not it opens anything, so that no answer tells more than
its page. Many raters may sit behind one address of an office, so a place has room for all of them; it runs out sooner
for links that open nothing, which nobody needs in numbers.
"""

import hmac

from flask import request

from core.limits import count_or_refuse, refuse_when_spent
from core.runtime import runtime

OF_A_LINK = "60 per 5 minutes"
"""Answering takes about ten pages; a link that is opened six times as often is opened by a machine."""
OF_A_PLACE = "1200 per 5 minutes"
"""A round of sixty, all at once from one office, and twice that."""
OPENING_NOTHING = "30 per 5 minutes"


def count_use(what: str, sealed: str) -> None:
    """Count one use of a link; raises 429 with the seconds to wait when it, or its place, has been used too often."""
    refuse_when_spent(OPENING_NOTHING, f"{what}.nothing", _place())
    count_or_refuse(OF_A_PLACE, f"{what}.place", _place())
    count_or_refuse(OF_A_LINK, f"{what}.link", _unlinkable(sealed))


def count_nothing(what: str) -> None:
    """Count a link that opened nothing; raises 429 as above."""
    count_or_refuse(OPENING_NOTHING, f"{what}.nothing", _place())


def _unlinkable(sealed: str) -> str:
    """What the cache counts a link by: the hash that the database keeps would say in the cache who is answering now."""
    return hmac.digest(runtime().settings.secret_keys[0].encode(), sealed.encode(), "sha256").hex()


def _place() -> str:
    return request.remote_addr or "unknown"
