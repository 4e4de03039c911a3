"""The pages of support given, registered by web/wiring.py."""

from leadership.support.views import log_views
from leadership.support.views.blueprint import support_given

__all__ = ["log_views", "support_given"]
