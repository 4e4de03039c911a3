"""What happens around every request: the proxy's word, a request id, who is asking, one log line."""

import re
from time import monotonic

from flask import Flask, Response, abort, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from accounts.cookie import read_cookie
from accounts.identify import identify
from core.clock import now
from core.limits import set_up_limits
from core.logs import bind_request_id, current_request_id, logger, new_request_id
from core.settings import Settings

ACCEPTED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADER = "X-Request-Id"
HEALTH = "health"


def set_up_requests(app: Flask, settings: Settings) -> None:
    """Bind a request id before anything else, and log each answer with constant text and values as fields."""
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=0
        )

    set_up_limits(app, settings.cache_url)

    @app.before_request
    def begin() -> None:
        offered = request.headers.get(HEADER, "")
        # A caller's id is kept only from a proxy we trust and only if it is plain, so that no log line can be forged.
        trusted = bool(settings.trusted_proxies) and ACCEPTED_ID.fullmatch(offered)
        bind_request_id(offered if trusted else new_request_id())
        g.started = monotonic()
        # The health addresses answer when nothing else does, so they ask nobody who is asking.
        g.identity = None if request.blueprint == HEALTH else identify(read_cookie(request), at=now())
        if holds_null_character():
            abort(400)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers[HEADER] = current_request_id() or ""
        logger().info(
            "request.answered",
            method=request.method,
            # The rule, not the path: an address may hold a token.
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            milliseconds=round((monotonic() - g.get("started", monotonic())) * 1000),
        )
        return response


def holds_null_character() -> bool:
    """Whether the address or a form holds what nobody types and no text column of PostgreSQL can hold."""
    pairs = (pair for sent in (request.args, request.form) for pair in sent.items(multi=True))
    return any("\0" in text for text in (request.path, *(text for pair in pairs for text in pair)))
