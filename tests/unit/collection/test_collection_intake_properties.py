"""What holds for every file: the same rows as CSV and XLSX are one grid; nothing ends in anything but a refusal."""

import random
import time
from decimal import Decimal

import pytest
from factories.workbooks import RETURN_HEADER, Workbook, csv_bytes, template, template_row, xlsx_bytes
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from outcomes.collection.intake import children
from outcomes.collection.intake.grid import Grid
from outcomes.collection.intake.header_row import look_for_names
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.intake.sheet import OUTSIDE
from outcomes.collection.layout.asides import TOTAL
from outcomes.collection.layout.quarters import read_quarter

SEEN = "abcXYZ019 .,;\"'=+-@%&<>\u00a3\u00e9\u2019\u2212\u00a0\n|\t[]()"
texts = st.text(SEEN, max_size=12).map(lambda text: text.strip("\t\n ") if text.isspace() else text)
numbers = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4).map(
    lambda n: f"{n.normalize() + 0:f}"
)
rows = st.lists(st.lists(st.one_of(numbers, texts), min_size=4, max_size=4), min_size=1, max_size=8)


def typed(text: str) -> object:
    """As a spreadsheet stores it: what looks like a plain number is one."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if f"{Decimal(repr(number)).normalize():f}" == text else text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows)
@example([["", "", "", ""], ["A", "1", "", ""]])
@example([["0", "-0.0001", "1250", " padded "]])
@example([["0", "0", " padded", ' "']])
@example([["=1+1", "@x", "+3", "-"], ["two\nlines", 'a "quote"', ",", "\u00a0"]])
def test_the_same_rows_as_csv_and_xlsx_are_the_same_grid(content: list[list[str]]):
    while content and not any(cell.strip() for cell in content[-1]):
        content.pop()
    table = [RETURN_HEADER, *content]
    as_csv = read_grid(csv_bytes(table), "x")
    as_xlsx = read_grid(xlsx_bytes([RETURN_HEADER, *[[typed(cell) for cell in row] for row in content]]), "x")
    assert as_xlsx.rows == as_csv.rows
    assert (as_xlsx.blank_rows, as_xlsx.notices, as_xlsx.marks) == (as_csv.blank_rows, as_csv.notices, as_csv.marks)


def is_answered(content: bytes) -> bool:
    """Whether the file becomes a grid, or a refusal with a code and a whole sentence; anything else is a fault."""
    try:
        return isinstance(read_grid(content, "x"), Grid)
    except RefusedError as refused:
        return bool(refused.code) and refused.sentence.endswith(".")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=3_000))
def test_random_bytes_are_a_grid_or_a_refusal(content: bytes):
    if not content.startswith(b"PK"):
        assert is_answered(content)


@settings(max_examples=300, deadline=None)
@given(st.text(SEEN + "\r\x00\x1a", max_size=400))
def test_random_text_is_a_grid_or_a_refusal(text: str):
    assert is_answered(text.encode())


def mutated(content: bytes, seed: int) -> bytes:
    """Some bytes changed, a piece cut out or written twice."""
    dice = random.Random(seed)
    changed = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        place = dice.randrange(len(changed))
        deed = dice.randrange(3)
        if deed == 0:
            changed[place] = dice.randrange(256)
        elif deed == 1:
            del changed[place : place + dice.randint(1, 40)]
        else:
            changed[place:place] = changed[place : place + dice.randint(1, 40)]
    return bytes(changed)


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_csv_file_is_a_grid_or_a_refusal(seed: int):
    assert is_answered(mutated(csv_bytes(template(template_row(comment='a, "b"\nc'), template_row("CIN_RATE"))), seed))


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_workbook_is_a_grid_or_a_refusal(seed: int):
    assert is_answered(mutated(Workbook(template(*[template_row(comment=f"{n}") for n in range(5)])).bytes(), seed))


@pytest.mark.parametrize("seed", range(25))
def test_a_workbook_of_damaged_xml_is_a_grid_or_a_refusal(seed: int):
    """The archive is whole, what is in it is not: the readers of XML meet it."""
    parts = Workbook().parts()
    names = sorted(parts)
    name = names[seed % len(names)]
    body = parts[name]
    whole = body if isinstance(body, bytes) else body.encode()
    assert is_answered(Workbook(extra={name: mutated(whole, seed)}).bytes())


HOSTILE = [
    "a" * 100_000,
    '"' * 99_999,
    '","' * 33_333,
    "1" * 100_000,
    "2025-26 Q" * 11_000,
    " " * 100_000 + "x",
    "=" * 100_000,
    "\u00e9" * 100_000,
    "Apr-" * 25_000,
    "-/" * 50_000,
    "sep=" * 25_000,
    "born " * 20_000,
    "1 " * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_pattern_is_bounded(text: str):
    """Reliability 6.37: 100 kB of hostile text hold no validator up: one that backtracks takes minutes."""
    for validate in (
        children.name_key,
        children.looks_personal,
        children.points_at_a_child,
        children.could_point_at_a_child,
        children.is_list_of_children,
        lambda each: children.names_children(each.encode()),
        lambda each: look_for_names([(1, (each, each))]),
        OUTSIDE.search,
        TOTAL.match,
        read_quarter,
    ):
        start = time.process_time()
        validate(text)
        assert time.process_time() - start < 2, validate
