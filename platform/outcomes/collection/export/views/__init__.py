"""Files of approved figures on screen (L4, E11): importing the package adds every address to the blueprint."""

from outcomes.collection.export.views import background_views, download_views
from outcomes.collection.export.views.blueprint import figure_exports

__all__ = ["background_views", "download_views", "figure_exports"]
