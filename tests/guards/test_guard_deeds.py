"""Everybody sends every form of what is private to leaders and authorities, filled in well: only those who may do it.

Issue 4, "access by every persona to every address". The forms are taken from the pages of somebody who may send them;
at last that walker sends each, so that a form which nobody could have sent is no proof.
"""

from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
from factories.pages import day
from filled_forms import Body, filled
from fixtures.identities import SignedInClient, client_of, make_signed_in
from markers import fingerprint
from walkers import ANONYMOUS, WALKERS, World
from werkzeug.routing import Rule

from core.access import ALLOWED, Permission, Role, mark_of
from core.clock import now, today

SUBJECTS = (
    "/authorities/<code>/fidelity",
    "/authorities/<code>/handovers",
    "/authorities/<code>/landscape",
    "/authorities/<code>/posts/<uuid:post_id>/recruitment",
    "/authorities/<code>/posts/<uuid:post_id>/succession",
    "/authorities/<code>/rounds",
    "/authorities/<code>/stories",
    "/authorities/<code>/succession",
    "/authorities/<code>/support",
    "/authorities/<code>/team-pulse",
    "/development",
    "/moves",
    "/profile",
    "/succession",
)


@dataclass(frozen=True)
class Form:
    """A form as somebody who may send it is shown it, filled in."""

    path: str
    sender: str
    body: Body


# What ends something is sent last, so that the forms before it still lead somewhere.
ENDS = ("send", "release", "send-back", "withdraw", "remove", "revoke", "confirm", "not-needed", "close", "delete")
# What would be sent of forms that stand on no page before the others have been sent.
LATER: dict[str, Body] = {
    "/authorities/<code>/stories/<uuid:story_id>/release": {"seen": [now().isoformat()]},
    "/authorities/<code>/stories/<uuid:story_id>/send": {},
    "/authorities/<code>/stories/<uuid:story_id>/send-back": {"reason": ["To be looked at again"]},
    "/authorities/<code>/team-pulse/open": day("closes_on", today() + timedelta(days=7)),
    "/development/entries/<uuid:entry_id>/open-again": {},
}
# A page of the authority on which a leader chooses among their own posts: another's is none of them.
NOT_OFFERED = {"/authorities/<code>/rounds/new"}
# Whoever may send these meets the state of what they are about, and is told in words; or is asked the next question.
STANDS_OTHERWISE = {
    "/authorities/<code>/handovers/<uuid:pack_id>/confirm": 422,  # nobody has started in the post
    "/authorities/<code>/posts/<uuid:post_id>/recruitment/open": 422,  # one is open
    "/authorities/<code>/rounds/new": 422,  # one is open
    "/authorities/<code>/stories/<uuid:story_id>/send-back": 409,  # it is released
    "/authorities/<code>/team-pulse/open": 422,  # this month has had its own
    "/profile/rounds/<uuid:round_id>/own-answers": 200,  # the next of five
    "/profile/rounds/new": 422,  # one is open
}


def deeds(world: World) -> list[Rule]:
    rules = [rule for rule, method in world.walk.routes() if method == "POST" and rule.rule.startswith(SUBJECTS)]
    return sorted(rules, key=lambda rule: (_how_late(rule), rule.rule))


def _how_late(rule: Rule) -> int:
    end = rule.rule.rsplit("/", 1)[-1]
    return ENDS.index(end) if end in ENDS else -1


def may(world: World, rule: Rule) -> frozenset[Role]:
    return ALLOWED[Permission(mark_of(world.app.view_functions[rule.endpoint]))]


def sender(world: World, rule: Rule) -> str:
    """Somebody who may; the signatory reviews what the lead has written."""
    order = ("signatory", "leader", "lead", "support")
    if not rule.rule.endswith(("release", "send-back")) and "<code>" in rule.rule:
        order = ("lead", "support", "signatory", "leader")
    return next(name for name in order if WALKERS[name] & may(world, rule))


# Pages by walker and address, as they were looked at; nothing when they did not show.
Seen = dict[tuple[str, str], str]


