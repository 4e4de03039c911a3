"""Bytes become text: which encoding, said aloud where it is not UTF-8 (bad-input rows 1 to 5, 8, 9). Pure."""

from outcomes.collection.intake.grid import Notice
from outcomes.collection.intake.refusal import RefusedError

UTF8_BOM, UTF16_BOMS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
MARK = "\ufeff"
UTF32_BOMS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
LOOK = 4096
SAVE_AS = "In Excel choose Save as, then CSV UTF-8 (Comma delimited)."
CTRL_Z = "\x1a"


def decode(content: bytes) -> tuple[str, list[Notice], bool]:
    """The text, what was changed on the way, and whether it was read as Windows-1252 (its changed cells are named)."""
    if content.startswith(UTF32_BOMS):
        raise _encoding("The selected file is written in UTF-32.")
    if content.startswith(UTF16_BOMS):
        text, notices, old = _utf16(content), [Notice("utf16", "The file was UTF-16 and was converted.")], False
    else:
        _refuse_bare_utf16(content[:LOOK])
        text, old = _eight_bit(content.removeprefix(UTF8_BOM))
        notices = []
    # Some programs put a mark of the encoding before a text that has one already.
    text = text.lstrip(MARK)
    if text.rstrip("\r\n").endswith(CTRL_Z):
        text = text.rstrip("\r\n" + CTRL_Z)
        notices.append(Notice("ctrl_z", "A mark of the end of the file (Ctrl-Z) was left out."))
    return text, notices, old


def _utf16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise _encoding("The selected file says that it is UTF-16 and is not, or it is cut off.") from error


def _refuse_bare_utf16(start: bytes) -> None:
    """Every other byte of ASCII in UTF-16 is zero."""
    half = len(start) // 2
    if half and max(start[0::2].count(0), start[1::2].count(0)) > half * 0.4:
        raise _encoding("The selected file is written in UTF-16 without saying so.")


def _eight_bit(content: bytes) -> tuple[str, bool]:
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = f"line {line}"
    if any(ord(sign) > 127 for sign in content.decode("utf-8", "ignore")):  # noqa: PLR2004  (beyond ASCII)
        raise _encoding(f"The selected file mixes two ways of writing letters such as £ and é (see {place}).")
    try:
        return content.decode("cp1252"), True
    except UnicodeDecodeError as error:
        raise _encoding(f"The selected file holds letters of an unknown kind (see {place}).") from error


def _encoding(what: str) -> RefusedError:
    return RefusedError("encoding", f"{what} {SAVE_AS}")
