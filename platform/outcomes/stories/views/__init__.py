"""The pages of stories, registered by web/wiring.py."""

from outcomes.stories.views import read_views, review_views, write_views
from outcomes.stories.views.blueprint import stories

__all__ = ["read_views", "review_views", "stories", "write_views"]
