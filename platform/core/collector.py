"""Keeps the garbage collector away from what lives as long as the process (performance 2.4)."""

import gc

# Between collections so many objects may be made: an answer of thousands of rows makes them and drops them at once.
THRESHOLDS = (50_000, 20, 20)


def spare_what_stays() -> None:
    """To be called once a process has imported and built all it needs.

    Modules, mappers and templates are some 160,000 objects that never go: walking them again and again is what made one
    request in twenty of a heavy process take twenty times as long as the others. What is forked later shares
    their pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
