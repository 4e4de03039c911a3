"""Words for the check of stories, each list in a file beside this one. Our own; they need not be complete."""

from importlib.resources import files


def _words(name: str) -> frozenset[str]:
    return frozenset(files("outcomes.stories").joinpath(name).read_text(encoding="utf-8").split())


COMMON = _words("given_names.txt")
"""Given names that are common in England."""
ALSO_WORDS = _words("names_and_words.txt")
"""Names that are words as well: looked for with a capital letter alone."""
STARTERS = frozenset({"april", "grant", "june", "mark", "may", "will"})
"""Of those, words that often begin a sentence; there they are taken for words."""
ORDINARY = _words("ordinary_capitals.txt")
"""Words whose capitals the work itself is full of: they make no name of two words."""
