"""Invented names: councils that no reader could take for a real one, and people who do not exist.

English place names end in -ton, -ham, -ford, -bury, -shire and the like, so none of these do.
"""

from itertools import product

import numpy as np

ONSETS = ("Br", "D", "Dr", "F", "Gl", "H", "J", "K", "Kl", "M", "N", "Pr", "Qu", "R", "S", "Th", "Tr", "V", "Z")
VOWELS = ("a", "e", "i", "o", "u")
LINKS = ("d", "l", "m", "n", "r", "v")
ENDINGS = ("andra", "aska", "elle", "essa", "exa", "inth", "ivane", "ondria", "oque", "ora", "othra", "une")

FIRST_NAMES = (
    "Abena", "Aisha", "Alan", "Amara", "Andrew", "Anita", "Anna", "Asif", "Beth", "Carol", "Chidi", "Claire", "Daniel",
    "David", "Deepa", "Diane", "Eleanor", "Emeka", "Farah", "Fiona", "Gareth", "George", "Grace", "Hannah", "Harpreet",
    "Helen", "Ian", "Imran", "Jane", "Jasmin", "Joanna", "John", "Julie", "Karen", "Keith", "Kwame", "Laura", "Leanne",
    "Lin", "Louise", "Marcus", "Maria", "Mark", "Meera", "Michael", "Nadia", "Neil", "Nicola", "Olu", "Patricia",
    "Priya", "Rachel", "Rhys", "Robert", "Ruth", "Samira", "Sarah", "Simon", "Sofia", "Stephen", "Sunita",
    "Susan", "Tariq", "Teresa", "Tomasz", "Tracey", "Victoria", "Wei", "Yasmin", "Yusuf",
)  # fmt: skip
SURNAME_STARTS = (
    "Abber", "Bracken", "Carro", "Dunmar", "Esker", "Fenwillow", "Garro", "Hollin", "Inkle", "Jessa", "Kirren", "Larch",
    "Merri", "Nettle", "Orrin", "Penna", "Quill", "Rowan", "Sedge", "Tamar", "Umber", "Verri", "Willow", "Yarrow",
)  # fmt: skip
SURNAME_ENDS = ("beck", "croft", "dane", "field", "gate", "holme", "lock", "more", "quist", "shaw", "stead", "vane")

PRIME_STEP = 7_919


def council_names(count: int, rng: np.random.Generator) -> list[str]:
    """Return different invented council names, no two with the same beginning while there are enough."""
    stems = ["".join(parts) for parts in product(ONSETS, VOWELS, LINKS) if parts[:2] != ("Qu", "u")]
    order = rng.permutation(len(stems))
    ends = rng.permutation(len(ENDINGS))
    names = []
    for position in range(count):
        lap, stem = divmod(position, len(stems))
        ending = ENDINGS[ends[(position + lap) % len(ENDINGS)]]
        names.append(stems[order[stem]] + ending)
    return names


def person_name(number: int, offset: int) -> str:
    """Return the name of the person with this number; names repeat only after every combination has been used."""
    combinations = len(FIRST_NAMES) * len(SURNAME_STARTS) * len(SURNAME_ENDS)
    place = (offset + number * PRIME_STEP) % combinations
    place, end = divmod(place, len(SURNAME_ENDS))
    first, start = divmod(place, len(SURNAME_STARTS))
    return f"{FIRST_NAMES[first]} {SURNAME_STARTS[start]}{SURNAME_ENDS[end]}"
