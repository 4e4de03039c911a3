"""The pages of the leadership register, registered by web/wiring.py."""

from leadership.register.views import (
    appointment_views,
    correction_views,
    departure_views,
    people_views,
    post_views,
    read_views,
)
from leadership.register.views.blueprint import leaders, my_post

__all__ = [
    "appointment_views",
    "correction_views",
    "departure_views",
    "leaders",
    "my_post",
    "people_views",
    "post_views",
    "read_views",
]
