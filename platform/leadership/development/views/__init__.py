"""The pages of development, of sharing it, and of coaches, registered by web/wiring.py."""

from leadership.development.views import coach_views, entry_views, read_views, share_views
from leadership.development.views.blueprint import coaching, development, sharing

__all__ = ["coach_views", "coaching", "development", "entry_views", "read_views", "share_views", "sharing"]
