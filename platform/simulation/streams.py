"""One stream of random numbers for each part of a world.

A part that draws one number more must not change every other part, so no two parts share a generator.
"""

import zlib

import numpy as np


def stream(seed: int, *names: str) -> np.random.Generator:
    """Return the generator of the named part of the world with this seed; the same names give the same numbers."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])
