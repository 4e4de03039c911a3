"""Names for comparison: 'Bournemouth, Christchurch & Poole' and 'bournemouth christchurch and poole' are one."""

import re

WORD = re.compile(r"[^a-z0-9]+")
APOSTROPHES = str.maketrans("", "", "'\u2019\u2018`")


def normalise(name: str) -> str:
    """The name in lower case, '&' as 'and', without apostrophes, marks and doubled spaces.

    Words are kept: that 'Hull' means Kingston upon Hull is the business of the aliases, which say where they come from.
    """
    plain = name.casefold().translate(APOSTROPHES).replace("&", " and ")
    return WORD.sub(" ", plain).strip()
