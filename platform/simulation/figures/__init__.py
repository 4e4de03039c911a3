"""The quarterly figures of the adopters: all indicators of the catalogue, with the gaps that real returns have."""

from simulation.figures.quarterly import Figure, quarterly_figures

__all__ = ["Figure", "quarterly_figures"]
