"""A half-answered sheet: what comes back is what was carried, or nothing."""

from uuid import uuid4

from leadership.profiles.kinds import Attribute
from leadership.profiles.views.sheet import Sheet, carry, read_carried

KEYS = ("k" * 40,)
HALF = Sheet({Attribute.VALUES_DRIVEN: 4, Attribute.BUY_IN: 2}, "Listens.", told=True)


def test_what_is_carried_comes_back() -> None:
    number = uuid4()
    carried = carry(HALF, invitation_id=number, secret_keys=KEYS)
    assert read_carried(carried, invitation_id=number, secret_keys=KEYS) == HALF
    assert not HALF.complete
    assert Sheet(dict.fromkeys(Attribute, 3), "").complete


def test_a_sheet_of_another_invitation_or_by_another_hand_is_empty() -> None:
    number = uuid4()
    carried = carry(HALF, invitation_id=number, secret_keys=KEYS)
    for sent, whose, keys in (
        (carried, uuid4(), KEYS),
        (carried, number, ("x" * 40,)),
        (carried[:-2] + "AA", number, KEYS),
        ("", number, KEYS),
        ("e30.x", number, KEYS),
    ):
        assert read_carried(sent, invitation_id=whose, secret_keys=keys) == Sheet()


def test_a_sheet_signed_with_an_older_key_is_still_good() -> None:
    number = uuid4()
    carried = carry(HALF, invitation_id=number, secret_keys=("old" * 20,))
    assert read_carried(carried, invitation_id=number, secret_keys=("new" * 20, "old" * 20)) == HALF


def test_neither_a_sheet_nor_answers_show_scores_when_printed() -> None:
    """What is printed may be logged."""
    assert "4" not in repr(HALF)
    assert "Listens" not in repr(HALF)
    assert "4" not in repr(HALF.answers())
    assert "Listens" not in repr(HALF.answers())
