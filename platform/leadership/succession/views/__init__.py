"""The pages about succession, registered by web/wiring.py."""

from leadership.succession.views import landscape_views, plan_views, read_views, successor_views
from leadership.succession.views.blueprint import succession

__all__ = ["landscape_views", "plan_views", "read_views", "succession", "successor_views"]
