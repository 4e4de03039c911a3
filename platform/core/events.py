"""Typed events: how one domain tells another, in its own transaction, what has happened (design 3).

Prefer a read in dashboards or reports. Where another domain must react at once, the verb announces an event and
web/wiring.py connects the handler; both commit together or not at all.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

E = TypeVar("E")

_handlers: dict[type[Any], list[Callable[[Session, Any], None]]] = {}


def connect(kind: type[E], handler: Callable[[Session, E], None]) -> None:
    """Let the handler hear of every event of this kind; connecting it twice connects it once."""
    heard = _handlers.setdefault(kind, [])
    if handler not in heard:
        heard.append(handler)


def announce(session: Session, event: object) -> None:
    """Tell every connected handler, in the caller's transaction."""
    for handler in _handlers.get(type(event), ()):
        handler(session, event)
