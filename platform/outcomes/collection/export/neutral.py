"""Text that no spreadsheet takes for a formula when a file is opened again (bad-input row 80). Pure.

Text may come from anybody who uploads: a comment such as `=HYPERLINK(...)` must stay a comment on every computer.
"""

import re
import unicodedata

GUARD = "'"
LONGEST_CELL = 32_767
STARTS = frozenset("=+-@\u2212")
AT_ONCE = frozenset("\t\r\n")
# A plain negative number is a number, and stays one.
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# What a spreadsheet skips, or does not show, before the first sign that counts: spaces, controls, invisible formats.
SKIPPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def neutral(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet could read it as a formula.

    Full-width signs count as what they stand for; so does a sign behind spaces or behind what cannot be seen.
    """
    return f"{GUARD}{text}" if _is_risky(text) else text


def unguarded(text: str) -> str:
    """The text that `neutral` was given: a file of ours that is uploaded again says what it said (D4)."""
    return text[1:] if text.startswith(GUARD) and _is_risky(text[1:]) else text


def for_workbook(text: str, longest: int = LONGEST_CELL) -> str:
    """Neutral text as the cell of a workbook takes it: lines end in one way, no halves of characters, not too long."""
    safe = neutral(text).replace("\r\n", "\n").replace("\r", "\n")
    return safe.encode("utf-8", "replace").decode()[:longest]


def _is_risky(text: str) -> bool:
    if not text or NUMBER.fullmatch(text):
        return False
    if text[0] in AT_ONCE:
        return True
    first = next((letter for letter in text if unicodedata.category(letter) not in SKIPPED), "")
    return unicodedata.normalize("NFKC", first)[:1] in STARTS
