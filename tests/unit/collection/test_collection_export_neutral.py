"""Text of an export never runs as a formula, and comes back as it was (bad-input row 80)."""

import pytest
from collection_payloads import HARMLESS, PAYLOADS

from outcomes.collection.export.neutral import neutral, unguarded


@pytest.mark.parametrize("text", PAYLOADS)
def test_what_could_run_gets_an_apostrophe(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", PAYLOADS)
def test_guarding_twice_adds_nothing(text):
    assert neutral(neutral(text)) == neutral(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_and_plain_numbers_stay(text):
    assert neutral(text) == text


@pytest.mark.parametrize("text", [*PAYLOADS, *HARMLESS])
def test_reading_takes_back_what_writing_added(text):
    assert unguarded(neutral(text)) == text
