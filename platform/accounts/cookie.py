"""The cookie that holds a session's secret: not readable by scripts, not sent from other sites, of this host alone."""

from flask import Request, Response

from core.runtime import runtime


def cookie_name() -> str:
    """With `__Host-` browsers refuse it unless it is secure and of this very host; plain http cannot have that."""
    return "__Host-session" if runtime().settings.secure_cookies else "session"


def read_cookie(request: Request) -> str | None:
    """The secret that the browser sent, if any."""
    return request.cookies.get(cookie_name())


def put_cookie(response: Response, secret: str) -> None:
    """Hand the secret over; it goes when the browser closes, and the server forgets it sooner."""
    response.set_cookie(
        cookie_name(), secret, secure=runtime().settings.secure_cookies, httponly=True, samesite="Lax", path="/"
    )


def take_cookie(response: Response) -> None:
    """Have the browser forget the session and what it has kept of its pages."""
    response.delete_cookie(
        cookie_name(), secure=runtime().settings.secure_cookies, httponly=True, samesite="Lax", path="/"
    )
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
