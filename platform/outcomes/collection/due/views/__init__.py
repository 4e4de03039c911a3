"""What is due, on screen (M1): importing the package adds every page to the blueprint."""

from outcomes.collection.due.views import edit_views, extension_views, read_views
from outcomes.collection.due.views.blueprint import collections

__all__ = ["collections", "edit_views", "extension_views", "read_views"]
