"""The link of an invitation: a code worked out from its id and the product's secret; the database keeps a hash of it.

A copy of the database opens nothing, for the code cannot be had from the hash; the secret alone opens nothing either.
A reminder needs no copy of the code: it is worked out again.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

PURPOSE = b"profiles.rater-link:"
MARKING = b"profiles.rater-address:"
RATE = "/rate"


def hash_of(sealed: str) -> str:
    """What the database keeps of a code, and what a request tells it of the link that it came by."""
    return sha256(sealed.encode()).hexdigest()


def seal(invitation_id: UUID, secret_keys: Sequence[str]) -> str:
    """The code of a new invitation, made with the newest key."""
    return _code(invitation_id, secret_keys[0])


def find_sealed(invitation_id: UUID, secret_hash: str, secret_keys: Sequence[str]) -> str | None:
    """The code that this hash was kept of; None when it was made with a key that has been given up."""
    codes = (_code(invitation_id, key) for key in secret_keys)
    return next((code for code in codes if hmac.compare_digest(hash_of(code), secret_hash)), None)


def address_of_link(public_url: str, sealed: str) -> str:
    """The whole link, as it stands in a letter."""
    return f"{public_url}{RATE}/{sealed}"


def plain_address(email: str) -> str:
    """The address without what somebody adds to their own to have several: name+second@ reaches name@."""
    name, _, host = email.partition("@")
    return f"{name.partition('+')[0] or name}@{host}"


def marks_of(round_id: UUID, email: str, secret_keys: Sequence[str]) -> list[str]:
    """What tells an address again within one round, with each key, the newest first; the address cannot be had back."""
    what = MARKING + round_id.bytes + plain_address(email).encode()
    return [hmac.digest(key.encode(), what, "sha256").hex() for key in secret_keys]


def _code(invitation_id: UUID, secret_key: str) -> str:
    made = hmac.digest(secret_key.encode(), PURPOSE + invitation_id.bytes, "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()
