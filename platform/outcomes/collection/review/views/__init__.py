"""The support team's pages of reviewing, registered by web/wiring.py."""

from outcomes.collection.review.views import memory_views, queue_views, refused_views, review_views
from outcomes.collection.review.views.blueprint import reviews

__all__ = ["memory_views", "queue_views", "refused_views", "review_views", "reviews"]
