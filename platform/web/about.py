"""Pages about the service itself, which anybody may read."""

from flask import Blueprint, render_template

from core.access import public

about = Blueprint("about", __name__)


@about.get("/accessibility")
@public
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("about/accessibility.html")


@about.get("/privacy")
@public
def privacy() -> str:
    """What is kept about people, why, for how long, and who sees it."""
    return render_template("about/privacy.html")
