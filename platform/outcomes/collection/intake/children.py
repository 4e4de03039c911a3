"""Signs that a file lists single children: it is refused, told kindly and never kept (sector C, Annex A; E4). Pure.

Nothing here ever returns what a cell holds: only whether, and where.
"""

import re
import unicodedata
from functools import lru_cache

from outcomes.collection.intake.refusal import RefusedError

# Columns of the eleven Annex A lists, and of exports from case systems, that point at one child.
OF_ONE_CHILD = frozenset({
    "child_unique_id", "child_id", "childs_unique_id", "child_identifier", "unique_child_id",
    "child_ref", "child_reference",
    "la_child_id", "person_id", "client_id", "pupil_id", "case_id", "mosaic_id", "ssid",
    "upn", "unique_pupil_number", "former_upn", "uln", "unique_learner_number",
    "date_of_birth", "dob", "d_o_b", "birth_date", "birthdate", "child_dob",
    "childs_date_of_birth", "child_date_of_birth",
    "expected_date_of_birth", "nhs_number", "nhs_no", "uasc_id", "national_insurance_number",
    "placement_postcode", "home_postcode", "individual_adopter_identifier", "family_identifier", "legacy_id",
})  # fmt: skip
# Words in the name of an unknown column that speak of a person: some anywhere in it, some as its last word.
PERSONAL = re.compile(
    r"(?:^|_)(?:forenames?|surnames?|firstname|lastname|postcode|address|phone|telephone|email|ethnicity|birth|born|dob|"
    r"upn|nhs|adopter|sibling)(?:$|_)"
    r"|(?:^|_)(?:names?|initials|child|pupil|person|client|gender|sex|age|worker|carer|parent|mother|father)$"
    r"|(?:^|_)(?:lcs|liquidlogic|mosaic|eclipse|frameworki|carefirst|swift|azeus|case|client|person|pupil|student|learner"
    r"|child|yp|young_person|service_user|individual|family|unique)_(?:id|identifier|no|number|ref|reference)"
    r"(?:_(?:no|number))?$"
)
# A list whose columns were not divided has all its names in one cell.
DIVIDER = re.compile(r"[,;|\t]")
NAME_OF_A_THING = re.compile(
    r"(?:.*_)?(?:la|authority|council|indicator|measure|region|country|innovation|programme|quarter|column|sheet|file|unit)"
    r"_names?"
)
LIST_SHEET = re.compile(r"list[ _-]?\d{1,2}(?:\W.*)?|annex[ _-]?a(?:\W.*)?", re.IGNORECASE | re.DOTALL)
# For files refused for another reason: the same names anywhere in the bytes, as text or as UTF-16.
_RAW_NAMES = "child unique id|child_unique_id|unique pupil number|date of birth|date_of_birth|nhs number|nhs_number"
RAW = re.compile(
    b"|".join(re.escape(name.encode(encoding)) for name in _RAW_NAMES.split("|") for encoding in ("ascii", "utf-16-le"))
)
PUPIL_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z](?![A-Za-z0-9])")
NHS_NUMBER = re.compile(r"(?<!\d)(\d{3})([ -]?)(\d{3})\2(\d{4})(?!\d)")
# Ten digits in a row, divided at most as an NHS number is: nothing that the two above look for goes without.
DIGITS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}")
TEN = b"0" * 10
AS_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)
BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born)\b[^0-9]{0,12}"
    r"(?:\d{1,2}[/. -](?:\d{1,2}|[A-Za-z]{3,9})[/. -]\d{2,4}|\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
BIRTH = ("born", "birth", "dob", "d.o.b", "d.ob", "do.b")
SHORTEST = 10

KINDLY = (
    "This file looks like a list of single children, such as an Annex A list. It is easily done: the files lie side by"
    " side. We have not kept it, and nothing was stored. This service takes totals for the authority only: use the"
    " template."
)

IN_WORDS = (
    "What you wrote seems to hold a pupil number, an NHS number or a date of birth. Remove it: this service must not"
    " hold anything about single children."
)


@lru_cache(maxsize=1024)
def name_key(name: str) -> str:
    """A column's name without case, spaces and marks, look-alikes as what they look like: for comparing only."""
    plain = (
        unicodedata.normalize("NFKC", name).casefold().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    return re.sub(r"[\W_]+", "_", plain).strip("_")


def names_of_one_child(cell: str) -> int:
    """How many names of columns that point at one child it holds."""
    return sum(name_key(piece) in OF_ONE_CHILD for piece in DIVIDER.split(cell)) if cell else 0


def looks_personal(name: str) -> bool:
    """Whether the name of an unknown column speaks of a person: then it is not even echoed."""
    return any(_speaks_of_a_person(name_key(piece)) for piece in DIVIDER.split(name))


def _speaks_of_a_person(key: str) -> bool:
    if NAME_OF_A_THING.fullmatch(key):
        return False
    return key in OF_ONE_CHILD or PERSONAL.search(key) is not None


def is_list_of_children(sheet: str | None) -> bool:
    """Whether a sheet is named as those of Annex A are: List 1 to List 11."""
    return sheet is not None and LIST_SHEET.fullmatch(sheet.strip()) is not None


def could_point_at_a_child(text: str) -> bool:
    """One quick look at many cells before a close one at each."""
    if _has_ten_digits(text) and (PUPIL_NUMBER.search(text) or NHS_NUMBER.search(text)):
        return True
    low = text.lower()
    return any(word in low for word in BIRTH)


def _has_ten_digits(text: str) -> bool:
    """Whether DIGITS may match; of plain text its bytes tell that in a tenth of the time."""
    if text.isascii():
        return TEN in text.encode().translate(AS_ZEROS, b" -")
    return DIGITS.search(text) is not None


def points_at_a_child(text: str) -> bool:
    """Whether a cell, or what somebody wrote into a box, holds a pupil number, an NHS number or a date of birth."""
    if len(text) < SHORTEST:
        return False
    if PUPIL_NUMBER.search(text) or BORN.search(text):
        return True
    return any(_is_nhs("".join(found.group(1, 3, 4))) for found in NHS_NUMBER.finditer(text))


def _is_nhs(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9]) and digits != "0" * 10


def names_children(content: bytes) -> bool:
    """Whether bytes that could not be read hold the name of such a column anywhere."""
    return RAW.search(content.lower()) is not None


def list_of_children(cells: tuple[str, ...] = ()) -> RefusedError:
    """The refusal: kind, without a word of the file's content, and never kept."""
    return RefusedError("child_level", KINDLY, cells=cells, keep=False)
