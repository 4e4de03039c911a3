"""Whom a month asks: two months that are seen never differ by one or two people, whatever is done to the list."""

from datetime import date, timedelta
from itertools import combinations
from random import Random

from disclosure.ledger import Ledger
from leadership.pulse.asked import Asking, Shown, whom_to_ask

ON = date(2026, 11, 2)
LATER = ON + timedelta(days=150)
OVER = ON - timedelta(days=1)


def people(letters: str) -> frozenset[bytes]:
    return frozenset(letter.encode() for letter in letters)


def shown(letters: str, until: date = LATER) -> Shown:
    return Shown(people(letters), until)


def test_the_first_month_asks_everybody() -> None:
    assert whom_to_ask(people("abcde"), [], ON) == Asking(people("abcde"))


def test_the_same_people_are_asked_again() -> None:
    assert whom_to_ask(people("abcde"), [shown("abcde")], ON).people == people("abcde")


def test_nobody_is_asked_without_somebody_who_left() -> None:
    for listed in ("bcde", "cde", "bcdef"):
        assert whom_to_ask(people(listed), [shown("abcde")], ON) == Asking(None, LATER)


def test_one_or_two_newcomers_wait_and_three_are_asked() -> None:
    for listed in ("abcdef", "abcdefg"):
        assert whom_to_ask(people(listed), [shown("abcde")], ON).people == people("abcde")
    assert whom_to_ask(people("abcdefgh"), [shown("abcde")], ON).people == people("abcdefgh")


def test_three_who_differ_are_enough_and_half_a_year_too() -> None:
    assert whom_to_ask(people("cdefg"), [shown("abcde")], ON).people == people("cdefg")
    assert whom_to_ask(people("bcde"), [shown("abcde", OVER)], ON).people == people("bcde")


def test_a_month_in_between_that_was_not_shown_changes_nothing() -> None:
    """One by one: each step is compared with what was seen, not with the step before."""
    assert whom_to_ask(people("defgh"), [shown("abcdefgh")], ON).people == people("defgh")
    assert whom_to_ask(people("cdefgh"), [shown("abcdefgh")], ON).people is None


def test_three_months_may_not_give_one_away_together() -> None:
    """As 14.3, case 5: every two differ by three or more, and third less second plus first would be two people."""
    before = [shown("abcdef"), shown("abcdefghi")]
    assert whom_to_ask(people("ghixy"), before, ON).people is None


def test_it_says_the_first_day_on_which_the_list_can_be_asked() -> None:
    early = ON + timedelta(days=10)
    assert whom_to_ask(people("bcde"), [shown("abcde", early), shown("bcdefghi")], ON) == Asking(None, early)
    assert whom_to_ask(people("bcde"), [shown("bcdefghi", early), shown("abcde")], ON) == Asking(None, LATER)


def test_whatever_a_lead_does_to_the_list_no_two_months_seen_tell_of_few() -> None:
    random = Random(69)
    for _ in range(60):
        listed, seen = set("abcdef"), []
        for _ in range(6):
            listed ^= set(random.sample("abcdefghij", random.randint(0, 3)))
            asked = whom_to_ask(people("".join(listed)), seen, ON).people if len(listed) >= 4 else None
            if asked is not None:
                seen.append(Shown(asked, LATER))
        for one, other in combinations([each.asked for each in seen], 2):
            assert len(one ^ other) not in {1, 2}
        ledger: Ledger[bytes] = Ledger()
        assert all(ledger.release(each.asked) is None for each in seen)
