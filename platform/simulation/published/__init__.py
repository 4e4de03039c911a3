"""Yearly statistics of all councils in DfE's tidy layout, with its symbols, rounding, releases and restatements."""

from simulation.published.releases import PublishedFile, published_files

__all__ = ["PublishedFile", "published_files"]
