"""The pages of approved figures, registered by web/wiring.py."""

from outcomes.collection.observation.views import figure_views, trace_views
from outcomes.collection.observation.views.blueprint import figures

__all__ = ["figure_views", "figures", "trace_views"]
