"""The mark that every view carries exactly once: `@requires(...)` or `@public`. A guard test reads it."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from flask import g, request

from core.access.identity import Identity
from core.access.policy import Permission
from core.errors import DomainError

P = ParamSpec("P")
R = TypeVar("R")

PUBLIC: Final = "public"
MARK: Final = "access_mark"


class SignInRequiredError(DomainError):
    """Nobody is signed in; the error page leads to the sign-in page and back."""

    status = 401


def current_identity() -> Identity:
    """Who is signed in; raises SignInRequiredError when nobody is."""
    identity: Identity | None = g.get("identity")
    if identity is None:
        raise SignInRequiredError("Sign in to see this page.")
    return identity


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let the view run only for those who hold the permission, for the authority in its address if it has one."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            current_identity().require(permission, (request.view_args or {}).get("code"))
            return view(*args, **kwargs)

        setattr(guarded, MARK, permission)
        return guarded

    return mark


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Say that anybody may call the view, signed in or not."""
    setattr(view, MARK, PUBLIC)
    return view


def mark_of(view: Callable[..., object]) -> Permission | str | None:
    """The mark on a view, or None when it was forgotten."""
    found: Permission | str | None = getattr(view, MARK, None)
    return found
