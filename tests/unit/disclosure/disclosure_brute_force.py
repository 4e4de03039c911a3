"""What released sets tell, found by trying every one or two: written apart from the product's own way."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations


def rank(rows: Iterable[Sequence[int]]) -> int:
    """The rank by fractions, written apart from the product's own way."""
    held = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(held[0]) if held else 0):
        pivot = next((row for row in range(found, len(held)) if held[row][column]), None)
        if pivot is None:
            continue
        held[found], held[pivot] = held[pivot], held[found]
        for row in range(found + 1, len(held)):
            times = held[row][column] / held[found][column]
            held[row] = [value - times * lead for value, lead in zip(held[row], held[found], strict=True)]
        found += 1
    return found


def told_of(sets: Sequence[frozenset[int]], owner: Mapping[int, Hashable] | None = None) -> set[Hashable]:
    """Which one or two owners some combination of the sets stands on alone, by trying every two.

    A vector of the row space stands on them alone exactly where leaving their columns out lowers the rank.
    """
    columns = sorted(set().union(*sets))
    whose = owner or {column: column for column in columns}
    everybody = sorted({whose[column] for column in columns}, key=str)
    whole = rank([[int(column in held) for column in columns] for held in sets])
    found: set[Hashable] = set()
    for few in (*combinations(everybody, 1), *combinations(everybody, 2)):
        rest = [column for column in columns if whose[column] not in few]
        if rank([[int(column in held) for column in rest] for held in sets]) < whole:
            found.add(few)
    return found
