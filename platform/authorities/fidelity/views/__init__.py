"""The pages about fidelity, registered by web/wiring.py."""

from authorities.fidelity.views import assess_views, figure_views, local_views, read_views, review_views
from authorities.fidelity.views.blueprint import fidelity

__all__ = ["assess_views", "fidelity", "figure_views", "local_views", "read_views", "review_views"]
