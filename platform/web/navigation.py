"""What stands in the service navigation: only what the reader may open."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from core.access import Identity, Permission
from core.deployment import Purpose, find_purpose
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading


@dataclass(frozen=True)
class Entry:
    """A place in the bar, for those who may open its page; `own` leads each reader to their own authority's."""

    permission: Permission
    words: str
    endpoint: str
    own: bool = False


# In the order of the bar, which must fit on one line of a desk's screen for every role: few entries, short words.
# What concerns the reader and not the programme (their account, signing out) stands beside their name.
ENTRIES: tuple[Entry, ...] = (
    Entry(Permission.HOME_READ, "Home", "home.start"),
    Entry(Permission.AUTHORITY_LIST, "Authorities", "authorities.overview"),
    Entry(Permission.RETURN_READ, "Returns", "returns.overview", own=True),
    Entry(Permission.COLLECTION_EDIT, "Collections", "collections.overview"),
    Entry(Permission.RETURN_REVIEW, "Reviews", "reviews.queue"),
    Entry(Permission.OWN_POST_READ, "My post", "my_post.own_posts"),
    Entry(Permission.OWN_PROFILE, "My profile", "own_profile.newest"),
    Entry(Permission.OWN_DEVELOPMENT, "Development", "development.overview"),
    Entry(Permission.COACHING_READ, "Coaching", "coaching.overview"),
    Entry(Permission.SUCCESSION_REPORT_READ, "Succession", "succession_reports.newest"),
    Entry(Permission.RISK_RUN, "Risk", "risk_runs.runs"),
    Entry(Permission.PROGRAMME_PROFILE_READ, "Profiles", "profile_rounds.overview"),
    Entry(Permission.SUMMARY_READ, "Programme", "summary.summary"),
    Entry(Permission.ACCOUNT_MANAGE, "Accounts", "accounts.overview"),
)


INVENTED = "Demonstration data: invented councils"
TRIAL = "Trial on one machine: real register and published figures, no leadership data of anybody"


def set_up_navigation(app: Flask) -> None:
    """Give every template its navigation, its reader and what a demonstration must say of its data."""
    settled: list[Purpose] = []

    def banner() -> str | None:
        """Invented councils are called so on every page, and real ones never (design 5.8)."""
        if not runtime().settings.demonstration:
            return None
        if not settled:
            # What a database is for is written once and never changed, so it is asked for once; a page that says that
            # the database is away names no council.
            with suppress(SQLAlchemyError), reading(Scope.NOTHING) as session:
                settled.extend(filter(None, [find_purpose(session)]))
        return TRIAL if Purpose.REAL in settled else INVENTED

    @app.context_processor
    def navigation() -> dict[str, Any]:
        identity: Identity | None = g.get("identity")
        return {
            "identity": identity,
            "demonstration": runtime().settings.demonstration,
            "banner": banner(),
            "navigation": [] if identity is None else _entries(identity),
        }


def _entries(identity: Identity) -> list[dict[str, Any]]:
    return [shown for entry in ENTRIES for shown in _shown(entry, identity)]


def _shown(entry: Entry, identity: Identity) -> Iterator[dict[str, Any]]:
    """The entry as this reader sees it: once, or once for each of their authorities, or not at all."""
    if not entry.own:
        if identity.may(entry.permission):
            yield _link(entry, entry.words)
        return
    codes = sorted(filter(None, {held.authority_code for held in identity.memberships_for(entry.permission)}))
    for code in codes:
        yield _link(entry, entry.words if len(codes) == 1 else f"{entry.words} ({code})", code=code)


def _link(entry: Entry, words: str, **values: Any) -> dict[str, Any]:
    """Marked as the page itself, or as the section that the page belongs to."""
    told = request.view_args or {}
    here = all(told.get(name) == value for name, value in values.items())
    return {
        "text": words,
        "href": url_for(entry.endpoint, **values),
        "current": here and request.endpoint == entry.endpoint,
        "active": here and request.blueprint == entry.endpoint.partition(".")[0],
    }
