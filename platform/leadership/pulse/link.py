"""The link of a monthly check: made as those of profile rounds are, under an address of its own."""

from leadership.profiles.link import find_sealed, hash_of, seal

__all__ = ["ANSWER", "address_of_link", "find_sealed", "hash_of", "seal"]
ANSWER = "/team-pulse"


def address_of_link(public_url: str, sealed: str) -> str:
    """The whole link, as it stands in a letter."""
    return f"{public_url}{ANSWER}/{sealed}"
