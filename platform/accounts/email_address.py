"""E-mail addresses as we keep and compare them."""

import re

from accounts.errors import AccountError

LONGEST = 254
"""RFC 5321, 4.5.3.1.3: a path of 256 octets, less its angle brackets."""

PLAIN = re.compile(r"[^@\s\x00-\x1f\x7f<>,;:\"()\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


def normal_address(typed: str) -> str:
    """The address in lower case without spaces around it; raises AccountError when letters could not be sent to it."""
    address = typed.strip().lower()
    if len(address) > LONGEST or PLAIN.fullmatch(address) is None or ".." in address or "." not in address:
        raise AccountError("Enter an email address in the correct format, like name@example.org.", "email")
    return address
