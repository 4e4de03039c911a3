"""The parts of accounts that need no database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.browser import BROWSERS, SYSTEMS, browser_in_words
from accounts.email_address import normal_address
from accounts.errors import AccountError, LinkSpentError
from accounts.link import address_of_link, seal, unseal
from accounts.own_path import own_path
from accounts.session_limits import ABSOLUTE, IDLE, IDLE_SUPPORT, has_run_out
from core.access import Role

OLD, NEW, OTHER = "old-" + "k" * 40, "new-" + "k" * 40, "other-" + "k" * 40
START = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("lead@council.gov.uk", "lead@council.gov.uk"),
        ("  Lead.Person@Council.GOV.UK ", "lead.person@council.gov.uk"),
        ("o'brien+dcs@a.b", "o'brien+dcs@a.b"),
    ],
)
def test_an_address_is_kept_in_lower_case_without_spaces(typed: str, kept: str) -> None:
    assert normal_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "lead",
        "lead@",
        "@council.gov.uk",
        "lead@council",
        "a b@council.gov.uk",
        "lead@council.gov.uk\nBcc: other@example.org",
        "lead@council.gov.uk, other@example.org",
        "lead@council..gov.uk",
        "lead@-council.gov.uk",
        "<lead@council.gov.uk>",
        f"{'a' * 65}@council.gov.uk",
        f"lead@{'a' * 250}.uk",
    ],
)
def test_what_no_letter_could_reach_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(AccountError, match=r"like name@example\.org") as refused:
        normal_address(typed)
    assert refused.value.field == "email"


@pytest.mark.parametrize("wanted", ["/", "/risk/runs?page=2", "/authorities/330#posts", "/a%2F%2Fb"])
def test_a_path_of_ours_is_gone_to_after_signing_in(wanted: str) -> None:
    assert own_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "risk",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/ /evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/" + "a" * 500,
        "//[evil",
    ],
)
def test_no_other_place_is_gone_to_after_signing_in(wanted: str | None) -> None:
    assert own_path(wanted) is None


@given(st.text(max_size=60))
def test_whatever_is_asked_for_either_stays_here_or_is_dropped(wanted: str) -> None:
    kept = own_path(wanted)
    assert kept is None or (kept.startswith("/") and not kept.startswith(("//", "/\\")))


def test_a_link_names_its_row_and_nobody_can_change_which() -> None:
    token_id = uuid4()
    sealed = seal(token_id, [NEW])
    assert unseal(sealed, [NEW]) == token_id
    payload, _, signature = sealed.partition(".")
    other_payload = seal(uuid4(), [NEW]).partition(".")[0]
    for forged in (f"{other_payload}.{signature}", payload, f"{payload}.{signature[:-2]}AA", "", "a.b.c"):
        with pytest.raises(LinkSpentError):
            unseal(forged, [NEW])


def test_a_link_survives_the_rotation_of_keys_and_no_longer() -> None:
    token_id = uuid4()
    sealed = seal(token_id, [OLD])
    assert unseal(sealed, [NEW, OLD]) == token_id
    with pytest.raises(LinkSpentError):
        unseal(sealed, [NEW])
    assert unseal(seal(token_id, [NEW, OLD]), [NEW]) == token_id, "the newest key signs"


def test_a_signed_value_of_another_purpose_is_no_link() -> None:
    from itsdangerous import URLSafeSerializer  # noqa: PLC0415

    with pytest.raises(LinkSpentError):
        unseal(str(URLSafeSerializer(NEW, salt="csrf").dumps(uuid4().hex)), [NEW])


@pytest.mark.parametrize("payload", ["not a number", 7, None, ["x"], {"id": 1}])
def test_a_link_that_we_signed_over_something_else_is_spent_too(payload: object) -> None:
    from itsdangerous import URLSafeSerializer  # noqa: PLC0415

    with pytest.raises(LinkSpentError):
        unseal(str(URLSafeSerializer(NEW, salt="accounts.sign-in-link").dumps(payload)), [NEW])


def test_the_address_of_a_link_stands_under_the_public_address() -> None:
    address = address_of_link("https://throughline.example", UUID(int=7), [OTHER])
    assert address.startswith("https://throughline.example/sign-in/")
    assert unseal(address.rpartition("/")[2], [OTHER]) == UUID(int=7)


@pytest.mark.parametrize(
    ("roles", "idle"),
    [({Role.SUPPORT}, IDLE_SUPPORT), ({Role.SUPPORT, Role.LEAD}, IDLE_SUPPORT), ({Role.LEAD}, IDLE), (set(), IDLE)],
)
def test_a_session_ends_when_it_has_been_idle_and_not_a_second_before(roles: set[Role], idle: timedelta) -> None:
    def over(since: timedelta) -> bool:
        return has_run_out(created_at=START, last_seen_at=START, roles=roles, at=START + since)

    assert not over(idle - SECOND)
    assert over(idle)
    assert over(idle + SECOND)


def test_a_session_ends_after_twelve_hours_however_busy() -> None:
    def over(since: timedelta) -> bool:
        at = START + since
        return has_run_out(created_at=START, last_seen_at=at - SECOND, roles={Role.LEAD}, at=at)

    assert not over(ABSOLUTE - SECOND)
    assert over(ABSOLUTE)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome on Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari", "Chrome on Android"),
        ("curl/8", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_told_in_a_few_words(sent: str, words: str) -> None:
    assert browser_in_words(sent) == words


@given(st.text())
def test_nothing_that_a_browser_sends_is_stored(sent: str) -> None:
    ours = {words for _, words in BROWSERS} | {"Another browser"}
    systems = {words for _, words in SYSTEMS}
    browser, _, system = browser_in_words(sent).partition(" on ")
    assert browser in ours
    assert system in systems | {""}
