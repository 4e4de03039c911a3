"""Where to go after signing in: only ever a page of ours."""

from urllib.parse import urlsplit

LONGEST = 500


def own_path(wanted: str | None) -> str | None:
    """The path if it leads to a page of ours, else None: never another host, scheme or anything a browser bends.

    Browsers read a backslash as a slash and drop tabs and line breaks, so a path with either could lead away.
    """
    if not wanted or len(wanted) > LONGEST or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    if "\\" in wanted or any(ord(character) <= ord(" ") or ord(character) == 0x7F for character in wanted):  # noqa: PLR2004  (DEL)
        return None
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else wanted