def form_of(world: World, rule: Rule, seen: Seen) -> Form | None:
    """The form on its own page, or on one that leads there; a page that was seen is not asked for again."""
    name = sender(world, rule)
    path, client = world.walk.address(rule, world.mine), world.client(name)
    parts = path.split("/")
    above = ["/".join(parts[:end]) for end in range(len(parts), 1, -1)]
    for address in (*above, *(f"{page}/review" for page in above[1:2])):
        if (name, address) not in seen:
            page = client.get(address)
            seen[name, address] = page.text if page.status_code == 200 else ""
        body = filled(seen[name, address], path)
        if body is not None:
            return Form(path, name, body)
    return None


@dataclass(frozen=True)
class Stranger:
    """Somebody who holds a role, but not here or not of this post."""

    client: SignedInClient
    role: Role
    here: bool


def strangers(world: World) -> dict[str, Stranger]:
    """The other authority's people, and a leader of this authority who is neither of the walked post nor follows."""
    with psycopg.connect(world.clone.owner_url) as connection:
        person = connection.execute(
            "SELECT t.person_id FROM tenure t JOIN authority a ON a.id = t.authority_id WHERE a.code = %s"
            " AND t.post_id <> %s AND t.person_id <> %s AND NOT EXISTS (SELECT FROM tenure o"
            " WHERE o.person_id = t.person_id AND o.post_id = %s) ORDER BY t.id LIMIT 1",
            [world.mine.code, *(world.mine.values[name] for name in ("post_id", "person_id", "post_id"))],
        ).fetchone()[0]
    mine, other, theirs = world.mine.code, world.other.code, world.other.values["person_id"]
    made = {
        "lead of another authority": (Role.LEAD, other, None),
        "signatory of another authority": (Role.SIGNATORY, other, None),
        "leader of another authority": (Role.LEADER, other, theirs),
        "leader of another post": (Role.LEADER, mine, person),
    }
    return {
        name: Stranger(
            client_of(world.app, make_signed_in(world.clone, role, authority=of, person_id=who)), role, of == mine
        )
        for name, (role, of, who) in made.items()
    }


def send(client: SignedInClient, form: Form) -> int:
    return client.post(form.path, data={**form.body, "csrf_token": client.form_token()}).status_code


@pytest.fixture(scope="module")
def forms(world: World) -> dict[str, Form]:
    seen: Seen = {}
    found = {rule.rule: form_of(world, rule, seen) for rule in deeds(world)}
    assert {name for name, form in found.items() if form is None} == set(LATER)
    return {
        rule.rule: found[rule.rule] or Form(world.walk.address(rule, world.mine), sender(world, rule), LATER[rule.rule])
        for rule in deeds(world)
    }


def changed(world: World, before: dict[str, str]) -> list[str]:
    with psycopg.connect(world.clone.owner_url) as connection:
        after = fingerprint(connection)
    # When somebody was last seen is written for whoever is signed in.
    return [table for table in after if after[table] != before[table] and table != "signed_in_session"]


def test_nobody_sends_a_form_that_is_not_theirs(world: World, forms: dict[str, Form]) -> None:
    """Every form by everybody who may not send it, with all that it needs: refused, and nothing in the database."""
    others = strangers(world)
    known = {name: world.client(name) for name in WALKERS}
    with psycopg.connect(world.clone.owner_url) as connection:
        before = fingerprint(connection)
    wrong = []
    for rule in deeds(world):
        form = forms[rule.rule]
        for name, roles in WALKERS.items():
            if not roles & may(world, rule):
                answer = send(known[name], form)
                wrong += [] if answer == (401 if name == ANONYMOUS else 403) else [f"{answer} {name} {rule.rule}"]
        for name, stranger in others.items():
            # What names nobody's record is their own to send.
            if stranger.role in may(world, rule) and ("<code>" in rule.rule or "<uuid" in rule.rule):
                answer = send(stranger.client, form)
                told = 422 if stranger.here and rule.rule in NOT_OFFERED else 404
                wrong += [] if answer == told else [f"{answer} {name} {rule.rule}"]
    assert not wrong, "\n".join(wrong)
    assert changed(world, before) == []


def test_whoever_may_send_a_form_does(world: World, forms: dict[str, Form]) -> None:
    """The proof that the forms were well filled in: each is taken from the hands of somebody who may send it."""
    answers = {}
    for rule in deeds(world):
        form = forms[rule.rule]
        answers[rule.rule] = send(world.client(form.sender), form_of(world, rule, {}) or form)
    assert {rule: answer for rule, answer in answers.items() if answer != 303} == STANDS_OTHERWISE
