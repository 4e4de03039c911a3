"""Makes what people wrote fit for a file: nothing that somebody typed may stop a document from being made.

A PDF that says it is accessible may not hold a letter its font cannot draw, and a Word file is XML, which has no
control characters. So control characters go from both; in a PDF, what the fonts lack is told in words where it has a
name that helps (an emoji), and is an empty box elsewhere.
"""

import struct
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
FONT = "Liberation Sans"
BOX = "\u25a1"
SOFT_BREAK = "\u200b"
LONGEST_RUN = 40
"""Letters in a row without a space, such as an address of a page; longer ones may break here."""

# The scripts that the second font, which comes inside the typesetting library, can draw.
SECOND_FONT = (range(0x05D0, 0x05EB), range(0x0621, 0x063B), range(0x0641, 0x064B))
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
"""Control, direction and joining marks, halves of characters, and what is no character at all."""


def cleaned(text: str) -> str:
    """The text without what no file may hold; line ends and tabs stay as they read."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in UNSEEN)


def drawable(text: str) -> str:
    """The text in letters that the fonts of a PDF can draw, with places to break where a word would never end."""
    return " ".join(_breakable(word) for word in "".join(map(_drawn, cleaned(text))).split(" "))


def _drawn(sign: str) -> str:
    if sign == "\n" or ord(sign) in letters_of_font() or any(ord(sign) in script for script in SECOND_FONT):
        return sign
    category = unicodedata.category(sign)
    if category.startswith("Z"):
        return " "
    if category in {"Mn", "Me", "Sk"}:
        return ""
    return f"({unicodedata.name(sign, 'sign').lower()})" if category == "So" else BOX


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_RUN:
        return word
    edges = [*range(0, len(word), LONGEST_RUN), len(word)]
    return SOFT_BREAK.join(word[start:end] for start, end in pairwise(edges))


@cache
def letters_of_font() -> frozenset[int]:
    """Which characters the vendored font holds, read from its own table (OpenType `cmap`, format 4)."""
    font = (FONTS / "LiberationSans-Regular.ttf").read_bytes()
    table = _table(font, b"cmap")
    (subtables,) = struct.unpack_from(">H", font, table + 2)
    for number in range(subtables):
        platform, encoding, offset = struct.unpack_from(">HHI", font, table + 4 + 8 * number)
        if (platform, encoding) == (3, 1):
            return _segments(font, table + offset)
    msg = "The vendored font has no table of its Unicode characters"
    raise ValueError(msg)


def _table(font: bytes, tag: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    offsets = {
        name: offset
        for name, _, offset, _ in (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(tables))
    }
    return int(offsets[tag])


def _segments(font: bytes, start: int) -> frozenset[int]:
    (twice,) = struct.unpack_from(">H", font, start + 6)
    ends = struct.unpack_from(f">{twice // 2}H", font, start + 14)
    starts = struct.unpack_from(f">{twice // 2}H", font, start + 16 + twice)
    return frozenset(
        letter for first, last in zip(starts, ends, strict=True) for letter in range(first, min(last, 0xFFFE) + 1)
    )
