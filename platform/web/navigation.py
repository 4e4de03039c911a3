"""What stands in the service navigation: only what the reader may open."""

from typing import Any

from flask import Flask, g, request, url_for

from core.access import Identity, Permission
from core.runtime import runtime

# Permission, words, endpoint: in the order of the bar. An entry appears when its page may be opened.
ENTRIES: tuple[tuple[Permission, str, str], ...] = (
    (Permission.HOME_READ, "Home", "home.start"),
    (Permission.AUTHORITY_LIST, "Authorities", "authorities.overview"),
    (Permission.COLLECTION_EDIT, "Collections", "collections.overview"),
    (Permission.RETURN_REVIEW, "Reviews", "reviews.queue"),
    (Permission.OWN_POST_READ, "My post", "my_post.own_posts"),
    (Permission.RISK_RUN, "Risk runs", "risk_runs.runs"),
    (Permission.SUMMARY_READ, "Programme summary", "summary.summary"),
    (Permission.ACCOUNT_MANAGE, "Accounts", "accounts.overview"),
    (Permission.OWN_ACCOUNT, "Your account", "account.show"),
)


def set_up_navigation(app: Flask) -> None:
    """Give every template its navigation, its reader and whether this is the demonstration."""

    @app.context_processor
    def navigation() -> dict[str, Any]:
        identity: Identity | None = g.get("identity")
        return {
            "identity": identity,
            "demonstration": runtime().settings.demonstration,
            "navigation": [] if identity is None else _entries(identity),
        }


def _entries(identity: Identity) -> list[dict[str, Any]]:
    return [
        {"text": words, "href": url_for(endpoint), "current": request.endpoint == endpoint}
        for permission, words, endpoint in ENTRIES
        if identity.may(permission)
    ]
