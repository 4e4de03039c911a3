"""A measure over time, with England and the neighbours' median beside it."""

from charts.series.model import SYMBOL_WORDS, Change, Figure, Neighbours, Series
from charts.series.picture import series

__all__ = ["SYMBOL_WORDS", "Change", "Figure", "Neighbours", "Series", "series"]
