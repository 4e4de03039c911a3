"""The pages of an authority's returns, registered by web/wiring.py."""

from outcomes.collection.submission.views import (
    api,
    check_views,
    enter_views,
    list_views,
    query_views,
    submit_views,
    task_views,
    upload_views,
    version_views,
)
from outcomes.collection.submission.views.blueprint import returns, returns_api

__all__ = [
    "api",
    "check_views",
    "enter_views",
    "list_views",
    "query_views",
    "returns",
    "returns_api",
    "submit_views",
    "task_views",
    "upload_views",
    "version_views",
]
