"""The pages of recruitment packs, registered by web/wiring.py."""

from leadership.recruitment.views import read_views, write_views
from leadership.recruitment.views.blueprint import recruitment

__all__ = ["read_views", "recruitment", "write_views"]
