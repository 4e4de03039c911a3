"""The sign-in link: the id of a row, signed. Neither a copy of the database nor the key alone makes one."""

from collections.abc import Sequence
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from accounts.errors import LinkSpentError

PURPOSE = "accounts.sign-in-link"
SIGN_IN = "/sign-in"


def _serializer(secret_keys: Sequence[str]) -> URLSafeSerializer:
    # Settings list the newest key first; itsdangerous signs with the last and accepts them all.
    return URLSafeSerializer(list(reversed(secret_keys)), salt=PURPOSE)


def seal(token_id: UUID, secret_keys: Sequence[str]) -> str:
    """What stands in the link for this row, signed with the newest key."""
    return str(_serializer(secret_keys).dumps(token_id.hex))


def unseal(sealed: str, secret_keys: Sequence[str]) -> UUID:
    """The row a link is for; raises LinkSpentError when the link was not made by us."""
    try:
        return UUID(hex=_serializer(secret_keys).loads(sealed))
    except (BadSignature, ValueError, TypeError, AttributeError) as error:
        raise LinkSpentError from error


def address_of_sign_in(public_url: str) -> str:
    """Where somebody asks for a link."""
    return f"{public_url}{SIGN_IN}"


def address_of_link(public_url: str, token_id: UUID, secret_keys: Sequence[str]) -> str:
    """The whole link for this row."""
    return f"{address_of_sign_in(public_url)}/{seal(token_id, secret_keys)}"
