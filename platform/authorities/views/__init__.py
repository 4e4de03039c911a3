"""The pages of this domain: those on which the support team keeps the register."""

from authorities.editing import adoption_views, contact_views, facts_views, hub
from authorities.editing.blueprint import authority_record

__all__ = ["adoption_views", "authority_record", "contact_views", "facts_views", "hub"]
