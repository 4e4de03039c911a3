"""The forms of a handover pack, registered by web/wiring.py."""

from leadership.handover.views import action_views, close_views, part_views
from leadership.handover.views.blueprint import handover_forms

__all__ = ["action_views", "close_views", "handover_forms", "part_views"]
