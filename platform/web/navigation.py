"""What stands in the service navigation: only what the reader may open."""

from contextlib import suppress
from typing import Any

from flask import Flask, g, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from core.access import Identity, Permission
from core.deployment import Purpose, find_purpose
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading

# Permission, words, endpoint: in the order of the bar. An entry appears when its page may be opened.
ENTRIES: tuple[tuple[Permission, str, str], ...] = (
    (Permission.HOME_READ, "Home", "home.start"),
    (Permission.AUTHORITY_LIST, "Authorities", "authorities.overview"),
    (Permission.COLLECTION_EDIT, "Collections", "collections.overview"),
    (Permission.RETURN_REVIEW, "Reviews", "reviews.queue"),
    (Permission.OWN_POST_READ, "My post", "my_post.own_posts"),
    (Permission.SUCCESSION_REPORT_READ, "Succession", "succession_reports.newest"),
    (Permission.OWN_PROFILE, "My profile", "own_profile.newest"),
    (Permission.OWN_DEVELOPMENT, "Development", "development.overview"),
    (Permission.COACHING_READ, "Coaching", "coaching.overview"),
    (Permission.RISK_RUN, "Risk runs", "risk_runs.runs"),
    (Permission.PROGRAMME_PROFILE_READ, "Profile rounds", "profile_rounds.overview"),
    (Permission.SUMMARY_READ, "Programme summary", "summary.summary"),
    (Permission.ACCOUNT_MANAGE, "Accounts", "accounts.overview"),
    (Permission.OWN_ACCOUNT, "Your account", "account.show"),
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
    return [
        {"text": words, "href": url_for(endpoint), "current": request.endpoint == endpoint}
        for permission, words, endpoint in ENTRIES
        if identity.may(permission)
    ]
