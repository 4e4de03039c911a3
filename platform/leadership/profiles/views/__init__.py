"""The pages of rounds, registered by web/wiring.py."""

from leadership.profiles.views import leader_views, rater_views, support_views
from leadership.profiles.views.blueprint import profile_rounds, rater_pages

__all__ = ["leader_views", "profile_rounds", "rater_pages", "rater_views", "support_views"]
